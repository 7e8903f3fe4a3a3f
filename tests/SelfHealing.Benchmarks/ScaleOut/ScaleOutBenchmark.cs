using System.Diagnostics;
using SelfHealing.Benchmarks.Clusters;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.Benchmarks.ScaleOut;

/// <summary>What more silos bring where incidents wait for their sandboxes: the same places a silo, and work for all of them.</summary>
internal static class ScaleOutBenchmark
{
    // Incidents of every place before the time is taken: each silo compiles what it calls often.
    private const int WarmUpTurns = 10;

    public static async Task<IReadOnlyList<ScaleOutRun>> RunAsync(string? server, IReadOnlyList<int> silos, int places, int latencyMs, int turns)
    {
        await using var postgres = await DatabaseServer.OpenAsync(server);
        var runs = new List<ScaleOutRun>();
        foreach (var count in silos)
        {
            var perSecond = await MeasureAsync(postgres, count, places, latencyMs, turns);
            var run = new ScaleOutRun(count, perSecond, runs.Count > 0 ? perSecond / runs[0].PerSecond * runs[0].Silos : count);
            Console.WriteLine($"{count} silos: {run.PerSecond:F2} incidents/s, {run.Speedup:F2} times one silo, efficiency {run.Efficiency:P0}");
            runs.Add(run);
        }

        return runs;
    }

    private static async Task<double> MeasureAsync(DatabaseServer postgres, int silos, int places, int latencyMs, int turns)
    {
        await using var database = await postgres.CreateAsync("scale");
        await using var set = await SiloSet.StartAsync(database, silos, places, new StandInSettings { Latency = TimeSpan.FromMilliseconds(latencyMs) });
        await BatchAsync(set, "warm", silos * places * WarmUpTurns, silos * places * 2);
        var watch = Stopwatch.StartNew();

        // Somebody always waits for a place, and nobody for the client.
        await BatchAsync(set, "scale", silos * places * turns, silos * places * 2);
        return silos * places * turns / watch.Elapsed.TotalSeconds;
    }

    private static async Task BatchAsync(SiloSet set, string name, int incidents, int atOnce)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number < incidents; number = Interlocked.Increment(ref next))
            {
                await Reports.SubmitAndWaitAsync(set.Grains, $"inc-{name}-{number}", Reports.Of($"{name}-{number}", $"repository-{name}-{number}"));
            }
        }));
    }
}

/// <summary>What was measured with some silos.</summary>
/// <param name="Silos">How many.</param>
/// <param name="PerSecond">Incidents that ended each second.</param>
/// <param name="Speedup">Times the throughput of one silo.</param>
internal sealed record ScaleOutRun(int Silos, double PerSecond, double Speedup)
{
    /// <summary>Share of what as many silos could bring at most.</summary>
    public double Efficiency => Speedup / Silos;
}
