using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SelfHealing.Admission;
using SelfHealing.Incidents;
using SelfHealing.Repair.Admission;

namespace SelfHealing.Storage.Tests;

/// <summary>What every journal and its index promise, whatever they are kept in.</summary>
public abstract class EventJournalTests : IAsyncLifetime
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2031, 1, 1, 12, 0, 0, TimeSpan.Zero));

    private protected abstract IEventJournal Journal { get; }

    private protected abstract IJournalRetention Retention { get; }

    private protected abstract IIncidentIndex Index { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Every_kind_of_event_comes_back_as_it_was()
    {
        var events = Samples.Events.ToList();
        events.Count.ShouldBeGreaterThan(20);
        var recorded = await Journal.AppendAsync("inc-all", 0, events, Token);
        recorded.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, events.Count).Select(n => (long)n));

        var read = await ReadAsync("inc-all");

        read.Count.ShouldBe(events.Count);
        foreach (var (before, after) in recorded.Zip(read))
        {
            after.Event.ShouldBeOfType(before.Event.GetType());
            Text(after).ShouldBe(Text(before));
        }
    }

    [Fact]
    public async Task A_stale_writer_gets_a_conflict_and_writes_nothing()
    {
        await AppendAsync("inc-a", 0, 3);
        await Should.ThrowAsync<JournalConflictException>(() => AppendAsync("inc-a", 2));
        await Should.ThrowAsync<JournalConflictException>(() => AppendAsync("inc-a", 0));
        await Should.ThrowAsync<JournalConflictException>(() => AppendAsync("inc-a", 4));
        await Should.ThrowAsync<JournalConflictException>(() => AppendAsync("inc-none", 1));
        (await ReadAsync("inc-a")).Count.ShouldBe(3);
        (await ReadAsync("inc-none")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_oldest_submission_is_that_of_an_incident_which_is_still_known()
    {
        (await Retention.OldestSubmissionAsync(Token)).ShouldBeNull();
        var first = Time.GetUtcNow();
        await Journal.AppendAsync("inc-a", 0, [new Closed(IncidentStatus.Resolved, "Fixed.")], Token);
        Time.Advance(TimeSpan.FromDays(1));
        await AppendAsync("inc-b", 0);

        (await Retention.OldestSubmissionAsync(Token)).ShouldBe(first);
        await Retention.ForgetAsync(Time.GetUtcNow(), Token);
        (await Retention.OldestSubmissionAsync(Token)).ShouldBe(first.AddDays(1));
    }

    [Fact]
    public async Task What_was_appended_together_is_read_from_any_place_in_it()
    {
        await AppendAsync("inc-a", 0, 3);
        await AppendAsync("inc-a", 3, 2);
        for (var after = 0L; after <= 6; after++)
        {
            var read = await Journal.ReadAsync("inc-a", after, Token).Select(r => r.Sequence).ToListAsync(Token);
            read.ShouldBe(Enumerable.Range(1, 5).Select(n => (long)n).Where(n => n > after));
        }

        (await Journal.ReadAsync("inc-a", long.MaxValue, Token).ToListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_long_history_is_read_in_order_and_from_the_middle()
    {
        await AppendAsync("inc-long", 0, 1000);
        await AppendAsync("inc-long", 1000, 24);
        (await ReadAsync("inc-long")).Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, 1024).Select(n => (long)n));
        (await ReadAsync("inc-long", 1020)).Select(r => r.Sequence).ShouldBe([1021, 1022, 1023, 1024]);
        (await ReadAsync("inc-long", 1024)).ShouldBeEmpty();
        for (var last = 1024; last < 1324; last++)
        {
            await AppendAsync("inc-long", last);
        }

        (await ReadAsync("inc-long")).Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, 1324).Select(n => (long)n));
    }

    [Fact]
    public async Task Many_who_read_at_once_get_each_their_own_history_and_nothing_of_what_there_is_not()
    {
        foreach (var number in Enumerable.Range(1, 40))
        {
            await AppendAsync($"inc-{number}", 0, number);
        }

        var histories = await Task.WhenAll(Enumerable.Range(1, 45).Select(number => ReadAsync($"inc-{number}")));

        histories.Select(h => h.Count).ShouldBe(Enumerable.Range(1, 45).Select(number => number > 40 ? 0 : number));
        histories.Index().ShouldAllBe(h => h.Item.All(r => r.Incident == $"inc-{h.Index + 1}"));
        histories.ShouldAllBe(h => h.Select((r, index) => r.Sequence - index).All(offset => offset == 1));
    }

    [Fact]
    public async Task Open_incidents_are_listed_newest_first_and_a_resumed_one_is_open_again()
    {
        foreach (var id in (string[])["inc-1", "inc-2", "inc-3"])
        {
            await AppendAsync(id, 0);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Journal.AppendAsync("inc-2", 1, [new Closed(IncidentStatus.Faulted, "The remote is down.")], Token);
        (await Journal.ListAsync(open: true, 10, Token)).ShouldBe(["inc-3", "inc-1"]);
        (await Journal.ListAsync(open: false, 10, Token)).ShouldBe(["inc-3", "inc-2", "inc-1"]);
        (await Journal.ListAsync(open: false, 1, Token)).ShouldBe(["inc-3"]);

        await Journal.AppendAsync("inc-2", 2, [new Resumed(TimeSpan.FromMinutes(1))], Token);
        (await Journal.ListAsync(open: true, 10, Token)).ShouldBe(["inc-3", "inc-2", "inc-1"]);
    }

    [Fact]
    public async Task Old_closed_incidents_are_forgotten_whole_and_open_ones_never()
    {
        await AppendAsync("inc-open", 0);
        await Journal.AppendAsync("inc-closed", 0, [new StepStarted("s", 1), new Closed(IncidentStatus.Resolved, "Fixed.")], Token);
        Time.Advance(TimeSpan.FromDays(31));
        await Journal.AppendAsync("inc-fresh", 0, [new Closed(IncidentStatus.GaveUp, "No patch.")], Token);

        (await Retention.ForgetAsync(Time.GetUtcNow().AddDays(-30), Token)).ShouldBe(["inc-closed"]);

        (await Journal.ListAsync(open: false, 10, Token)).ShouldBe(["inc-fresh", "inc-open"]);
        (await ReadAsync("inc-closed")).ShouldBeEmpty();
        (await ReadAsync("inc-open")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_row_of_an_incident_follows_its_events()
    {
        var report = new IncidentReport { Repository = "/home/ann/app", TestCommand = "pytest", Tenant = "shop", Priority = IncidentPriority.High };
        var at = Time.GetUtcNow();
        await Journal.AppendAsync("inc-1", 0, [new Submitted(report)], Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Journal.AppendAsync("inc-2", 0, [new Submitted(report), new Admitted()], Token);
        await Journal.AppendAsync("inc-3", 0, [new Submitted(report), new Duplicated("inc-2"), new Closed(IncidentStatus.Duplicate, "The same.")], Token);

        (await OpenAsync()).ShouldBe(
            [IncidentEntries.Of("inc-1", report, at, isAdmitted: false), IncidentEntries.Of("inc-2", report, at.AddSeconds(1), isAdmitted: true)]);
        (await Index.DuplicatesOfAsync("inc-2", 10, Token)).ShouldBe(["inc-3"]);
        (await Index.DuplicatesOfAsync("inc-1", 10, Token)).ShouldBeEmpty();

        await Journal.AppendAsync("inc-1", 1, [new Admitted()], Token);
        await Journal.AppendAsync("inc-2", 2, [new StepStarted("s", 1), new Closed(IncidentStatus.Faulted, "The remote is down.")], Token);
        (await OpenAsync()).ShouldBe([IncidentEntries.Of("inc-1", report, at, isAdmitted: true)]);
        (await Index.WhichAreOverAsync(["inc-1", "inc-2", "inc-none"], Token)).ShouldBe(["inc-2", "inc-none"], ignoreOrder: true);

        await Journal.AppendAsync("inc-2", 4, [new Resumed(TimeSpan.FromMinutes(1))], Token);
        (await OpenAsync())[1].ShouldBe(IncidentEntries.Of("inc-2", report, at.AddSeconds(1), isAdmitted: true));

        await Journal.AppendAsync("inc-4", 0, [new Submitted(report), new Closed(IncidentStatus.Cancelled, "In the queue.")], Token);
        await Journal.AppendAsync("inc-4", 2, [new Resumed(TimeSpan.FromMinutes(1))], Token);
        (await OpenAsync())[2].IsAdmitted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_long_queue_is_read_whole_in_the_order_of_submission()
    {
        const int Incidents = 2_300;
        await Task.WhenAll(Enumerable.Range(0, Incidents).Select(n => AppendAsync($"inc-{n:0000}", 0)));
        (await OpenAsync()).Select(entry => entry.Incident).ShouldBe(Enumerable.Range(0, Incidents).Select(n => $"inc-{n:0000}"));
    }

    private protected Task<IReadOnlyList<RecordedEvent>> AppendAsync(string incident, long expected, int count = 1) =>
        Journal.AppendAsync(incident, expected, [.. Enumerable.Range(1, count).Select(n => new StepStarted($"step-{n}", n))], Token);

    private protected async Task<List<RecordedEvent>> ReadAsync(string incident, long after = 0) =>
        await Journal.ReadAsync(incident, after, Token).ToListAsync(Token);

    private static string Text(RecordedEvent recorded) => JsonSerializer.Serialize(recorded, StoredJson.Options);

    private async Task<List<IncidentEntry>> OpenAsync() => await Index.ReadOpenAsync(Token).ToListAsync(Token);
}
