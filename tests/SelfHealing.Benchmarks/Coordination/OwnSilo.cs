using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Benchmarks.Clusters;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Silo.Clusters;
using SelfHealing.Storage;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.Benchmarks.Coordination;

/// <summary>This system doing the peer's work: a silo of the real composition on PostgreSQL, with its client in the same process, as the peer's is.</summary>
internal static class OwnSilo
{
    // Until then methods are compiled, profiled and compiled again, and a silo that coordinates for weeks does that for half a minute.
    private const int WarmUp = 4000;
    private const int MostWarmUpForEach = 50;

    public static async Task<(CoordinationRun Run, CoordinationState State)> RunAsync(Database database, int incidents, int concurrency)
    {
        var folder = Directory.CreateTempSubdirectory("selfheal-coordination-").FullName;
        try
        {
            await using var silo = ClusterSilo.Build(
                SiloArguments.Of(database, folder, concurrency), services => services.ReplaceWithStandIns(new StandInSettings()));
            await silo.StartAsync();
            var grains = silo.Services.GetRequiredService<IGrainFactory>();
            await WarmUpAsync(grains, incidents, concurrency);
            var before = await database.WritesAsync();
            var run = await MeasureAsync(grains, incidents, concurrency);
            run = run with { DurableWrites = await database.WritesAsync() - before };
            await CheckAsync(silo.Services.GetRequiredService<IEventJournal>(), incidents);
            var state = await ForgetAsync(database, silo.Services.GetRequiredService<IJournalRetention>());
            await silo.StopAsync();
            return (run, state);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task WarmUpAsync(IGrainFactory grains, int incidents, int concurrency) =>
        AtOnceAsync(Math.Min(WarmUp, incidents * MostWarmUpForEach), concurrency, number =>
            Reports.SubmitAndWaitAsync(grains, $"inc-warm-{number}", Reports.Of($"warm-{number}", $"warm-{number}")));

    private static async Task<CoordinationRun> MeasureAsync(IGrainFactory grains, int incidents, int concurrency)
    {
        using var self = Process.GetCurrentProcess();
        var processor = self.TotalProcessorTime;
        var (waits, watch) = (new double[incidents], Stopwatch.StartNew());
        await AtOnceAsync(incidents, concurrency, async number =>
        {
            var start = Stopwatch.GetTimestamp();
            await Reports.SubmitAndWaitAsync(grains, IdOf(number), Reports.Of($"{number}", $"repository-{number}"));
            waits[number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        var seconds = watch.Elapsed.TotalSeconds;
        Array.Sort(waits);
        self.Refresh();
        Console.WriteLine($"{(self.TotalProcessorTime - processor).TotalMilliseconds / incidents:F1} ms of processor time an incident, without PostgreSQL's");
        return new CoordinationRun(incidents / seconds, waits[incidents / 2], waits[(int)(incidents * 0.99)], self.WorkingSet64 / 1e6, DurableWrites: 0);
    }

    // One begins when another ends, as the peer's do.
    private static Task AtOnceAsync(int incidents, int concurrency, Func<int, Task> repair)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number < incidents; number = Interlocked.Increment(ref next))
            {
                await repair(number);
            }
        })));
    }

    // The peer checks its result too: two rounds, one deployment.
    private static async Task CheckAsync(IEventJournal journal, int incidents)
    {
        for (var number = 0; number < incidents; number++)
        {
            var history = new List<RecordedEvent>();
            await foreach (var recorded in journal.ReadAsync(IdOf(number), 0, CancellationToken.None))
            {
                history.Add(recorded);
            }

            var state = IncidentState.Fold(history);
            if (state is not { Status: IncidentStatus.Resolved, Round.Number: 2 } || history.Count(e => e.Event is Deployed) != 1)
            {
                throw new InvalidOperationException($"Incident {IdOf(number)} ended as {state.Status} in round {state.Round?.Number}: {state.End?.Reason}");
            }
        }
    }

    private static async Task<CoordinationState> ForgetAsync(Database database, IJournalRetention retention)
    {
        var (rows, bytes) = (await RowsAsync(database), await database.StateBytesAsync());
        await retention.ForgetAsync(DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1), CancellationToken.None);
        return new CoordinationState(rows, await RowsAsync(database), bytes, await database.StateBytesAsync());
    }

    private static Task<long> RowsAsync(Database database) =>
        database.ScalarAsync<long>("SELECT (SELECT count(*) FROM Journal) + (SELECT count(*) FROM Incidents) + (SELECT count(*) FROM GrainState WHERE KeyText LIKE '%inc-%')");

    private static string IdOf(int number) => $"inc-bench-{number}";
}
