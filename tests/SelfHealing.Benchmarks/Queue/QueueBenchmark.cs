using System.Diagnostics;
using SelfHealing.Admission;
using SelfHealing.Benchmarks.Clusters;
using SelfHealing.Incidents;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.Benchmarks.Queue;

/// <summary>What thousands of waiting incidents cost: memory of all silos, and how long a submission takes while repairs run.</summary>
internal static class QueueBenchmark
{
    private const int Silos = 3;
    private const int Places = 8;
    private const int Submitters = 8;
    private const int Tenants = 10;

    // Longer than the collection of what nobody uses any more, and than the garbage collector's own pace.
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(90);

    public static async Task<QueueResult> RunAsync(string? server, int incidents, TimeSpan? settling)
    {
        await using var postgres = await DatabaseServer.OpenAsync(server);
        await using var database = await postgres.CreateAsync("queue");
        await using var set = await SiloSet.StartAsync(database, Silos, Places, new StandInSettings { Latency = TimeSpan.FromMilliseconds(500) });

        // Every place is taken before and after, so that waiting alone makes the difference.
        await SubmitAsync(set, "running", Silos * Places * 4);
        await Task.Delay(settling ?? s_settling);
        var before = set.Rss;
        var waits = await SubmitAsync(set, "queued", incidents);
        var queued = (await Admission(set).GetReportAsync()).Queued;
        await Task.Delay(settling ?? s_settling);
        var after = set.Rss;
        await CancelAsync(set, database);
        var recorded = await database.ScalarAsync<long>("SELECT count(*) FROM Incidents WHERE Incident LIKE 'inc-queued-%'");
        var open = await database.ScalarAsync<long>("SELECT count(*) FROM Incidents WHERE NOT IsClosed");
        var result = new QueueResult(incidents, queued, (after - before) / 1e6, waits[waits.Length / 2], waits[(int)(waits.Length * 0.99)], incidents - recorded, open);
        Console.WriteLine(result);
        return result;
    }

    private static IAdmissionGrain Admission(SiloSet set) => set.Grains.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key);

    private static async Task<double[]> SubmitAsync(SiloSet set, string name, int incidents)
    {
        var (next, waits) = (-1, new double[incidents]);
        await Task.WhenAll(Enumerable.Range(0, Submitters).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number < incidents; number = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                await set.Grains.GetGrain<IIncidentGrain>($"inc-{name}-{number}")
                    .SubmitAsync(Reports.Of($"{name}-{number}", $"repository-{number}", $"tenant-{number % Tenants}"), CancellationToken.None);
                waits[number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }));
        Array.Sort(waits);
        return waits;
    }

    private static async Task CancelAsync(SiloSet set, Database database)
    {
        var open = await database.QueryAsync("SELECT Incident FROM Incidents WHERE NOT IsClosed", row => row.GetString(0));
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (id, cancellationToken) =>
            await set.Grains.GetGrain<IIncidentGrain>(id).CancelAsync("the benchmark", cancellationToken));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (await database.ScalarAsync<long>("SELECT count(*) FROM Incidents WHERE NOT IsClosed") > 0 && !patience.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }
}

/// <summary>What was measured.</summary>
/// <param name="Incidents">Submitted beside those that keep every place busy.</param>
/// <param name="Queued">Waiting at once after the last submission.</param>
/// <param name="MoreMemoryMb">Memory of all silos that came with them, in millions of bytes.</param>
/// <param name="SubmitP50Ms">Milliseconds that half of the submissions took at most.</param>
/// <param name="SubmitP99Ms">The same of 99 in 100.</param>
/// <param name="Lost">Submitted and not in the database.</param>
/// <param name="Open">Still open after all were cancelled.</param>
internal sealed record QueueResult(int Incidents, int Queued, double MoreMemoryMb, double SubmitP50Ms, double SubmitP99Ms, long Lost, long Open);
