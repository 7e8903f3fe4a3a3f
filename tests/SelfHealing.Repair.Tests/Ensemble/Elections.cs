using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Memory;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Ensemble;

/// <summary>Elections for the tests: by hand, or drawn.</summary>
internal static class Elections
{
    private static readonly string[] s_voters = ["condition", "ingredient", "lesson", "mutation", "template"];

    public static Review Clean { get; } = new(true, [], 1);

    public static TestReport Proof { get; } = new(new Dictionary<string, TestOutcome>(), new Dictionary<string, TestOutcome>(), true, null, 1);

    public static TestReport Refutation { get; } = Proof with { Passed = false, Reason = "t fails." };

    /// <summary>Any election: up to five voters, up to four candidates each, some equal, some refused, some tested.</summary>
    public static Arbitrary<VoteInput> Any { get; } = Gen.Choose(0, int.MaxValue).Select(Draw).ToArbitrary();

    public static Candidate Candidate(string voter, int rank = 1, string? program = null, double score = 1, double size = 1) => new()
    {
        Id = $"r1-{voter}-{rank}",
        Voter = voter,
        Patch = new Patch([new TextEdit("app.py", 0, 1, "x")]),
        Diff = "",
        NormalForm = program ?? $"{voter}-{rank}",
        Operators = ["relational-operator"],
        Rank = rank,
        Score = score,
        Size = size,
    };

    public static VoteInput Of(params Candidate[] candidates) => new()
    {
        Candidates = candidates,
        Reviews = candidates.ToDictionary(c => c.Id, _ => Clean),
        Behaviour = null,
        FailingTests = 1,
        PassingTests = 4,
    };

    public static VoteInput Alike(this VoteInput input, params string[][] clusters) => input with
    {
        Behaviour = new BehaviourReport([.. clusters.Select(c => new BehaviourCluster(c, 0, 0.5))], 100, clusters.Length > 1 ? "f([1, 2], 3)" : null),
    };

    /// <summary>Decides to the end: every test that is asked for is answered by <paramref name="proves"/>.</summary>
    public static (SelfHealing.Ensemble.Vote Vote, IReadOnlyList<string> Tested) Run(VoteInput input, Func<string, bool> proves)
    {
        var tested = new List<string>();
        while (VoteRule.Decide(input) is NeedsTest(var id))
        {
            tested.ShouldNotContain(id);
            input.Tests.ShouldNotContainKey(id);
            tested.Add(id);
            tested.Count.ShouldBeLessThanOrEqualTo(input.Candidates.Count);
            input = input with { Tests = new Dictionary<string, TestReport>(input.Tests) { [id] = proves(id) ? Proof : Refutation } };
        }

        return (((Decided)VoteRule.Decide(input)).Vote, tested);
    }

    /// <summary>The decision when every test proves its candidate.</summary>
    public static SelfHealing.Ensemble.Vote Elect(VoteInput input) => Run(input, _ => true).Vote;

    /// <summary>The election of a seed, the same for ever: a stored file tells what became of it.</summary>
    public static VoteInput Draw(int seed)
    {
        var random = new Random(seed);
        var candidates = new List<Candidate>();
        foreach (var voter in s_voters.Take(random.Next(6)))
        {
            for (var rank = 1; rank <= random.Next(5); rank++)
            {
                candidates.Add(Candidate(voter, rank, $"program-{random.Next(8)}", random.Next(4) / 3.0, 1 + random.Next(5)));
            }
        }

        // Equal programs behave alike.
        var behaviourOf = Enumerable.Range(0, 8).Select(_ => random.Next(-1, 4)).ToList();
        var clusters = candidates
            .GroupBy(c => behaviourOf[int.Parse(c.NormalForm["program-".Length..])])
            .Where(g => g.Key >= 0)
            .Select(g => new BehaviourCluster([.. g.Select(c => c.Id)], random.Next(3) / 2.0, random.NextDouble()))
            .ToList();
        return new VoteInput
        {
            Candidates = candidates,
            Reviews = candidates.Where(_ => random.Next(12) > 0)
                .ToDictionary(c => c.Id, _ => new Review(random.Next(8) > 0, [new ReviewFinding("overfit/x", "It smells.")], random.Next(1, 5) / 4.0)),
            Behaviour = random.Next(4) == 0 ? null : new BehaviourReport(clusters, 50, "f(1)"),
            Records = s_voters.Where(_ => random.Next(2) == 0).ToDictionary(v => v, _ => new VoterRecord(1 + random.Next(9), 1 + random.Next(9))),
            Tests = candidates.Where(_ => random.Next(6) == 0).ToDictionary(c => c.Id, _ => random.Next(2) == 0 ? Proof : Refutation),
            Abstentions = s_voters.Where(_ => random.Next(3) == 0).ToDictionary(v => v, _ => "found nothing"),
            FailingTests = random.Next(1, 4),
            PassingTests = random.Next(10),
        };
    }
}
