using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Client;
using SelfHealing.Incidents;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Benchmarks.Pipeline;

/// <summary>What a whole repair costs beyond running tests: an incident from submission to its pushed branch, less the time of the tests themselves.</summary>
internal static class PipelineOverhead
{
    private const int Incidents = 6;
    private const double BareTestSeconds = 0.001;

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("selfheal-pipeline-").FullName;
        await using (var silo = await EmbeddedSilo.StartAsync(new EmbeddedSiloOptions { DataFolder = DataFolder.Open(Path.Combine(folder, "data")) }, CancellationToken.None))
        {
            await using var clients = new ServiceCollection().AddSingleton(silo.Grains).AddSelfHealingClient().BuildServiceProvider();
            var overheads = new List<double>();
            for (var number = 0; number < Incidents; number++)
            {
                var (seconds, tested) = await RepairAsync(clients.GetRequiredService<ISelfHealingClient>(), SmallProject.Repository(folder, number));
                var overhead = seconds - (tested * BareTestSeconds);
                Console.WriteLine($"{(number == 0 ? "first, cold" : $"repair {number}   ")}  {seconds:F2} s, {tested} candidates tested, overhead {overhead:F2} s");
                if (number > 0)
                {
                    overheads.Add(overhead);
                }
            }

            Console.WriteLine($"overhead beyond the tests: median {overheads.Order().ElementAt(overheads.Count / 2):F2} s, most {overheads.Max():F2} s");
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task<(double Seconds, int Tested)> RepairAsync(ISelfHealingClient client, string repository)
    {
        var report = new IncidentReport { Repository = repository, TestCommand = "python3 -m pytest -q", AutoApproveAt = 0 };
        var watch = Stopwatch.StartNew();
        var handle = await client.SubmitAsync(report);
        var tested = 0;
        IncidentStatus? end = null;
        await foreach (var signal in handle.WatchAsync())
        {
            tested += signal is EventSignal { Recorded.Event: Coded coded } ? coded.Search.Tested : 0;
            end = signal is EventSignal { Recorded.Event: Closed closed } ? closed.Status : end;
        }

        return end == IncidentStatus.Resolved
            ? (watch.Elapsed.TotalSeconds, tested)
            : throw new InvalidOperationException($"The repair of the benchmark's project ended as {end}.");
    }
}
