using System.Globalization;
using SelfHealing.Incidents;
using SelfHealing.Storage.Sqlite;

namespace SelfHealing.Storage.Tests;

/// <summary>A process that appends as fast as it can and prints what was acknowledged, until it is killed.</summary>
internal static class Appender
{
    public const int Incidents = 8;

    public static async Task<int> RunAsync(string folder)
    {
        var database = new SqliteDatabase(DataFolder.Open(folder).Database);
        var journal = new SqliteEventJournal(database, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, Incidents).Select(n => AppendForeverAsync(journal, $"inc-{n}")));
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
