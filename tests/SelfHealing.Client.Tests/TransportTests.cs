using SelfHealing.Client.Tests.Support;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Tests;

/// <summary>One suite for every transport: a caller must not be able to tell them apart.</summary>
public sealed class TransportTests(Served served) : IClassFixture<Served>
{
    public static TheoryData<Way> Ways => [Way.Grains, Way.Http];

    private static CancellationToken Token => Limited.Token;

    [Theory, MemberData(nameof(Ways))]
    public async Task A_submission_is_repaired_and_tells_its_result(Way way)
    {
        var handle = await served.Client(way).SubmitAsync(Reports.Fixable, cancellationToken: Token);

        var result = await handle.GetResultAsync(Token);

        result.Status.ShouldBe(IncidentStatus.Resolved, result.Reason);
        result.Incident.ShouldBe(handle.Id);
        result.Winner.ShouldNotBeNull().Voter.ShouldBe("alice");
        result.Tests.ShouldNotBeNull().Passed.ShouldBeTrue();
        result.Deployment.ShouldNotBeNull().Branch.ShouldBe($"selfheal/{handle.Id}");
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_watch_tells_every_event_once_and_in_order(Way way)
    {
        var handle = await served.Client(way).SubmitAsync(Reports.Fixable, cancellationToken: Token);

        var events = await WatchAsync(handle);

        events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i));
        events.ShouldAllBe(e => e.Incident == handle.Id);
        events[^1].Event.ShouldBeOfType<Closed>();
    }

    [Fact]
    public async Task Both_ways_tell_the_same_history()
    {
        var handle = await served.Client(Way.Grains).SubmitAsync(Reports.Fixable, cancellationToken: Token);
        await handle.GetResultAsync(Token);

        var overGrains = await WatchAsync(handle);
        var overHttp = await WatchAsync(served.Client(Way.Http).GetHandle(handle.Id));
        var read = await served.Client(Way.Http).GetHandle(handle.Id).ReadHistoryAsync(cancellationToken: Token).ToListAsync(Token);

        overHttp.Select(Json).ShouldBe(overGrains.Select(Json));
        read.Select(Json).ShouldBe(overGrains.Select(Json));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_key_names_one_incident_on_every_way(Way way)
    {
        var key = $"alert-{Guid.NewGuid()}";
        var other = way == Way.Grains ? Way.Http : Way.Grains;
        var report = Reports.Fixable;

        var first = await served.Client(way).SubmitAsync(report, new SubmitOptions { IdempotencyKey = key }, Token);
        var again = await served.Client(other).SubmitAsync(report with { Reporter = "another" }, new SubmitOptions { IdempotencyKey = key }, Token);
        var foreign = await served.Client(way).SubmitAsync(report with { Tenant = "b" }, new SubmitOptions { IdempotencyKey = key }, Token);

        again.Id.ShouldBe(first.Id);
        foreign.Id.ShouldNotBe(first.Id);
        (await WatchAsync(first)).Count(e => e.Event is Submitted).ShouldBe(1);
    }

    [Theory]
    [InlineData(Way.Http, "The body is too large.")]
    [InlineData(Way.Grains, "The field 'errorText' has 8388608 characters")]
    public async Task A_report_that_is_too_large_is_refused_in_words(Way way, string words)
    {
        var report = Reports.Fixable with { ErrorText = new string('x', 8 << 20) };

        var refusal = await Should.ThrowAsync<IncidentException>(() => served.Client(way).SubmitAsync(report, cancellationToken: Token));

        refusal.Message.ShouldContain(words);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_report_that_breaks_a_rule_is_refused_in_the_same_words_and_is_nowhere(Way way)
    {
        var id = IncidentId.New(TimeProvider.System);
        (IncidentReport Report, string Refusal)[] broken =
        [
            (Reports.Fixable with { TestCommand = " " }, "The field 'testCommand' holds only spaces"),
            (Reports.Fixable with { Subdirectory = "../.." }, "without '..'"),
            (Reports.Fixable with { Budget = TimeSpan.FromDays(8) }, "at most 7 days"),
            (Reports.Fixable with { Replay = "../../etc/passwd" }, "64 hexadecimal digits"),
        ];

        foreach (var (report, words) in broken)
        {
            var refusal = await Should.ThrowAsync<IncidentException>(() => served.Client(way).SubmitAsync(report, new SubmitOptions { Id = id }, Token));
            refusal.Message.ShouldContain(words);
        }

        (await Should.ThrowAsync<IncidentException>(() => served.Client(way).GetHandle(id).GetResultAsync(Token))).Message.ShouldContain("There is no incident");
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_key_of_another_report_is_refused_with_what_differs(Way way)
    {
        var options = new SubmitOptions { IdempotencyKey = $"alert-{Guid.NewGuid()}" };
        var report = Reports.Fixable;
        await served.Client(way).SubmitAsync(report, options, Token);

        var refusal = await Should.ThrowAsync<IncidentException>(() => served.Client(way).SubmitAsync(report with { Revision = "v2", Image = "x" }, options, Token));

        refusal.Message.ShouldContain("revision, image differ.");
        refusal.Message.ShouldContain("another key");
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_winner_that_waits_is_approved_once_however_often_it_is_said(Way way)
    {
        var handle = await served.Client(way).SubmitAsync(Reports.Asking, cancellationToken: Token);
        (await handle.GetResultAsync(Token)).Status.ShouldBe(IncidentStatus.AwaitingApproval);

        await handle.ApproveAsync("ann", "read it", Token);
        await handle.ApproveAsync("ann", "read it", Token);

        (await handle.GetResultAsync(Token)).Status.ShouldBe(IncidentStatus.Resolved);
        (await WatchAsync(handle)).Select(e => e.Event).OfType<Approved>().ShouldBe([new Approved("ann", "read it")]);
        served.World.Count($"publish {handle.Id}").ShouldBe(1);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_refused_winner_cannot_be_approved(Way way)
    {
        var handle = await served.Client(way).SubmitAsync(Reports.Asking, cancellationToken: Token);
        await handle.GetResultAsync(Token);
        await handle.RejectAsync("ann", "not like this", Token);
        (await handle.GetResultAsync(Token)).Status.ShouldBe(IncidentStatus.Rejected);

        (await Should.ThrowAsync<IncidentException>(() => handle.ApproveAsync("bob", cancellationToken: Token))).Message.ShouldBe($"Incident {handle.Id} was rejected already.");
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_cancelled_incident_ends_and_a_timed_out_one_can_be_resumed(Way way)
    {
        var id = IncidentId.New(TimeProvider.System);
        served.World.Gates[id] = new TaskCompletionSource();
        var options = new SubmitOptions { Id = id };
        var handle = await served.Client(way).SubmitAsync(Reports.Fixable with { Budget = TimeSpan.FromSeconds(1) }, options, Token);
        (await handle.GetResultAsync(Token)).Status.ShouldBe(IncidentStatus.TimedOut);

        await handle.ResumeAsync(TimeSpan.FromMinutes(5), Token);
        await handle.CancelAsync("ann", Token);
        var result = await handle.GetResultAsync(Token);

        result.Status.ShouldBe(IncidentStatus.Cancelled);
        (await WatchAsync(handle)).Select(e => e.Event).OfType<Resumed>().ShouldBe([new Resumed(TimeSpan.FromMinutes(5))]);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Nobody_s_incident_is_told_the_same_by_every_call(Way way)
    {
        var handle = served.Client(way).GetHandle("inc-nobody");
        Func<Task>[] calls =
        [
            () => handle.ApproveAsync("ann", cancellationToken: Token),
            () => handle.RejectAsync("ann", cancellationToken: Token),
            () => handle.CancelAsync("ann", Token),
            () => handle.ResumeAsync(cancellationToken: Token),
            () => handle.GetResultAsync(Token),
            () => handle.WatchAsync(7, Token).ToListAsync(Token).AsTask(),
            () => handle.ReadHistoryAsync(0, Token).ToListAsync(Token).AsTask(),
            () => handle.ReadHistoryAsync(7, Token).ToListAsync(Token).AsTask(),
        ];

        foreach (var call in calls)
        {
            (await Should.ThrowAsync<IncidentException>(call)).Message.ShouldStartWith("There is no incident inc-nobody.");
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task The_list_is_newest_first_and_no_longer_than_asked(Way way)
    {
        var handle = await served.Client(way).SubmitAsync(Reports.Fixable, cancellationToken: Token);
        await handle.GetResultAsync(Token);

        (await served.Client(way).ListAsync(limit: 1, cancellationToken: Token)).Single().Id.ShouldBe(handle.Id);
        (await served.Client(way).ListAsync(openOnly: true, cancellationToken: Token)).ShouldAllBe(h => h.Id != handle.Id);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_history_of_ten_thousand_events_is_told_whole(Way way)
    {
        var id = IncidentId.New(TimeProvider.System);
        await served.Journal.AppendAsync(id, 0, Reports.LongHistory(10_000), Token);
        var handle = served.Client(way).GetHandle(id);

        var watched = await WatchAsync(handle);
        var read = await handle.ReadHistoryAsync(9_990, Token).ToListAsync(Token);

        watched.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, 10_000).Select(i => (long)i));
        read.Select(e => e.Sequence).ShouldBe(Enumerable.Range(9_991, 10).Select(i => (long)i));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_duplicate_leads_to_the_incident_that_repairs_it(Way way)
    {
        var repairing = await served.Client(way).SubmitAsync(Reports.Fixable, cancellationToken: Token);
        var id = IncidentId.New(TimeProvider.System);
        await served.Journal.AppendAsync(
            id, 0, [new Submitted(Reports.Fixable), new Duplicated(repairing.Id), new Closed(IncidentStatus.Duplicate, $"The same is repaired by {repairing.Id}.")], Token);
        var handle = served.Client(way).GetHandle(id);

        var events = await WatchAsync(handle);
        var result = await handle.GetResultAsync(Token);
        var comingBack = await WatchAsync(served.Client(way).GetHandle(id), after: 3);

        events.TakeWhile(e => e.Incident == id).Select(e => e.Sequence).ShouldBe([1L, 2, 3]);
        events.SkipWhile(e => e.Incident == id).Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, events.Count - 3).Select(i => (long)i));
        handle.DuplicateOf.ShouldBe(repairing.Id);
        comingBack.Select(Json).ShouldBe(events.Skip(3).Select(Json));
        (result.Incident, result.DuplicateOf, result.Status).ShouldBe((id, repairing.Id, IncidentStatus.Resolved));
        result.Deployment.ShouldNotBeNull().Branch.ShouldBe($"selfheal/{repairing.Id}");
    }

    private static async Task<List<RecordedEvent>> WatchAsync(RepairHandle handle, long after = 0) =>
        await handle.WatchAsync(after, Token).OfType<EventSignal>().Select(signal => signal.Recorded).ToListAsync(Token);

    private static string Json(RecordedEvent recorded) => System.Text.Json.JsonSerializer.Serialize(recorded, Storage.StoredJson.Options);
}
