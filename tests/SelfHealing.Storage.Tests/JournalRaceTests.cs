using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Incidents;
using SelfHealing.Storage.Sqlite;

namespace SelfHealing.Storage.Tests;

public sealed class JournalRaceTests
{
    /// <summary>What each of two writers appends: sizes of its appends, each made on what the writer last saw.</summary>
    private static readonly Gen<int[]> Sizes = Gen.ArrayOf(Gen.Choose(1, 4), 8);

    [Fact]
    public void Two_journals_on_one_file_that_race_on_one_incident_never_write_the_same_number()
    {
        var races = Gen.Zip(Sizes, Sizes).ToArbitrary();
        Prop.ForAll(races, race => RaceAsync(race.Item1, race.Item2).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    private static async Task RaceAsync(int[] left, int[] right)
    {
        using var folder = new TemporaryFolder();
        var acknowledged = (await Task.WhenAll(
            Task.Run(() => WriteAsync(folder.Data, "left", left)), Task.Run(() => WriteAsync(folder.Data, "right", right)))).SelectMany(a => a).ToList();

        var history = await WithJournalAsync(folder.Data, ReadAsync);

        history.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, history.Count).Select(n => (long)n));
        acknowledged.Count.ShouldBe(left.Sum() + right.Sum());
        history.Select(r => (r.Sequence, r.Event)).ShouldBe(acknowledged.OrderBy(a => a.Sequence));
    }

    private static Task<List<(long Sequence, RepairEvent Event)>> WriteAsync(DataFolder folder, string writer, int[] sizes) =>
        WithJournalAsync(folder, async journal =>
        {
            var acknowledged = new List<(long, RepairEvent)>();
            foreach (var (size, append) in sizes.Select((size, append) => (size, append)))
            {
                acknowledged.AddRange(await InsistAsync(journal, [.. Enumerable.Range(0, size).Select(n => new StepStarted($"{writer}-{append}-{n}", 1))]));
            }

            return acknowledged;
        });

    private static async Task<IEnumerable<(long, RepairEvent)>> InsistAsync(SqliteEventJournal journal, IReadOnlyList<RepairEvent> events)
    {
        while (true)
        {
            var history = await ReadAsync(journal);
            try
            {
                var recorded = await journal.AppendAsync("inc-race", history.Count, events, TestContext.Current.CancellationToken);
                return recorded.Select(r => (r.Sequence, r.Event));
            }
            catch (JournalConflictException)
            {
                // The other writer was first: fold again.
                continue;
            }
        }
    }

    private static async Task<List<RecordedEvent>> ReadAsync(SqliteEventJournal journal) =>
        await journal.ReadAsync("inc-race", 0, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private static async Task<T> WithJournalAsync<T>(DataFolder folder, Func<SqliteEventJournal, Task<T>> use)
    {
        using var database = new SqliteDatabase(folder.Database);
        await using var journal = new SqliteEventJournal(database, TimeProvider.System);
        return await use(journal);
    }
}
