using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Incidents;
using SelfHealing.Storage;
using SelfHealing.TestDatabase;

namespace SelfHealing.Benchmarks.Journal;

/// <summary>Durable appends a second of one process, and how long a caller waits, by the number of incidents that append at once.</summary>
internal static class JournalThroughput
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    /// <summary>The journal in a file.</summary>
    public static async Task<int> RunAsync()
    {
        foreach (var appenders in (int[])[1, 8, 64])
        {
            var folder = DataFolder.Open(Path.Combine(Path.GetTempPath(), "selfheal-journal-" + Path.GetRandomFileName()));
            try
            {
                await MeasureAsync(new ServiceCollection().AddSqliteStorage(folder), appenders);
            }
            finally
            {
                Directory.Delete(folder.Root, recursive: true);
            }
        }

        return 0;
    }

    /// <summary>The journal in PostgreSQL, on a server of its own with fsync on.</summary>
    public static async Task<int> RunOnDatabaseAsync()
    {
        await using var server = await PostgresServer.StartAsync(CancellationToken.None);
        foreach (var appenders in (int[])[1, 64, 256])
        {
            var database = await server.CreateDatabaseAsync(CancellationToken.None);
            await MeasureAsync(new ServiceCollection().AddLogging().AddPostgresStorage(database), appenders);
        }

        return 0;
    }

    private static async Task MeasureAsync(IServiceCollection storage, int appenders)
    {
        await using var services = storage.BuildServiceProvider();
        var journal = services.GetRequiredService<IEventJournal>();
        using var end = new CancellationTokenSource(Measured);
        var clock = Stopwatch.StartNew();
        var waits = (await Task.WhenAll(Enumerable.Range(0, appenders).Select(n => Task.Run(() => AppendAsync(journal, $"inc-{n}", end.Token))))).SelectMany(w => w).Order().ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"{appenders,3} appenders: {waits.Count / seconds,8:N0} appends/s, p50 {waits[waits.Count / 2],6:N2} ms, p99 {waits[waits.Count * 99 / 100],6:N2} ms, longest {waits[^1],6:N2} ms");
    }

    private static async Task<List<double>> AppendAsync(IEventJournal journal, string incident, CancellationToken end)
    {
        var waits = new List<double>();
        for (var last = 0L; !end.IsCancellationRequested; last++)
        {
            var start = Stopwatch.GetTimestamp();
            await journal.AppendAsync(incident, last, [new StepStarted($"r1/code/mutation-{last}", 1)], CancellationToken.None);
            waits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return waits;
    }
}
