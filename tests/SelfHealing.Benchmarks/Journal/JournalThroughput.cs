using System.Diagnostics;
using SelfHealing.Incidents;
using SelfHealing.Storage;
using SelfHealing.Storage.Sqlite;

namespace SelfHealing.Benchmarks.Journal;

/// <summary>Durable appends a second of one process, and how long a caller waits, by the number of incidents that append at once.</summary>
internal static class JournalThroughput
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync()
    {
        foreach (var appenders in (int[])[1, 8, 64])
        {
            var folder = DataFolder.Open(Path.Combine(Path.GetTempPath(), "selfheal-journal-" + Path.GetRandomFileName()));
            try
            {
                await MeasureAsync(folder, appenders);
            }
            finally
            {
                Directory.Delete(folder.Root, recursive: true);
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(DataFolder folder, int appenders)
    {
        using var database = new SqliteDatabase(folder.Database);
        await using var journal = new SqliteEventJournal(database, TimeProvider.System);
        using var end = new CancellationTokenSource(Measured);
        var clock = Stopwatch.StartNew();
        var waits = (await Task.WhenAll(Enumerable.Range(0, appenders).Select(n => Task.Run(() => AppendAsync(journal, $"inc-{n}", end.Token))))).SelectMany(w => w).Order().ToList();
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"{appenders,3} appenders: {waits.Count / seconds,8:N0} appends/s, p50 {waits[waits.Count / 2],6:N2} ms, p99 {waits[waits.Count * 99 / 100],6:N2} ms, longest {waits[^1],6:N2} ms");
    }

    private static async Task<List<double>> AppendAsync(SqliteEventJournal journal, string incident, CancellationToken end)
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
