using System.Globalization;
using SelfHealing.Incidents;
using SelfHealing.Storage.Sqlite;

namespace SelfHealing.Storage.Tests;

/// <summary>Processes that a test starts and kills.</summary>
internal static class Victim
{
    private const int Incidents = 8;

    /// <summary>Appends as fast as it can and prints what was acknowledged.</summary>
    public static async Task<int> AppendAsync(string folder)
    {
        var database = new SqliteDatabase(DataFolder.Open(folder).Database);
        var journal = new SqliteEventJournal(database, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, Incidents).Select(n => AppendForeverAsync(journal, $"inc-{n}")));
        return 1;
    }

    /// <summary>Takes the silo's lock, publishes an endpoint and waits to be killed.</summary>
    public static async Task<int> LockAsync(string folder)
    {
        using var taken = SiloLock.TryTake(DataFolder.Open(folder))!;
        await taken.PublishAsync("127.0.0.1:30000", TimeProvider.System, CancellationToken.None);
        Console.WriteLine("locked");
        await Task.Delay(Timeout.Infinite);
        return 1;
    }

    private static async Task AppendForeverAsync(SqliteEventJournal journal, string incident)
    {
        for (var sequence = 0L; ; sequence++)
        {
            await journal.AppendAsync(incident, sequence, [new StepStarted($"step-{sequence + 1}", 1)], CancellationToken.None);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{incident} {sequence + 1}"));
        }
    }
}
