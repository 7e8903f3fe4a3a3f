using SelfHealing.Admission;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Grains.Tests.Admission;

/// <summary>What is submitted waits for its turn, is joined to its like, or is refused.</summary>
public sealed class AdmissionTests : IAsyncLifetime
{
    private static readonly IncidentReport Report = new() { Repository = "repo", TestCommand = "pytest", AutoApproveAt = 0, Models = ["alice", "bob"] };

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private readonly IncidentCluster _cluster = new()
    {
        Admission = o => (o.PlacesPerSilo, o.MaxQueued, o.JoinDuplicates) = (2, 5, true),
    };

    private CancellationToken Cancelled => _limit.Token;

    public async ValueTask InitializeAsync()
    {
        _limit.CancelAfter(TimeSpan.FromMinutes(2));
        await _cluster.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _limit.Dispose();
    }

    [Fact]
    public async Task Of_a_thousand_alike_reports_one_is_repaired_and_the_others_say_which()
    {
        _cluster.World.Gates["*"] = new TaskCompletionSource();
        var ids = Enumerable.Range(0, 1000).Select(i => $"inc-storm-{i}").ToList();
        await Task.WhenAll(ids.Select((id, i) => _cluster.Incident(id).SubmitAsync(Report with { Reporter = $"probe-{i}" }, Cancelled)));
        _cluster.World.Gates["*"].SetResult();

        var states = await Task.WhenAll(ids.Select(StateAsync));
        var repaired = states.Where(s => s.DuplicateOf is null).ShouldHaveSingleItem();
        states.Count(s => s.Status == IncidentStatus.Duplicate && s.DuplicateOf == repaired.Id).ShouldBe(999);
        states.First(s => s.DuplicateOf is not null).End!.Reason.ShouldBe($"Same trouble as {repaired.Id}, which repairs it.");
        (await RestAsync(repaired.Id)).Status.ShouldBe(IncidentStatus.Resolved);
        (await _cluster.Journal.DuplicatesOfAsync(repaired.Id, 2000, Cancelled)).Count.ShouldBe(999);
        _cluster.World.Calls.Count(c => c.StartsWith("checkout", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task What_finds_no_place_waits_and_starts_when_one_is_free()
    {
        await HoldAllPlacesAsync();
        await _cluster.Incident("inc-late").SubmitAsync(Other("late"), Cancelled);
        var waiting = await StateAsync("inc-late");
        waiting.Status.ShouldBe(IncidentStatus.Queued);
        (await _cluster.Queue.GetReportAsync()).ShouldSatisfyAllConditions(r => r.Queued.ShouldBe(1), r => r.Running.ShouldBe(2), r => r.Places.ShouldBe(2));

        var watching = RestAsync("inc-late");
        _cluster.World.Gates["*"].SetResult();

        (await watching).Status.ShouldBe(IncidentStatus.Resolved);
    }

    [Fact]
    public async Task A_budget_of_time_runs_from_the_turn_and_not_from_the_submission()
    {
        await HoldAllPlacesAsync();
        await _cluster.Incident("inc-patient").SubmitAsync(Other("patient") with { Budget = TimeSpan.FromMilliseconds(1) }, Cancelled);
        await Task.Delay(20, Cancelled);
        (await StateAsync("inc-patient")).Status.ShouldBe(IncidentStatus.Queued);

        var watching = RestAsync("inc-patient");
        _cluster.World.Gates["*"].SetResult();

        var state = await watching;
        state.Deadline.ShouldBe((await HistoryAsync("inc-patient")).Single(e => e.Event is Admitted).At + TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_cancelled_incident_leaves_the_queue()
    {
        await HoldAllPlacesAsync();
        await _cluster.Incident("inc-unwanted").SubmitAsync(Other("unwanted"), Cancelled);

        await _cluster.Incident("inc-unwanted").CancelAsync("ann", Cancelled);

        (await RestAsync("inc-unwanted")).Status.ShouldBe(IncidentStatus.Cancelled);
        await ReportAsync(r => r.Queued == 0);
        _cluster.World.Count("checkout inc-unwanted").ShouldBe(0);
        (await Should.ThrowAsync<IncidentException>(() => _cluster.Incident("inc-unwanted").ApproveAsync("ann", null, Cancelled))).Message.ShouldContain("is not waiting for approval");
    }

    [Fact]
    public async Task A_full_queue_refuses_and_records_nothing()
    {
        await HoldAllPlacesAsync();
        for (var i = 0; i < 5; i++)
        {
            await _cluster.Incident($"inc-queued-{i}").SubmitAsync(Other($"queued-{i}"), Cancelled);
        }

        var refusal = await Should.ThrowAsync<QueueFullException>(() => _cluster.Incident("inc-refused").SubmitAsync(Other("refused"), Cancelled));

        refusal.Message.ShouldContain("SelfHealing:Admission:MaxQueued");
        refusal.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        (await HistoryAsync("inc-refused")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_silo_that_cannot_work_gives_no_place_and_its_wrong_clock_is_told()
    {
        var silos = await _cluster.Queue.AnnounceAsync(new SiloReport("S1", "one", 0, "There is no Docker engine.", 0.1, TimeProvider.System.GetUtcNow().AddMinutes(5)));
        silos.Single().Remark!.ShouldStartWith("The clock of the silo one is ");
        await _cluster.Incident("inc-waits").SubmitAsync(Other("waits"), Cancelled);
        (await StateAsync("inc-waits")).Status.ShouldBe(IncidentStatus.Queued);

        await _cluster.Queue.AnnounceAsync(new SiloReport("S2", "two", 1, Unfit: null, 0.1, TimeProvider.System.GetUtcNow()));

        (await RestAsync("inc-waits")).Status.ShouldBe(IncidentStatus.Resolved);
        (await _cluster.Queue.GetReportAsync()).Silos.Select(s => s.Name).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task An_incident_that_waits_for_a_person_holds_no_place_and_goes_on_when_all_are_taken()
    {
        await _cluster.Incident("inc-asks").SubmitAsync(Other("asks") with { AutoApproveAt = 1.1 }, Cancelled);
        (await RestAsync("inc-asks")).Status.ShouldBe(IncidentStatus.AwaitingApproval);
        await ReportAsync(r => r.Running == 0);
        await HoldAllPlacesAsync();

        await _cluster.Incident("inc-asks").ApproveAsync("ann", comment: null, Cancelled);

        (await RestAsync("inc-asks")).Status.ShouldBe(IncidentStatus.Resolved);
    }

    [Fact]
    public async Task What_ends_as_it_is_submitted_gives_its_place_back()
    {
        await _cluster.Incident("inc-wrong").SubmitAsync(Report with { Models = ["nobody"] }, Cancelled);

        (await StateAsync("inc-wrong")).Status.ShouldBe(IncidentStatus.Faulted);
        await ReportAsync(r => r.Running == 0);
    }

    [Fact]
    public async Task A_report_of_a_trouble_that_ended_is_repaired_anew()
    {
        await _cluster.Incident("inc-first").SubmitAsync(Report, Cancelled);
        await RestAsync("inc-first");

        await _cluster.Incident("inc-second").SubmitAsync(Report, Cancelled);

        (await RestAsync("inc-second")).Status.ShouldBe(IncidentStatus.Resolved);
    }

    [Theory]
    [InlineData(0, IncidentStatus.Resolved)]
    [InlineData(1.1, IncidentStatus.AwaitingApproval)]
    public async Task What_is_at_rest_and_submitted_again_changes_nothing_and_holds_no_place(double autoApproveAt, IncidentStatus status)
    {
        var report = Other("again") with { AutoApproveAt = autoApproveAt };
        await _cluster.Incident("inc-again").SubmitAsync(report, Cancelled);
        (await RestAsync("inc-again")).Status.ShouldBe(status);
        var told = await HistoryAsync("inc-again");
        await _cluster.ForgetActivationAsync("inc-again");

        await _cluster.Incident("inc-again").SubmitAsync(report, Cancelled);

        (await HistoryAsync("inc-again")).Count.ShouldBe(told.Count);
        await ReportAsync(r => r is { Running: 0, Queued: 0 });
        await _cluster.ForgetActivationAsync("inc-again");
        (await Should.ThrowAsync<IncidentException>(() => _cluster.Incident("inc-again").SubmitAsync(report with { TestCommand = "tox" }, Cancelled)))
            .Message.ShouldContain("was submitted before with another report: testCommand differs");
    }

    [Fact]
    public async Task What_waits_and_is_submitted_again_keeps_its_turn_and_is_answered_by_a_full_queue()
    {
        await _cluster.Incident("inc-done").SubmitAsync(Other("done"), Cancelled);
        (await RestAsync("inc-done")).Status.ShouldBe(IncidentStatus.Resolved);
        await HoldAllPlacesAsync();
        for (var i = 0; i < 5; i++)
        {
            await _cluster.Incident($"inc-queued-{i}").SubmitAsync(Other($"queued-{i}"), Cancelled);
        }

        foreach (var (id, name) in new[] { ("inc-queued-0", "queued-0"), ("inc-done", "done") })
        {
            await _cluster.ForgetActivationAsync(id);
            await _cluster.Incident(id).SubmitAsync(Other(name), Cancelled);
        }

        (await _cluster.Queue.GetReportAsync()).ShouldSatisfyAllConditions(r => r.Queued.ShouldBe(5), r => r.Running.ShouldBe(2));
        (await HistoryAsync("inc-queued-0")).Count.ShouldBe(1);
    }

    private static IncidentReport Other(string name) => Report with { Likeness = name };

    // Searches wait for the gate of all, so that two incidents hold both places.
    private async Task HoldAllPlacesAsync()
    {
        _cluster.World.Gates["*"] = new TaskCompletionSource();
        await _cluster.Incident("inc-holder-1").SubmitAsync(Other("holder-1"), Cancelled);
        await _cluster.Incident("inc-holder-2").SubmitAsync(Other("holder-2"), Cancelled);
    }

    private async Task ReportAsync(Func<AdmissionReport, bool> isSo)
    {
        while (!isSo(await _cluster.Queue.GetReportAsync()))
        {
            await Task.Delay(20, Cancelled);
        }
    }

    private async Task<IncidentState> RestAsync(string id)
    {
        await foreach (var _ in _cluster.Incident(id).WatchAsync(0, Cancelled))
        {
        }

        return await StateAsync(id);
    }

    private async Task<IncidentState> StateAsync(string id) => IncidentState.Fold(await HistoryAsync(id));

    private async Task<List<RecordedEvent>> HistoryAsync(string id) => await _cluster.Journal.ReadAsync(id, 0, Cancelled).ToListAsync(Cancelled);
}
