using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Incidents;
using SelfHealing.Storage.Postgres;

namespace SelfHealing.Storage.Tests.Postgres;

public sealed class PostgresRaceTests
{
    private const int Incidents = 4;

    /// <summary>What each of two silos appends: an incident and how many events, each made on what the silo last saw.</summary>
    private static readonly Gen<(int Incident, int Size)[]> Script = Gen.ArrayOf(Gen.Zip(Gen.Choose(0, Incidents - 1), Gen.Choose(1, 4)), 12);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_silos_that_race_on_the_same_incidents_never_write_the_same_number_nor_wait_for_each_other_for_ever()
    {
        var connectionString = await PostgresTestDatabase.CreateAsync();
        await using var left = PostgresTestDatabase.Open(connectionString);
        await using var right = PostgresTestDatabase.Open(connectionString);
        await left.ReadyAsync(Token);
        var race = 0;
        Prop.ForAll(
            Gen.Zip(Script, Script).ToArbitrary(),
            scripts => RaceAsync($"inc-{++race}", (left, scripts.Item1), (right, scripts.Item2)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15));
        (await left.AskAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")).ShouldBe(0);
    }

    private static async Task RaceAsync(string race, params (PostgresDatabase Database, (int Incident, int Size)[] Script)[] silos)
    {
        var acknowledged = (await Task.WhenAll(silos.Select((silo, index) => Task.Run(async () =>
        {
            await using var journal = new PostgresEventJournal(silo.Database, TimeProvider.System);

            // All at once, so that one group holds many incidents.
            return await Task.WhenAll(silo.Script.Select((append, n) => InsistAsync(journal, $"{race}-{append.Incident}", $"{index}-{n}", append.Size)));
        })))).SelectMany(own => own).SelectMany(own => own).ToList();

        await using var reader = new PostgresEventJournal(silos[0].Database, TimeProvider.System);
        var stored = new List<RecordedEvent>();
        for (var n = 0; n < Incidents; n++)
        {
            var history = await reader.ReadAsync($"{race}-{n}", 0, Token).ToListAsync(Token);
            history.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, history.Count).Select(s => (long)s));
            stored.AddRange(history);
        }

        stored.ShouldBe(acknowledged, ignoreOrder: true);
    }

    private static async Task<IReadOnlyList<RecordedEvent>> InsistAsync(PostgresEventJournal journal, string incident, string name, int size)
    {
        while (true)
        {
            var history = await journal.ReadAsync(incident, 0, Token).ToListAsync(Token);
            try
            {
                return await journal.AppendAsync(incident, history.Count, [.. Enumerable.Range(0, size).Select(n => new StepStarted($"{name}-{n}", 1))], Token);
            }
            catch (JournalConflictException)
            {
                // Somebody else was first: fold again.
                continue;
            }
        }
    }
}
