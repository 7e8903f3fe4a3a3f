using SelfHealing.Incidents;
using SelfHealing.Storage.Journal;
using SelfHealing.Storage.Postgres;

namespace SelfHealing.Storage.Tests.Postgres;

public sealed class PostgresEventJournalTests : EventJournalTests
{
    private PostgresDatabase _database = null!;
    private PostgresEventJournal _journal = null!;

    private protected override IEventJournal Journal => _journal;

    private protected override IJournalRetention Retention => _journal;

    private protected override IIncidentIndex Index => new PostgresIncidentIndex(_database);

    public override async ValueTask InitializeAsync()
    {
        _database = PostgresTestDatabase.Open(await PostgresTestDatabase.CreateAsync(), Time);
        _journal = new PostgresEventJournal(_database, Time);
        await _database.ReadyAsync(Token);
    }

    public override async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task In_one_group_commit_the_stale_writer_fails_and_the_others_go_through()
    {
        var (first, stale, next, other) = (Pending("inc-a", 0, 2), Pending("inc-a", 0, 1), Pending("inc-a", 2, 1), Pending("inc-b", 0, 1));

        await WriteAsync(first, stale, next, other);

        await Should.ThrowAsync<JournalConflictException>(() => stale.Durable);
        (await first.Durable).Count.ShouldBe(2);
        (await next.Durable)[0].Sequence.ShouldBe(3);
        (await other.Durable)[0].Sequence.ShouldBe(1);
        (await ReadAsync("inc-a")).Select(r => r.Sequence).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_stale_append_in_front_does_not_take_those_behind_it_along()
    {
        await AppendAsync("inc-a", 0, 2);
        var (stale, follower, right) = (Pending("inc-a", 0, 1), Pending("inc-a", 1, 1), Pending("inc-a", 2, 1));

        await WriteAsync(stale, follower, right);

        await Should.ThrowAsync<JournalConflictException>(() => stale.Durable);
        await Should.ThrowAsync<JournalConflictException>(() => follower.Durable);
        (await right.Durable)[0].Sequence.ShouldBe(3);
    }

    [Fact]
    public async Task What_became_of_an_unconfirmed_append_is_read_from_its_content_and_time()
    {
        var at = Time.GetUtcNow();
        var chain = AppendChain.Of([Pending("inc-a", 0, 2)]).Single();
        await using var connection = await _database.Keyed.OpenConnectionAsync(Token);
        (await PostgresAppends.FateOfAsync(connection, chain, at, Token)).ShouldBe(ChainFate.Open);
        (await PostgresAppends.AppendAsync(connection, [chain], at, Token)).ShouldBe(["inc-a"]);
        (await PostgresAppends.FateOfAsync(connection, chain, at, Token)).ShouldBe(ChainFate.Written);
        (await PostgresAppends.FateOfAsync(connection, chain, at.AddMicroseconds(1), Token)).ShouldBe(ChainFate.Stale);

        await AppendAsync("inc-a", 2);
        (await PostgresAppends.FateOfAsync(connection, chain, at, Token)).ShouldBe(ChainFate.Written);
        (await PostgresAppends.FateOfAsync(connection, AppendChain.Of([Pending("inc-a", 9, 1)]).Single(), at, Token)).ShouldBe(ChainFate.Stale);
    }

    [Fact]
    public async Task An_incident_that_was_forgotten_takes_no_more_events()
    {
        await Journal.AppendAsync("inc-a", 0, [new Closed(IncidentStatus.Resolved, "Fixed.")], Token);
        await Retention.ForgetAsync(Time.GetUtcNow().AddDays(1), Token);

        await Should.ThrowAsync<JournalConflictException>(() => Journal.AppendAsync("inc-a", 1, [new Resumed(TimeSpan.FromMinutes(1))], Token));

        (await ReadAsync("inc-a")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_written_together_is_one_row_and_can_be_asked_for_event_by_event()
    {
        await AppendAsync("inc-a", 0, 3);
        await AppendAsync("inc-a", 3);

        (await _database.QueryAsync("SELECT Sequence, Events FROM Journal ORDER BY Sequence", row => (row.GetInt64(0), row.GetInt32(1)), Token)).ShouldBe([(1, 3), (4, 1)]);
        (await _database.QueryAsync("SELECT Sequence, Event FROM JournalEvents ORDER BY Sequence", row => (row.GetInt64(0), JournalText.Read(row.GetString(1)).Single()), Token))
            .ShouldBe((await ReadAsync("inc-a")).Select(r => (r.Sequence, r.Event)));
    }

    [Fact]
    public async Task Of_two_writers_who_know_the_same_history_one_is_refused_however_much_each_writes()
    {
        await AppendAsync("inc-a", 0);
        await using var left = await _database.Keyed.OpenConnectionAsync(Token);
        await using var right = await _database.Keyed.OpenConnectionAsync(Token);
        await using var open = await left.BeginTransactionAsync(Token);
        (await PostgresAppends.AppendAsync(left, AppendChain.Of([Pending("inc-a", 1, 3)]), Time.GetUtcNow(), Token)).ShouldBe(["inc-a"]);
        var other = Pending("inc-a", 1, 1);
        var racing = new PostgresGroup([other], Time.GetUtcNow().AddSeconds(1)).WriteAsync(right, Token);

        await open.CommitAsync(Token);
        await racing;

        await Should.ThrowAsync<JournalConflictException>(() => other.Durable);
        (await ReadAsync("inc-a")).Select(r => r.Sequence).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Most_appends_leave_the_row_of_their_incident_alone()
    {
        await AppendAsync("inc-a", 0);
        var row = await _database.AskAsync<uint>("SELECT xmin FROM Incidents");
        await AppendAsync("inc-a", 1, 3);
        (await _database.AskAsync<uint>("SELECT xmin FROM Incidents")).ShouldBe(row);
    }

    private static PendingAppend Pending(string incident, long expected, int count)
    {
        RepairEvent[] events = [.. Enumerable.Range(1, count).Select(n => new StepStarted($"step-{n}", n))];
        return new PendingAppend(incident, expected, events, [JournalText.Of(events)]);
    }

    private async Task WriteAsync(params PendingAppend[] appends)
    {
        await using var connection = await _database.Keyed.OpenConnectionAsync(Token);
        await new PostgresGroup(appends, Time.GetUtcNow()).WriteAsync(connection, Token);
    }
}
