using SelfHealing.Incidents;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Ensemble;

public sealed class UnshownTests
{
    private const string Winner = "r1-gpt:agentless-1";
    private static readonly Candidate Patch = Elections.Candidate("gpt:agentless");
    private static readonly TestSignal Backs = new("test-a", FailsOnBase: true, [Winner, "r1-claude:agentic-1"], []);
    private static readonly TestSignal Speaks = new("test-b", FailsOnBase: true, [], [Winner]);
    private static readonly TestSignal Silent = new("test-c", FailsOnBase: false, [Winner], []);

    [Fact]
    public void Only_reproduction_tests_that_fail_on_the_base_revision_back_a_winner()
    {
        Unshown.IsBacked(Patch, []).ShouldBeFalse();
        Unshown.IsBacked(Patch, [Silent]).ShouldBeFalse();
        Unshown.IsBacked(Patch, [Backs]).ShouldBeTrue();
        Unshown.IsBacked(Patch, [Backs, Speaks]).ShouldBeFalse();
        Unshown.IsBacked(Patch, [Backs, Backs with { Test = "test-d" }, Speaks]).ShouldBeTrue();
        Unshown.MayGoUnasked(1, Patch, []).ShouldBeTrue();
    }

    [Fact]
    public void A_model_that_was_talked_into_a_patch_cannot_back_it_with_a_test_of_its_own()
    {
        var own = Backs with { Test = "test-gpt" };

        Unshown.IsBacked(Patch, [own]).ShouldBeFalse();
        Unshown.IsBacked(Patch, [own, Backs]).ShouldBeTrue();
        Decide([Backs with { Test = "test-claude" }]).Confidence.ShouldBeLessThanOrEqualTo(Unshown.HighestConfidence);
        Incident([own]).IsWaitingForPerson.ShouldBeTrue();
    }

    [Fact]
    public void Without_a_failing_test_the_confidence_stays_low_and_the_vote_says_why()
    {
        var vote = Decide([]);

        vote.Confidence.ShouldBeLessThanOrEqualTo(Unshown.HighestConfidence);
        vote.Reasons.ShouldContain("No failing test showed the fault and no other model's reproduction test backs the patch, so a person must approve it, whatever the confidence.");
        vote.Reasons.ShouldContain("On a clean checkout it broke none of 20 passing tests.");
    }

    [Fact]
    public void A_reproduction_test_lifts_the_limit()
    {
        var vote = Decide([Backs]);

        vote.Confidence.ShouldBeGreaterThan(Unshown.HighestConfidence);
        vote.Reasons.ShouldContain("No failing test of the project showed the fault; reproduction tests of other models that fail without the patch pass with it.");
    }

    [Fact]
    public void A_person_is_asked_even_at_a_threshold_of_0()
    {
        var open = Incident([]);
        open.IsWaitingForPerson.ShouldBeTrue();
        IncidentWorkflow.Runnable(open).ShouldBeEmpty();

        IncidentWorkflow.Runnable(Incident([Backs])).ShouldHaveSingleItem().ShouldBeOfType<ApproveByConfidence>();
    }

    private static SelfHealing.Ensemble.Vote Decide(IReadOnlyList<TestSignal> signals)
    {
        var input = Elections.Of(Elections.Candidate("gpt:agentless"), Elections.Candidate("claude:agentic", program: "gpt:agentless-1")) with
        {
            FailingTests = 0,
            PassingTests = 20,
            Signals = signals,
        };
        return Elections.Run(input, _ => true).Vote;
    }

    private static IncidentState Incident(IReadOnlyList<TestSignal> signals) => After(
        Known,
        new Planned(1, new RepairPlan("", [], "", new SearchScope(1, Pairs: false, []))),
        new Coded(1, "gpt:agentless", new SearchReport(1, 1, 1, [Elections.Candidate("gpt:agentless")], [], null)),
        new TestsChecked(1, signals),
        new Voted(1, new SelfHealing.Ensemble.Vote(Winner, 0.4, [], [])));

    private static IncidentState Known => IncidentState.Unknown with
    {
        Id = "inc-1",
        Report = new IncidentReport { Repository = "r", TestCommand = "t", ErrorText = "wrong", AutoApproveAt = 0 },
        IsAdmitted = true,
        Voters = ["gpt:agentless"],
        Workspace = new Workspace("inc-1", "c", "a", "i", "t", ""),
        Baseline = new Baseline([], ["t::a"], "wrong", 1),
        Localisation = new Localised([], "", 0),
        Recalled = new LessonsRecalled([], new Dictionary<string, SelfHealing.Memory.VoterRecord>()),
    };

    private static IncidentState After(IncidentState incident, params RepairEvent[] events) => events.Aggregate(
        incident, (state, happened) => state.Apply(new RecordedEvent("inc-1", state.Sequence + 1, DateTimeOffset.UnixEpoch, happened)));
}
