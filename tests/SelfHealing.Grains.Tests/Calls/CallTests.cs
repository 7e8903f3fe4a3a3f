using System.Text;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repair.Calls;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Grains.Tests.Calls;

public sealed class CallTests(IncidentCluster cluster) : IClassFixture<IncidentCluster>, IAsyncLifetime
{
    private static readonly IncidentReport Report =
        new() { Repository = "repo", TestCommand = "pytest", AutoApproveAt = 0, Models = ["alice", CallingModel.VoterName], Tenant = "calls" };

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private CancellationToken Cancelled => _limit.Token;

    public ValueTask InitializeAsync()
    {
        _limit.CancelAfter(TimeSpan.FromMinutes(1));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_call_is_a_record_of_its_incident()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report);

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        state.Calls.Total.Calls.ShouldBe(3);
        state.Calls.Total.Cost.ShouldBe(0.75m);
        state.Calls.ByModel["gpt"].InputTokens.ShouldBe(2700);
    }

    [Fact]
    public async Task A_step_that_is_interrupted_after_its_second_call_and_runs_again_pays_only_for_the_third()
    {
        var id = IncidentId.New(TimeProvider.System);
        cluster.World.Faults[$"third {id}"] = 1;

        var state = await RunAsync(id, Report);

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        ShouldHavePaidEachOnce(id, state);
    }

    [Fact]
    public async Task An_incident_whose_activation_is_lost_between_two_calls_pays_only_for_what_it_had_not()
    {
        var id = IncidentId.New(TimeProvider.System);
        cluster.World.Gates[id] = new TaskCompletionSource();
        await cluster.Incident(id).SubmitAsync(Report with { Models = [CallingModel.VoterName] }, Cancelled);
        await foreach (var signal in cluster.Incident(id).WatchAsync(0, Cancelled))
        {
            if (signal is EventSignal { Recorded.Event: ModelCalled { Call.Id: "code-1-caller/2" } })
            {
                break;
            }
        }

        await cluster.ForgetActivationAsync(id);
        cluster.World.Open(id);
        await cluster.Incident(id).ResumeAsync(budget: null, Cancelled);
        var state = await RestAsync(id);

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        ShouldHavePaidEachOnce(id, state);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_is_named_in_the_events_and_the_others_go_on()
    {
        var id = IncidentId.New(TimeProvider.System);
        var state = await RunAsync(id, Report with { MaxCost = 0.8m });

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        var refused = state.Calls.Latest.Values.Where(c => c.Fault == ModelFault.OutOfBudget).ToList();
        refused.ShouldHaveSingleItem().Reason!.ShouldContain("The budget of $0.80");
        state.Calls.Total.Cost.ShouldBe(0.5m);
    }

    [Fact]
    public async Task A_report_that_asks_for_more_than_the_operator_allows_is_refused_at_once()
    {
        var refusal = await Should.ThrowAsync<IncidentException>(
            () => cluster.Incident(IncidentId.New(TimeProvider.System)).SubmitAsync(Report with { MaxCost = 5000 }, Cancelled));

        refusal.Message.ShouldContain("SelfHealing:Budgets:MostIncidentCost");
    }

    [Fact]
    public async Task A_transcript_answers_every_call_of_another_incident_and_nothing_is_paid()
    {
        var first = await RunAsync(IncidentId.New(TimeProvider.System), Report);
        var replay = await PutAsync(await TranscriptOfAsync(first));
        var id = IncidentId.New(TimeProvider.System);

        var state = await RunAsync(id, Report with { Replay = replay });

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        cluster.World.Calls.ShouldNotContain(c => c.StartsWith("vendor", StringComparison.Ordinal) && c.EndsWith(id, StringComparison.Ordinal));
        state.Calls.Latest.Values.ShouldAllBe(c => c.WasReplayed && c.Fault == null);
        state.Calls.Total.Cost.ShouldBe(0);
    }

    [Fact]
    public async Task A_call_that_the_transcript_does_not_hold_is_a_fault_and_is_not_made()
    {
        var first = await RunAsync(IncidentId.New(TimeProvider.System), Report);
        var lines = (await TranscriptOfAsync(first)).Split('\n').Where(l => !l.Contains("digest-2", StringComparison.Ordinal));
        var id = IncidentId.New(TimeProvider.System);

        var state = await RunAsync(id, Report with { Replay = await PutAsync(string.Join('\n', lines)) });

        state.Calls.Latest["code-1-caller/2"].Fault.ShouldBe(ModelFault.NotRecorded);
        cluster.World.Count($"vendor 2 {id}").ShouldBe(0);
    }

    [Fact]
    public async Task A_transcript_that_cannot_be_read_is_a_sentence()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report with { Replay = await PutAsync("not a transcript") });

        state.Calls.Latest["code-1-caller/1"].Reason!.ShouldContain("cannot be read");
    }

    [Fact]
    public async Task Recording_a_call_again_changes_nothing_and_a_fault_that_passed_is_paid_as_a_call_of_its_own()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report);
        var known = state.Calls.Latest["code-1-caller/1"];

        await cluster.Incident(state.Id).RecordCallAsync(known);
        await cluster.Incident(state.Id).RecordCallAsync(known with { Latency = TimeSpan.FromSeconds(9) });

        (await StateAsync(state.Id)).Sequence.ShouldBe(state.Sequence);
        var history = CallHistory.None.With(known with { Fault = ModelFault.RateLimited, Transcript = null });
        history.Holds(known).ShouldBeFalse();
    }

    [Fact]
    public async Task No_call_starts_after_the_incident_has_ended()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report);

        var fault = await Should.ThrowAsync<ModelException>(
            () => cluster.Ledger.ReserveAsync(new CallKey(state.Id, "calls", "late", 1, "gpt", "d"), new CallUse(1, 0), Cancelled));

        fault.Fault.ShouldBe(ModelFault.OutOfBudget);
        fault.Message.ShouldContain("has ended");
    }

    [Fact]
    public async Task Content_that_must_not_be_kept_helps_an_interrupted_step_and_is_gone_at_the_end()
    {
        await using var forgetful = new IncidentCluster { KeepContent = false };
        await forgetful.InitializeAsync();
        var id = IncidentId.New(TimeProvider.System);
        forgetful.World.Faults[$"third {id}"] = 1;
        var (transcripts, areKeptAtEnd) = (new List<string>(), true);
        forgetful.Journal.Fault = (_, events) =>
        {
            transcripts.AddRange(events.OfType<ModelCalled>().Select(e => e.Call.Transcript!));
            areKeptAtEnd = !events.OfType<Closed>().Any() || transcripts.Exists(forgetful.Artifacts.Holds);
        };
        await forgetful.Incident(id).SubmitAsync(Report, Cancelled);
        await foreach (var _ in forgetful.Incident(id).WatchAsync(0, Cancelled))
        {
        }

        var state = IncidentState.Fold(await forgetful.Journal.ReadAsync(id, 0, Cancelled).ToListAsync(Cancelled));
        forgetful.World.Count($"vendor 1 {id}").ShouldBe(1);
        state.Calls.Total.Calls.ShouldBe(3);
        transcripts.Count.ShouldBe(3);
        areKeptAtEnd.ShouldBeFalse("A silo that stops with the end leaves nobody to remove them.");
    }

    private void ShouldHavePaidEachOnce(string id, IncidentState state)
    {
        for (var number = 1; number <= 3; number++)
        {
            cluster.World.Count($"vendor {number} {id}").ShouldBe(1);
        }

        state.Calls.Total.Calls.ShouldBe(3);
        state.Calls.Total.Cost.ShouldBe(CallingModel.Price.Cost * 3);
    }

    private async Task<string> TranscriptOfAsync(IncidentState state)
    {
        var lines = new List<string>();
        foreach (var call in state.Calls.Latest.Values)
        {
            await using var content = await cluster.Artifacts.OpenAsync(call.Transcript!, Cancelled);
            using var reader = new StreamReader(content);
            lines.Add(await reader.ReadToEndAsync(Cancelled));
        }

        return string.Join('\n', lines);
    }

    private async Task<string> PutAsync(string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await cluster.Artifacts.PutAsync(content, Cancelled);
    }

    private async Task<IncidentState> RunAsync(string id, IncidentReport report)
    {
        await cluster.Incident(id).SubmitAsync(report, Cancelled);
        return await RestAsync(id);
    }

    private async Task<IncidentState> RestAsync(string id)
    {
        await foreach (var _ in cluster.Incident(id).WatchAsync(0, Cancelled))
        {
        }

        return await StateAsync(id);
    }

    private async Task<IncidentState> StateAsync(string id) =>
        IncidentState.Fold(await cluster.Journal.ReadAsync(id, 0, Cancelled).ToListAsync(Cancelled));
}
