using SelfHealing.Cli.Views;
using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>Made-up histories of incidents, as a journal would hold them.</summary>
internal static class Stories
{
    public const string Id = "inc-2k7f9d3xqm";

    public static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    public const string Diff =
        """
        --- a/src/search.py
        +++ b/src/search.py
        @@ -9,7 +9,7 @@ def binary_search(items, wanted):
             low, high = 0, len(items)
             while low < high:
                 middle = (low + high) // 2
        -        if items[middle] <= wanted:
        +        if items[middle] < wanted:
                     low = middle + 1
                 else:
                     high = middle
        """;

    public static IncidentReport Report { get; } = new()
    {
        Repository = "/home/ann/src/inventory",
        TestCommand = "python3 -m pytest -q",
        AutoApproveAt = 0.9,
    };

    /// <summary>A repair whose winner reaches the threshold, to its end.</summary>
    public static IReadOnlyList<RecordedEvent> Fixed(double confidence = 0.94) =>
    [
        .. UpToSearch(),
        .. Record(
            13,
            (4.1, new Coded(1, "mutation", Search(412, 412, 2, Candidate("r1-mutation-1", "mutation"), Candidate("r1-mutation-2", "mutation", score: 0.2)))),
            (4.6, new Coded(1, "template", Search(268, 268, 1, Candidate("r1-template-1", "template")))),
            (4.8, new Coded(1, "ingredient", new SearchReport(0, 0, 0, [], [], "no other function of the project handles sequences"))),
            (5.0, new StepStarted("review-r1-mutation-1", 1)),
            (5.1, new Reviewed("r1-mutation-1", new Review(true, [], 1))),
            (5.1, new StepStarted("observe-1", 1)),
            (5.9, new Observed(1, new BehaviourReport([new BehaviourCluster(["r1-mutation-1", "r1-template-1"], 0, 0.8)], 200, null))),
            (5.9, new StepStarted("test-r1-mutation-1", 1)),
            (6.7, new Tested("r1-mutation-1", Proof)),
            (6.7, new Voted(1, new Vote("r1-mutation-1", confidence,
            [
                new Ballot("mutation", "r1-mutation-1", 0.71, "its first-ranked patch"),
                new Ballot("template", "r1-mutation-1", 0.58, "its own patch behaves alike on all 200 inputs"),
                new Ballot("ingredient", null, 0, "had nothing to propose"),
            ],
            [
                "Two of two voters with a patch stand behind the same behaviour.",
                "The patch changes one operator and deletes nothing.",
            ])))),
        .. confidence < Report.AutoApproveAt ? [] : Record(
            23,
            (6.8, new Approved("confidence", null)),
            (6.8, new StepStarted("deploy", 1)),
            (7.2, new Deployed(new Deployment($"selfheal/{Id}", "3f2a1c9d0b7e", "/home/ann/remotes/inventory.git", "/data/pull-requests/inc.md"))),
            (7.3, new Closed(IncidentStatus.Resolved, $"Fixed on branch selfheal/{Id}."))),
    ];

    /// <summary>The beginning that all have, up to three running searches.</summary>
    public static IReadOnlyList<RecordedEvent> UpToSearch() => Record(
        1,
        (0, new Submitted(Report)),
        (0.1, new Triaged(["mutation", "template", "ingredient"])),
        (0.1, new StepStarted("prepare", 1)),
        (1.3, new Prepared(new Workspace(Id, "0123456789abcdef0123456789abcdef01234567", "a1", "selfheal-python:1f", "python3 -m pytest -q", ""))),
        (1.3, new StepStarted("reproduce", 1)),
        (2.1, new Reproduced(
            new Baseline(["tests/test_search.py::test_first", "tests/test_search.py::test_last"], [.. Enumerable.Range(1, 12).Select(i => $"tests/test_ok.py::test_{i}")], "IndexError", 0.4),
            new Fingerprint("e", "k", "IndexError: list index out of range"))),
        (2.1, new StepStarted("localise", 1)),
        (2.9, new Localised([new Suspicion("src/search.py", 12, "binary_search", 1)], "a2", 680)),
        (3.0, new Planned(1, new RepairPlan("binary_search in src/search.py reads past the end of its list", ["src/search.py"], "try small edits first", new SearchScope(1000, false, [])))),
        (3.0, new StepStarted("code-1-mutation", 1)),
        (3.0, new StepStarted("code-1-template", 1)),
        (3.0, new StepStarted("code-1-ingredient", 1)));

    /// <summary>Two rounds that found nothing good enough.</summary>
    public static IReadOnlyList<RecordedEvent> GaveUp() =>
    [
        .. UpToSearch(),
        .. Record(
            13,
            (4, new Coded(1, "mutation", Search(412, 412, 0))),
            (4, new Voted(1, new Vote(null, 0, [], ["No candidate passed the failing tests."]))),
            (4, new StepStarted("plan-2", 1)),
            (4.2, new Planned(2, new RepairPlan("the fault may need two edits", ["src/search.py"], "combine partial fixes", new SearchScope(4000, true, [7])))),
            (9, new Coded(2, "mutation", Search(1600, 1600, 0))),
            (9, new Voted(2, new Vote(null, 0, [], ["No candidate passed the failing tests."]))),
            (9.1, new Closed(IncidentStatus.GaveUp, "Gave up after 2 rounds and 2012 tested patches: none made a failing test pass."))),
    ];

    /// <summary>A repair that stopped at its remote.</summary>
    public static IReadOnlyList<RecordedEvent> Faulted() =>
    [
        .. Fixed().Take(23),
        .. Record(
            24,
            (6.8, new StepStarted("deploy", 1)),
            (7.0, new StepFailed("deploy", 1, "The remote refused the push: protected branch.", IsFinal: true)),
            (7.0, new Closed(IncidentStatus.Faulted, "The remote refused the push: protected branch."))),
    ];

    public static TestReport Proof { get; } = new(
        new Dictionary<string, TestOutcome> { ["tests/test_search.py::test_first"] = TestOutcome.Passed, ["tests/test_search.py::test_last"] = TestOutcome.Passed },
        Enumerable.Range(1, 12).ToDictionary(i => $"tests/test_ok.py::test_{i}", _ => TestOutcome.Passed),
        Passed: true, null, 0.6);

    public static Candidate Candidate(string id, string voter, double score = 0.8, string diff = Diff) => new()
    {
        Id = id,
        Voter = voter,
        Patch = new Patch([new TextEdit("src/search.py", 240, 2, "<")]),
        Diff = diff,
        NormalForm = "n1",
        Operators = ["relational-operator"],
        Rank = 1,
        Score = score,
        Size = 1,
    };

    /// <summary>The view of a history.</summary>
    public static IncidentView View(IEnumerable<RecordedEvent> history)
    {
        var view = new IncidentView(Id);
        foreach (var recorded in history)
        {
            view.Apply(new EventSignal(recorded));
        }

        return view;
    }

    public static IReadOnlyList<RecordedEvent> Record(long first, params (double Seconds, RepairEvent Event)[] events) =>
        [.. events.Select((e, i) => new RecordedEvent(Id, first + i, Start.AddSeconds(e.Seconds), e.Event))];

    public static SearchReport Search(int generated, int tested, int plausible, params Candidate[] candidates) => new(generated, tested, plausible, candidates, [], null);
}
