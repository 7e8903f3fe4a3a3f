using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repair.Tests.Ensemble;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Incidents;

public sealed class ProvingTests
{
    private static readonly string[] s_voters = ["alpha", "beta", "gamma", "delta"];

    [Fact]
    public void The_leader_of_a_short_suite_is_proven_while_behaviours_are_told_apart() =>
        Next(Searched(Proving.ShortSuite)).ShouldBe(["observe-1", "test-r1-alpha-1"]);

    [Fact]
    public void The_leader_of_a_long_suite_is_proven_once_behaviours_are_told_apart()
    {
        var searched = Searched(Proving.ShortSuite + 1);
        Next(searched).ShouldBe(["observe-1"]);
        Next([.. searched, .. Ended("observe-1", Behaving("beta", "gamma"))]).ShouldBe(["test-r1-beta-1"]);
    }

    [Fact]
    public void What_was_begun_is_awaited_before_anybody_asks_who_leads_now()
    {
        List<RepairEvent> observed = [.. Searched(1), new StepStarted("test-r1-alpha-1", 1), .. Ended("observe-1", Behaving("beta", "gamma"))];
        Next(observed).ShouldBe(["test-r1-alpha-1"]);
        Next([.. observed, new Tested("r1-alpha-1", Elections.Proof)]).ShouldBe(["test-r1-beta-1"]);
    }

    [Fact]
    public void A_proof_that_failed_ahead_is_not_followed_by_another_before_behaviours_are_known() =>
        Next([.. Searched(1), new StepStarted("observe-1", 1), .. Ended("test-r1-alpha-1", new Tested("r1-alpha-1", Elections.Refutation))]).ShouldBe(["observe-1"]);

    [Fact]
    public void Once_a_proof_failed_the_next_of_a_short_suite_are_proven_side_by_side() =>
        Next(Refuted(1)).ShouldBe(["test-r1-beta-1", "test-r1-delta-1", "test-r1-gamma-1"]);

    [Fact]
    public void Proofs_of_a_long_suite_follow_one_another() =>
        Next(Refuted(Proving.ShortSuite + 1)).ShouldBe(["test-r1-beta-1"]);

    [Fact]
    public void All_that_run_side_by_side_are_awaited()
    {
        List<RepairEvent> running = [.. Refuted(1), .. s_voters.Skip(1).Select(v => new StepStarted($"test-r1-{v}-1", 1))];
        Next([.. running, new Tested("r1-beta-1", Elections.Proof)]).ShouldBe(["test-r1-delta-1", "test-r1-gamma-1"]);
        Next([.. running, .. s_voters.Skip(1).Select(v => new Tested($"r1-{v}-1", Elections.Proof))]).ShouldBe(["vote-1"]);
    }

    private static IEnumerable<string> Next(IEnumerable<RepairEvent> events) => IncidentWorkflow.Runnable(State(events)).Select(s => s.Id);

    private static IncidentState State(IEnumerable<RepairEvent> events) => IncidentState.Fold(
        events.Select((e, i) => new RecordedEvent("inc-1", i + 1, DateTimeOffset.UnixEpoch.AddSeconds(i), e)));

    private static List<RepairEvent> Refuted(double seconds) =>
    [
        .. Searched(seconds),
        .. Ended("observe-1", new Observed(1, new BehaviourReport([.. s_voters.Select(v => new BehaviourCluster([$"r1-{v}-1"], 0, 1))], 10, "f(1)"))),
        .. Ended("test-r1-alpha-1", new Tested("r1-alpha-1", Elections.Refutation)),
    ];

    // Everything is found and reviewed. Every voter has a program of its own; without more knowledge the names decide.
    private static List<RepairEvent> Searched(double seconds) =>
    [
        new Submitted(new IncidentReport { Repository = "repo", TestCommand = "pytest" }),
        new Admitted(),
        new Triaged(s_voters),
        new Prepared(new Workspace("inc-1", "c0ffee", "tar", "image", "pytest", "")),
        new Reproduced(new Baseline(["t::a"], ["t::b"], "E", seconds), new Fingerprint("e", "k", "E")),
        new Localised([new Suspicion("a.py", 3, "f", 1)], "space", 100),
        new LessonsRecalled([], new Dictionary<string, VoterRecord>(StringComparer.Ordinal)),
        new Planned(1, new RepairPlan("because", ["a.py"], "so", new SearchScope(100, Pairs: false, []))),
        .. s_voters.Select(v => new Coded(1, v, new SearchReport(1, 1, 1, [Elections.Candidate(v)], [], null))),
        .. s_voters.Select(v => new Reviewed($"r1-{v}-1", new Review(Allowed: true, [], 1))),
    ];

    private static Observed Behaving(params string[] alike) => new(1, new BehaviourReport(
    [
        new BehaviourCluster([.. alike.Select(v => $"r1-{v}-1")], 0, 1),
        .. s_voters.Except(alike).Select(v => new BehaviourCluster([$"r1-{v}-1"], 0, 1)),
    ], 10, "f(1)"));

    private static IEnumerable<RepairEvent> Ended(string step, RepairEvent result) => [new StepStarted(step, 1), result];
}
