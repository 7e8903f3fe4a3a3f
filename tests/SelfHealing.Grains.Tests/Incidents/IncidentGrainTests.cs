using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Grains.Tests.Incidents;

public sealed class IncidentGrainTests(IncidentCluster cluster) : IClassFixture<IncidentCluster>, IAsyncLifetime
{
    private static readonly IncidentReport Report = new() { Repository = "repo", TestCommand = "pytest", AutoApproveAt = 0, Models = ["alice", "bob", "silent"] };

    // A test whose incident never comes to rest fails instead of hanging.
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
    public async Task An_incident_goes_from_submission_to_a_branch()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report);

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        state.Deployment!.Branch.ShouldBe($"selfheal/{state.Id}");
        state.Round!.Vote!.Ballots.Count(b => b.Candidate is not null).ShouldBe(2);
        state.Lesson.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_edit_space_is_kept_for_engines_alone()
    {
        var searched = await RunAsync(IncidentId.New(TimeProvider.System), Report);
        var asked = await RunAsync(IncidentId.New(TimeProvider.System), Report with { Models = ["a:chat", "b:chat"] });

        searched.Localisation!.EditSpace.ShouldNotBeNull();
        asked.Localisation!.EditSpace.ShouldBeNull();
        asked.Localisation.Suspicions.ShouldBe(searched.Localisation.Suspicions);
    }

    [Fact]
    public async Task Results_and_what_follows_from_them_are_one_append()
    {
        await using var quiet = new IncidentCluster();
        await quiet.InitializeAsync();
        var id = IncidentId.New(TimeProvider.System);
        await quiet.Incident(id).SubmitAsync(Report, Cancelled);
        await foreach (var _ in quiet.Incident(id).WatchAsync(0, Cancelled))
        {
        }

        // The submission with the first turn, and at most one append for each step: prepare, reproduce, localise (with what memory said and the
        // plan), three searches with their reviews, the proof, deploy and learn.
        quiet.Journal.Appends.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public async Task What_the_built_in_reviewer_says_is_written_with_the_search()
    {
        var history = await HistoryAsync(cluster, IncidentId.New(TimeProvider.System));

        var searches = history.Where(e => e.Event is Coded { Search.Candidates.Count: > 0 }).ToList();
        searches.Count.ShouldBe(2);
        searches.ShouldAllBe(e => history[(int)e.Sequence].Event is Reviewed);
        history.Select(e => e.Event).OfType<StepStarted>().ShouldNotContain(e => e.Step.StartsWith("review-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_whose_review_fails_is_kept_and_reviewed_by_a_step_of_its_own()
    {
        await using var unread = new IncidentCluster();
        await unread.InitializeAsync();
        var id = IncidentId.New(TimeProvider.System);
        unread.World.Faults[$"read {id}"] = 2;

        var history = await HistoryAsync(unread, id);

        IncidentState.Fold(history).Status.ShouldBe(IncidentStatus.Resolved);
        history.Select(e => e.Event).OfType<Coded>().Count().ShouldBe(3);
        history.Select(e => e.Event).OfType<StepStarted>().ShouldContain(e => e.Step.StartsWith("review-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tests_that_pass_already_are_an_honest_end()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report with { TestCommand = "green" });

        state.Status.ShouldBe(IncidentStatus.CannotReproduce);
        state.End!.Reason.ShouldContain("already pass");
    }

    [Fact]
    public async Task A_model_that_fails_abstains_and_the_vote_goes_on()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report with { Models = ["alice", "broken"] });

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        state.Round!.Vote!.Ballots.Single(b => b.Voter == "broken").Candidate.ShouldBeNull();
    }

    [Fact]
    public async Task A_search_that_never_ends_is_stopped_once_the_others_have_decided_the_outcome()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report with { Models = ["a", "b", "c", "d", "e:chat", "endless"] });

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        state.Round!.Searches["endless:chat"].Abstained.ShouldBe(StopSearch.Why);
        state.Round.Vote!.Reasons.ShouldContain("endless:chat abstained: stopped, as the outcome could not change.");
        cluster.World.Count($"stopped endless:chat {state.Id}").ShouldBe(1);
    }

    [Fact]
    public async Task Only_the_models_that_are_named_take_part()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report with { Models = ["alice", "b", "c:chat"] });

        state.Voters.ShouldBe(["alice", "b:chat", "c:chat"]);
    }

    [Fact]
    public async Task When_every_model_fails_the_incident_is_faulted_and_not_given_up()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report with { Models = ["broken"] });

        state.Status.ShouldBe(IncidentStatus.Faulted);
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_named_with_those_that_do()
    {
        var state = await RunAsync(IncidentId.New(TimeProvider.System), Report with { Models = ["nobody"] });

        state.Status.ShouldBe(IncidentStatus.Faulted);
        state.End!.Reason.ShouldContain("alice");
    }

    [Fact]
    public async Task A_low_confidence_waits_for_a_person_and_approving_twice_deploys_once()
    {
        var id = IncidentId.New(TimeProvider.System);
        var waiting = await RunAsync(id, Report with { AutoApproveAt = 1.1 });
        waiting.Status.ShouldBe(IncidentStatus.AwaitingApproval);

        await cluster.Incident(id).ApproveAsync("ann", "fine", Cancelled);
        await cluster.Incident(id).ApproveAsync("ann", "fine", Cancelled);
        var state = await RestAsync(id);

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        cluster.World.Count($"publish {id}").ShouldBe(1);
    }

    [Fact]
    public async Task A_rejected_winner_is_never_deployed()
    {
        var id = IncidentId.New(TimeProvider.System);
        await RunAsync(id, Report with { AutoApproveAt = 1.1 });

        await cluster.Incident(id).RejectAsync("ann", "not like this", Cancelled);
        var state = await RestAsync(id);

        state.Status.ShouldBe(IncidentStatus.Rejected);
        state.End!.Reason.ShouldContain("not like this");
        await Should.ThrowAsync<IncidentException>(() => cluster.Incident(id).ApproveAsync("bob", comment: null, Cancelled));
        cluster.World.Count($"publish {id}").ShouldBe(0);
    }

    [Fact]
    public async Task A_remote_that_refuses_three_times_leaves_an_incident_that_can_be_resumed()
    {
        var id = IncidentId.New(TimeProvider.System);
        cluster.World.Faults[$"publish {id}"] = 4;
        (await RunAsync(id, Report)).Status.ShouldBe(IncidentStatus.Faulted);

        await cluster.Incident(id).ResumeAsync(budget: null, Cancelled);
        var state = await RestAsync(id);

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        cluster.World.Count($"search alice {id}").ShouldBe(1);
        cluster.World.Count($"baseline {id}").ShouldBe(1);
    }

    [Fact]
    public async Task An_incident_whose_activation_is_lost_goes_on_without_repeating_finished_steps()
    {
        var id = IncidentId.New(TimeProvider.System);
        cluster.World.Gates[id] = new TaskCompletionSource();
        await cluster.Incident(id).SubmitAsync(Report, Cancelled);
        await foreach (var signal in cluster.Incident(id).WatchAsync(0, Cancelled))
        {
            if (signal is EventSignal { Recorded.Event: StepStarted { Step: "code-1-bob" } })
            {
                break;
            }
        }

        await cluster.ForgetActivationAsync(id);
        cluster.World.Open(id);
        await cluster.Incident(id).ResumeAsync(budget: null, Cancelled);
        var state = await RestAsync(id);

        state.Status.ShouldBe(IncidentStatus.Resolved, state.End?.Reason);
        cluster.World.Count($"checkout {id}").ShouldBe(1);
        cluster.World.Count($"baseline {id}").ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_incident_stops_what_is_running()
    {
        var id = IncidentId.New(TimeProvider.System);
        cluster.World.Gates[id] = new TaskCompletionSource();
        await cluster.Incident(id).SubmitAsync(Report, Cancelled);

        await cluster.Incident(id).CancelAsync("ann", Cancelled);
        var state = await RestAsync(id);

        state.Status.ShouldBe(IncidentStatus.Cancelled);
    }

    [Fact]
    public async Task An_incident_whose_budget_runs_out_says_so_and_can_be_resumed()
    {
        var id = IncidentId.New(TimeProvider.System);
        cluster.World.Gates[id] = new TaskCompletionSource();
        var timedOut = await RunAsync(id, Report with { Budget = TimeSpan.FromSeconds(1) });
        timedOut.Status.ShouldBe(IncidentStatus.TimedOut, timedOut.End?.Reason);

        cluster.World.Open(id);
        await cluster.Incident(id).ResumeAsync(TimeSpan.FromMinutes(5), Cancelled);

        (await RestAsync(id)).Status.ShouldBe(IncidentStatus.Resolved);
    }

    [Fact]
    public async Task A_watcher_that_reopens_misses_nothing_and_sees_nothing_twice()
    {
        var id = IncidentId.New(TimeProvider.System);
        await cluster.Incident(id).SubmitAsync(Report, Cancelled);
        var seen = new List<long>();
        while (!IncidentRules.IsAtRest(await StateAsync(id)) || seen.Count < (await StateAsync(id)).Sequence)
        {
            var taken = 0;
            await foreach (var signal in cluster.Incident(id).WatchAsync(seen.LastOrDefault(), Cancelled))
            {
                if (signal is EventSignal e)
                {
                    seen.Add(e.Recorded.Sequence);
                    if (++taken == 3)
                    {
                        break;
                    }
                }
            }
        }

        seen.ShouldBe(Enumerable.Range(1, seen.Count).Select(i => (long)i));
    }

    private async Task<IncidentState> RunAsync(string id, IncidentReport report)
    {
        await cluster.Incident(id).SubmitAsync(report, Cancelled);
        return await RestAsync(id);
    }

    private async Task<List<RecordedEvent>> HistoryAsync(IncidentCluster own, string id)
    {
        await own.Incident(id).SubmitAsync(Report, Cancelled);
        await foreach (var _ in own.Incident(id).WatchAsync(0, Cancelled))
        {
        }

        var history = new List<RecordedEvent>();
        await foreach (var recorded in own.Journal.ReadAsync(id, 0, Cancelled))
        {
            history.Add(recorded);
        }

        return history;
    }

    private async Task<IncidentState> RestAsync(string id)
    {
        await foreach (var _ in cluster.Incident(id).WatchAsync(0, Cancelled))
        {
        }

        return await StateAsync(id);
    }

    private async Task<IncidentState> StateAsync(string id)
    {
        var state = IncidentState.Unknown;
        await foreach (var recorded in cluster.Journal.ReadAsync(id, 0, Cancelled))
        {
            state = state.Apply(recorded);
        }

        return state;
    }
}
