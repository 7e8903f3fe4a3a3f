using SelfHealing.Agents;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Incidents;

/// <summary>An incident whose agents answer from a seed: the same step always gets the same answer, as side effects keyed by step id do.</summary>
internal sealed class SimulatedIncident(int seed)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<RecordedEvent> _history = [];
    private readonly Random _order = new(seed);

    public IReadOnlyList<RecordedEvent> History => _history;

    /// <summary>Lengths of the history after each append, in order: a crash leaves one of them, for an append is written whole or not at all.</summary>
    public List<int> Appends { get; } = [];

    public IncidentState State { get; private set; } = IncidentState.Unknown;

    /// <summary>A whole life from submission to rest, with steps finishing in a seeded order.</summary>
    public static SimulatedIncident Live(int seed)
    {
        var incident = new SimulatedIncident(seed);
        incident.AppendAll([new Submitted(new IncidentReport
        {
            Repository = "repo",
            TestCommand = "pytest",
            DryRun = seed % 5 == 0,
            AutoApproveAt = seed % 3 == 0 ? 1.1 : 0,
        })]);
        incident.AppendAll([new Admitted()]);
        incident.Run();
        return incident;
    }

    /// <summary>The same incident after a crash that left only a prefix of its history.</summary>
    public static SimulatedIncident Restore(int seed, IEnumerable<RecordedEvent> prefix)
    {
        var incident = new SimulatedIncident(seed ^ 0x5eed);
        foreach (var recorded in prefix)
        {
            incident._history.Add(recorded);
            incident.State = incident.State.Apply(recorded);
        }

        incident.Agents = seed;
        incident.AppendAll(incident.State.IsQueued ? [new Admitted()] : IncidentRules.Interrupted(incident.State));
        incident.Run();
        return incident;
    }

    private int Agents { get; set; } = seed;

    private void Run()
    {
        var running = new List<Step>();
        List<RepairEvent> results = [];
        while (true)
        {
            var turn = IncidentTurn.After(State, results, [.. running.Select(r => r.Id)], AtOnce, "silo-1", Start.AddSeconds(_history.Count));
            AppendAll(turn.Events);
            running.AddRange(turn.Started);
            running.RemoveAll(r => State.End is not null || turn.IsEnding || State.Steps[r.Id].EndedAt is not null);
            if (turn.IsEnding)
            {
                results = [];
                continue;
            }

            if (running.Count == 0)
            {
                return;
            }

            var done = running[_order.Next(running.Count)];
            running.Remove(done);
            results = [Answer(done)];
        }
    }

    private RepairEvent? AtOnce(Step step, IncidentState incident) => step is Triage ? Panel(Agents) : null;

    private void AppendAll(IEnumerable<RepairEvent> events)
    {
        events.ToList().ForEach(Append);
        Appends.Add(_history.Count);
    }

    private void Append(RepairEvent e)
    {
        var recorded = new RecordedEvent("inc-test", _history.Count + 1, Start.AddSeconds(_history.Count), e);
        _history.Add(recorded);
        State = State.Apply(recorded);
    }

    private RepairEvent Answer(Step step)
    {
        // Equal programs are proven alike, whichever of their candidates is asked about.
        var chance = new Random(Stable($"{Agents}:{(step is TestCandidate proof ? $"test-{proof.Candidate.NormalForm}" : step.Id)}"));
        if (chance.Next(25) == 0 && step is not SelfHealing.Repair.Incidents.Reproduce)
        {
            return new StepFailed(step.Id, State.AttemptsOf(step.Id), "The sandbox went away.", IsFinal: chance.Next(2) == 0);
        }

        return step switch
        {
            Prepare => new Prepared(new Workspace("inc-test", "c0ffee", "tar", "image", "pytest", "")),
            Reproduce when chance.Next(10) == 0 => new Closed(IncidentStatus.CannotReproduce, "The tests already pass."),
            Reproduce => new Reproduced(new Baseline(["t::a"], ["t::b", "t::c"], "E", Agents % 4 == 3 ? 60 : 0.1), new Fingerprint("e", "k", "E")),
            Localise => new Localised([new Suspicion("a.py", 3, "f", 1)], "space", 100),
            Recall => new LessonsRecalled([], new Dictionary<string, VoterRecord>(StringComparer.Ordinal)),
            MakePlan plan => new Planned(plan.Round, new RepairPlan("because", ["a.py"], "so", new SearchScope(100, plan.Round > 1, []))),
            Code code => new Coded(code.Round, code.Voter, Search(code, chance, Agents % 6 == 1)),
            ReviewCandidate review => new Reviewed(review.Candidate.Id, new Review(chance.Next(5) > 0, [], 1)),
            Observe observe => new Observed(observe.Round, new BehaviourReport(
                [.. observe.Candidates.GroupBy(c => c.NormalForm.Length % 2).Select(g => new BehaviourCluster([.. g.Select(c => c.Id)], 0, 1))], 20, null)),
            WriteTest write => new TestWritten(write.Model, chance.Next(3) > 0
                ? new WrittenTest(new ReproductionTest($"test-{write.Model}", write.Model, "assert f()"), FailsOnBase: chance.Next(4) > 0, Abstained: null)
                : new WrittenTest(null, FailsOnBase: false, "the model refused")),
            CheckTests check => new TestsChecked(check.Round, [.. check.Tests.Select(t => new TestSignal(
                t.Id, FailsOnBase: true, [.. check.Candidates.Where(c => c.NormalForm.Length % 2 == 0).Select(c => c.Id)],
                [.. check.Candidates.Where(c => c.NormalForm.Length % 2 == 1).Select(c => c.Id)]))]) { IsEarly = check.IsEarly },
            SelfHealing.Repair.Incidents.Select select => new Selected(
                select.Round, select.Model, chance.Next(4) > 0 ? select.Candidates[chance.Next(Math.Min(2, select.Candidates.Count))].Id : null, "it cannot tell"),
            TestCandidate test => Proof(test, chance.Next(4) > 0),
            Deploy => new Deployed(new Deployment("selfheal/inc-test", "abc", "origin", null)),
            Learn learn => new LessonLearned(new Lesson("inc-test", new Fingerprint("e", "k", "E"), learn.Winner.Operators, "", "", "f", Start)),
            _ => throw new InvalidOperationException(step.Id),
        };
    }

    // Engines alone, chat voters alone, or both; with and without those who tell programs apart.
    private static Triaged Panel(int seed)
    {
        string[] engines = ["mutation", "templates", "conditions", "ingredients", "lessons"];
        string[] chat = ["claude:agentless", "claude:multi-agent", "gpt:agentic", "gpt:agentless", "llama:agentless", "mistral:agentic", "fusion"];
        string[] voters = (seed % 4) switch { 0 => engines, 1 or 2 => chat, _ => [.. engines.Take(2), .. chat] };
        return new Triaged(voters)
        {
            TestWriters = seed % 4 > 0 && seed % 3 > 0 ? ["claude", "gpt"] : [],
            Selectors = seed % 4 > 1 && seed % 5 > 1 ? ["claude", "gpt", "llama"] : [],
        };
    }

    private static SearchReport Search(Code code, Random chance, bool agrees)
    {
        var found = agrees ? 1 : chance.Next(3);
        var candidates = Enumerable.Range(1, found).Select(rank => new Candidate
        {
            Id = $"r{code.Round}-{code.Voter}-{rank}",
            Voter = code.Voter,
            Patch = new Patch([new TextEdit("a.py", 10, 1, $"{rank}")]),
            Diff = "diff",
            NormalForm = new string('n', agrees ? 2 : 1 + chance.Next(4)),
            Operators = ["op"],
            Rank = rank,
            Score = 1.0 / rank,
            Size = 1,
            Origin = code.Voter == "fusion" ? CandidateOrigin.Fusion : code.Voter.Contains(':', StringComparison.Ordinal) ? CandidateOrigin.Chat : CandidateOrigin.Engine,
        }).ToList();
        return new SearchReport(50, 50, found, candidates, [], found == 0 ? "nothing passed" : null)
        {
            Drafts = [new Draft(new Patch([new TextEdit("a.py", 10, 1, "d")]), "it broke a test")],
        };
    }

    private static Tested Proof(TestCandidate test, bool passed)
    {
        var outcome = passed ? TestOutcome.Passed : TestOutcome.Failed;
        return new Tested(test.Candidate.Id, new TestReport(
            new Dictionary<string, TestOutcome>(StringComparer.Ordinal) { ["t::a"] = outcome },
            new Dictionary<string, TestOutcome>(StringComparer.Ordinal) { ["t::b"] = TestOutcome.Passed },
            passed, passed ? null : "t::a failed", 0.1));
    }

    private static int Stable(string text) => text.Aggregate(17, (hash, c) => unchecked(hash * 31 + c));
}
