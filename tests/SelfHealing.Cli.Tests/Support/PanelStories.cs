using SelfHealing.Agents;
using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>Made-up histories of a mixed panel with reproduction tests, selectors, fusion and searches that were stopped.</summary>
internal static class PanelStories
{
    private const string Gpt = "gpt:agentless", Sonnet = "sonnet:multi-agent", Qwen = "qwen:agentic";

    /// <summary>Searches run, one is stopped, and two tests were written.</summary>
    public static IReadOnlyList<RecordedEvent> Searching() =>
    [
        .. Beginning(),
        .. Stories.Record(
            15,
            (4.0, new TestWritten("gpt", new WrittenTest(null, FailsOnBase: false, "its test passes on the unchanged program, so it does not show the fault"))),
            (5.1, new TestWritten("sonnet", new WrittenTest(new ReproductionTest("test-sonnet", "sonnet", "assert True") { Review = new Review(true, [], 0.9) }, FailsOnBase: true, null))),
            (6.0, new Coded(1, Gpt, Stories.Search(4, 4, 1, Candidate(Gpt)))),
            (6.2, new Coded(1, Qwen, new SearchReport(0, 0, 0, [], [], StopSearch.Why)))),
    ];

    /// <summary>Selectors choose: one has, one abstains, one is still asked.</summary>
    public static IReadOnlyList<RecordedEvent> Selecting() =>
    [
        .. Searching(),
        .. Stories.Record(
            19,
            (7.0, new Coded(1, Sonnet, Stories.Search(3, 3, 1, Candidate(Sonnet)))),
            (7.1, new StepStarted("code-1-fusion", 1)),
            (7.8, new Coded(1, "fusion", Stories.Search(2, 2, 1, Fused))),
            (7.9, new StepStarted($"review-r1-{Gpt}-1", 1)),
            (8.0, new Reviewed($"r1-{Gpt}-1", new Review(true, [], 1))),
            (8.0, new Reviewed($"r1-{Sonnet}-1", new Review(true, [], 1))),
            (8.0, new Reviewed("r1-fusion-1", new Review(true, [], 1))),
            (8.1, new StepStarted("observe-1", 1)),
            (8.1, new StepStarted("check-1", 1)),
            (9.0, new Observed(1, new BehaviourReport([new BehaviourCluster([$"r1-{Gpt}-1"], 0, 0.4), new BehaviourCluster([$"r1-{Sonnet}-1", "r1-fusion-1"], 0, 0.6)], 200, "binary_search([1], 1)"))),
            (9.4, new TestsChecked(1, [new TestSignal("test-sonnet", true, ["r1-fusion-1", $"r1-{Sonnet}-1"], [$"r1-{Gpt}-1"])])),
            (9.5, new StepStarted("select-1-gpt", 1)),
            (9.5, new StepStarted("select-1-sonnet", 1)),
            (10.5, new Selected(1, "gpt", "r1-fusion-1", null)),
            (10.9, new Selected(1, "sonnet", null, "The model 'sonnet' gave no usable answer: the reply is no JSON object.")),
            (10.9, new StepStarted("select-1-qwen", 1))),
    ];

    /// <summary>The fused patch wins.</summary>
    public static IReadOnlyList<RecordedEvent> FusedWins() =>
    [
        .. Selecting(),
        .. Stories.Record(
            35,
            (11.8, new Selected(1, "qwen", "r1-fusion-1", null)),
            (11.8, new StepStarted("test-r1-fusion-1", 1)),
            (12.6, new Tested("r1-fusion-1", Stories.Proof)),
            (12.6, new Voted(1, new Vote("r1-fusion-1", 0.91,
            [
                new Ballot("fusion", "r1-fusion-1", 0.4, "Its first choice shows the winner's behaviour."),
                new Ballot(Gpt, $"r1-{Gpt}-1", 0.1, "Its first choice behaves differently."),
                new Ballot(Qwen, null, 0, $"Abstains: {StopSearch.Why}."),
                new Ballot(Sonnet, $"r1-{Sonnet}-1", 0.45, "Its first choice shows the winner's behaviour."),
            ],
            [
                "2 of 3 voters stand behind the same behaviour.",
                "It passes 1 of 1 reproduction test that tells the candidates apart (test-sonnet).",
                "2 of 3 selectors chose it.",
                "It is fused of edits that several models share; no whole patch agreed.",
                $"{Qwen} abstained: {StopSearch.Why}.",
                "gpt as test writer abstained: its test passes on the unchanged program, so it does not show the fault.",
                "sonnet as selector abstained: The model 'sonnet' gave no usable answer: the reply is no JSON object.",
            ]))),
            (12.7, new Approved("confidence", null)),
            (12.7, new StepStarted("deploy", 1)),
            (13.1, new Deployed(new Deployment($"selfheal/{Stories.Id}", "3f2a1c9d0b7e", "/home/ann/remotes/inventory.git", null))),
            (13.2, new Closed(IncidentStatus.Resolved, $"Fixed on branch selfheal/{Stories.Id}."))),
    ];

    private static Candidate Fused => Stories.Candidate("r1-fusion-1", "fusion") with { Origin = CandidateOrigin.Fusion };

    private static IReadOnlyList<RecordedEvent> Beginning() =>
    [
        .. Stories.UpToSearch().Take(9).Select(e => e.Event is Triaged
            ? e with { Event = new Triaged([Gpt, Sonnet, Qwen, "fusion"]) { TestWriters = ["gpt", "sonnet"], Selectors = ["gpt", "sonnet", "qwen"] } }
            : e),
        .. Stories.Record(
            10,
            (3.0, new StepStarted($"code-1-{Gpt}", 1)),
            (3.0, new StepStarted($"code-1-{Sonnet}", 1)),
            (3.0, new StepStarted($"code-1-{Qwen}", 1)),
            (3.0, new StepStarted("write-test-gpt", 1)),
            (3.0, new StepStarted("write-test-sonnet", 1))),
    ];

    private static Candidate Candidate(string voter) => Stories.Candidate($"r1-{voter}-1", voter) with { Origin = CandidateOrigin.Chat, NormalForm = voter, Operators = [] };
}
