using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Agents;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repair.Planning;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Tests.Agents;

public sealed class RoleGrainTests : IAsyncLifetime
{
    private static readonly Baseline s_baseline = new(["t::a"], ["t::b"], "AssertionError: 1 != 2", 0.1);

    private readonly ScriptedPlanner _planner = new("gpt", (plan, _) => Task.FromResult(plan with
    {
        RootCause = "the sum is diminished",
        Scope = new SearchScope(1, Pairs: true, []),
    }));

    private readonly ScriptedPlanner _mute = new("mute", async (_, limit) =>
    {
        await Task.Delay(Timeout.Infinite, limit);
        throw new InvalidOperationException("Nobody waits for ever.");
    });

    private readonly ScriptedPlanner _poor = new("poor", (_, _) =>
        Task.FromException<RepairPlan>(new ModelException(ModelFault.RateLimited, "The model 'poor' was rate limited.")));

    private readonly ScriptedReviewer _reviewer = new("claude", task => Task.FromResult(
        new Review(true, [new ReviewFinding("model/overfit", $"claude finds: {task.Candidate.Id}")], 0.1)));

    private readonly ScriptedReviewer _author = new("gpt", _ => throw new InvalidOperationException("An author is not asked."));

    private readonly ScriptedReviewer _ill = new("ill", _ => Task.FromException<Review>(new ModelException(ModelFault.Unavailable, "The model 'ill' is down.")));

    private IncidentCluster? _cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = new IncidentCluster
        {
            More = services =>
            {
                foreach (var planner in new[] { _poor, _planner, _mute })
                {
                    services.AddSingleton<IPlannerModel>(planner);
                }

                foreach (var reviewer in new[] { _reviewer, _author, _ill })
                {
                    services.AddSingleton<IReviewerModel>(reviewer);
                }
            },
        };
        await _cluster.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task The_first_planner_by_name_says_the_cause_the_built_in_one_the_scope_and_a_repeated_step_asks_nobody()
    {
        var first = await PlanAsync("inc-1", Report());
        var again = await PlanAsync("inc-1", Report());

        first.RootCause.ShouldBe("the sum is diminished");
        first.Scope.MaxCandidates.ShouldBe(SearchScopes.Likeliest);
        again.RootCause.ShouldBe(first.RootCause);
        _planner.Asked.ShouldBe(1);
        _poor.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_planner_that_fails_leaves_the_built_in_plan_which_says_so()
    {
        var plan = await PlanAsync("inc-2", Report("poor:agentless", "mutation"));

        plan.RootCause.ShouldStartWith("The code gives a wrong result");
        plan.FixStrategy.ShouldEndWith("This plan is the built-in planner's: The model 'poor' was rate limited.");
        _planner.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_planner_that_keeps_silent_does_not_hold_the_incident()
    {
        var plan = await PlanAsync("inc-3", Report("mute") with { Budget = TimeSpan.FromMilliseconds(200) });

        plan.FixStrategy.ShouldContain("The model 'mute' did not answer in time");
    }

    [Fact]
    public async Task Without_a_chat_model_among_the_named_the_built_in_planner_plans()
    {
        var plan = await PlanAsync("inc-4", Report("mutation"));

        plan.RootCause.ShouldStartWith("The code gives a wrong result");
        (_planner.Asked + _poor.Asked + _mute.Asked).ShouldBe(0);
    }

    [Fact]
    public async Task A_reviewer_who_did_not_write_the_candidate_adds_what_it_finds()
    {
        var review = await ReviewAsync("inc-5", Report("gpt", "claude"), "gpt:agentless", "a.py");

        review.Allowed.ShouldBeTrue();
        review.Score.ShouldBe(0.5);
        review.Findings.ShouldBe([new ReviewFinding("model/overfit", "claude finds: r1-gpt:agentless-1")]);
    }

    [Fact]
    public async Task A_reviewer_that_fails_abstains()
    {
        var review = await ReviewAsync("inc-6", Report("ill", "gpt"), "gpt:agentless", "a.py");

        review.ShouldBe(new Review(true, review.Findings, 1));
        review.Findings.ShouldBeEmpty();
        _ill.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_is_asked_about_what_policy_forbids()
    {
        var review = await ReviewAsync("inc-7", Report("claude"), "gpt:agentless", "tests/test_a.py");

        review.Allowed.ShouldBeFalse();
        review.Findings.ShouldHaveSingleItem().Rule.ShouldBe("policy/tests");
        _reviewer.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task Of_the_many_candidates_of_engines_only_some_are_read()
    {
        for (var rank = 1; rank <= 12; rank++)
        {
            await ReviewAsync("inc-8", Report("claude"), "mutation", "a.py", rank);
        }

        await ReviewAsync("inc-8", Report("claude"), "gpt:agentless", "a.py");

        _reviewer.Asked.ShouldBe(9);
    }

    private static IncidentReport Report(params string[] models) => new() { Repository = "r", TestCommand = "t", Models = models.Length > 0 ? models : ["gpt", "mute"] };

    private Task<RepairPlan> PlanAsync(string incident, IncidentReport report) => _cluster!.Grains.GetGrain<IPlannerGrain>($"{incident}/planner")
        .PlanAsync("plan-1", new PlanningTask(1, report, s_baseline, [new Suspicion("a.py", 2, "f", 1)], null, []) { Step = "plan-1" }, Cancellation);

    private Task<Review> ReviewAsync(string incident, IncidentReport report, string voter, string path, int rank = 1) => _cluster!.Grains
        .GetGrain<IReviewerGrain>($"{incident}/reviewer").ReviewAsync(
            $"review-{rank}", new ReviewTask(report, s_baseline, Candidate(voter, path, rank)) { Workspace = new Workspace(incident, "c0ffee", "a", "image", "t", "") }, Cancellation);

    private static Candidate Candidate(string voter, string path, int rank) => new()
    {
        Id = $"r1-{voter}-{rank}",
        Voter = voter,
        Patch = new Patch([new TextEdit(path, 25, 1, "2")]),
        Diff = "-    return x + 1\n+    return x + 2",
        NormalForm = "same",
        Operators = [],
        Rank = rank,
        Score = 1,
        Size = 1,
        Origin = voter == "mutation" ? CandidateOrigin.Engine : CandidateOrigin.Chat,
    };
}
