using System.Text.Json;
using SelfHealing.ModelServers;
using SelfHealing.ModelServers.Answers;

namespace SelfHealing.Benchmarks.Panel;

/// <summary>What slow models cost an incident: three voters of equal latency, against the slowest voter alone and against all one after the other.</summary>
internal static class PanelLatency
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly TimeSpan[] s_latencies = [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5)];

    public static async Task<int> RunAsync(string? file)
    {
        var measured = new List<PanelTimes>();
        foreach (var latency in s_latencies)
        {
            var times = await MeasureAsync(latency);
            Console.WriteLine(
                $"{latency.TotalSeconds:F0} s a call: slowest path {times.SlowestPathSeconds:F1} s, sum {times.SumSeconds:F1} s, "
                + $"models busy {times.ModelSeconds:F1} s, incident {times.IncidentSeconds:F1} s, overhead {times.OverheadSeconds:F1} s");
            measured.Add(times);
        }

        if (file is not null)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(measured, s_json));
        }

        return 0;
    }

    private static async Task<PanelTimes> MeasureAsync(TimeSpan latency)
    {
        var fix = new KnownFix("total.py", "        result += item - 1", "        result += item");
        await using var vendor = await ModelServer.StartAsync(request => fix.Answer(request) with { Delay = latency });
        await using var panel = await SlowPanel.StartAsync(vendor);
        await panel.RepairAsync(0, SlowPanel.Voters);
        return PanelTimes.Of(latency, await panel.RepairAsync(1, SlowPanel.Voters));
    }
}
