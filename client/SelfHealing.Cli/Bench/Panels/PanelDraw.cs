using SelfHealing.Repairs;

namespace SelfHealing.Cli.Bench.Panels;

/// <summary>Draws the pool of one incident: how hard it is, who is right, which mistakes are made, what passes which test.</summary>
internal sealed class PanelDraw(PanelSetting setting, Random random)
{
    // Shares of the ways in which one behaviour is written; the same for right and wrong.
    private static readonly double[] s_forms = [0.5, 0.25, 0.15, 0.1];

    // Standard deviation of an incident's difficulty, in logits of being right.
    private const double Difficulty = 0.8;

    // Standard deviation of what makes a behaviour look right to all selectors alike.
    private const double Persuasion = 0.6;

    // Chance that generated inputs do not tell a wrong behaviour from the right one.
    private const double Unseparated = 0.05;

    private const int Everybodys = 1;
    private readonly Dictionary<string, int> _thoughts = new(StringComparer.Ordinal);
    private readonly Dictionary<int, bool> _plausible = new() { [PanelPool.Right] = true };

    public PanelPool Draw()
    {
        var difficulty = Difficulty * Normal();
        var voters = setting.Voters.ToArray();
        random.Shuffle(voters);
        List<PooledCandidate> candidates = [.. voters.Where(v => random.NextDouble() >= v.Silent).SelectMany(v => Of(v, difficulty))];
        var behaviours = candidates.Select(c => c.Behaviour).Distinct().Order().ToList();
        return new PanelPool(
            candidates,
            [.. Enumerable.Range(1, setting.Tests).Select(t => Signal(t, candidates, behaviours))],
            behaviours.ToDictionary(b => b, b => (b == PanelPool.Right ? setting.Judgement : 0) + (Persuasion * Normal())),
            behaviours.ToDictionary(b => b, b => random.NextDouble() < Unseparated ? PanelPool.Right : b));
    }

    private List<PooledCandidate> Of(PanelVoter voter, double difficulty)
    {
        var drawn = new List<(int Behaviour, int Form)>();
        for (var sample = 0; sample < voter.Samples; sample++)
        {
            var behaviour = voter.IsMalicious ? 1000 + random.Next(1_000_000) : Sample(voter, difficulty);
            if (voter.IsMalicious || IsPlausible(behaviour))
            {
                drawn.Add((behaviour, Form()));
            }
        }

        var isChat = voter.Name.Contains(':', StringComparison.Ordinal);
        return [.. drawn.GroupBy(d => d)
            .OrderByDescending(g => g.Count())
            .Select((g, i) => new PooledCandidate(
                new Candidate
                {
                    Id = $"r1-{voter.Name}-{i + 1}",
                    Voter = voter.Name,
                    Patch = new Patch([]),
                    Diff = "",
                    NormalForm = $"{g.Key.Behaviour}/{g.Key.Form}",
                    Operators = [],
                    Rank = i + 1,
                    Score = voter.IsMalicious ? 1e9 : isChat ? g.Count() / (double)voter.Samples : random.NextDouble() / (i + 1),
                    Size = voter.IsMalicious ? 1 : 1 + random.Next(isChat ? 20 : 3),
                    Origin = isChat ? CandidateOrigin.Chat : CandidateOrigin.Engine,
                },
                g.Key.Behaviour,
                g.Count()))];
    }

    private int Sample(PanelVoter voter, double difficulty)
    {
        var model = voter.Name.Split(':')[0];
        if (random.NextDouble() >= voter.SharedByModel)
        {
            return Think(voter, difficulty);
        }

        return _thoughts.TryGetValue(model, out var thought) ? thought : _thoughts[model] = Think(voter, difficulty);
    }

    private int Think(PanelVoter voter, double difficulty)
    {
        var right = 1 / (1 + Math.Exp(-(Math.Log(voter.Right / (1 - voter.Right)) + difficulty)));
        return random.NextDouble() < right ? PanelPool.Right : random.NextDouble() < voter.SharedByAll ? Everybodys : 1 + Zipf(setting.WrongBehaviours);
    }

    private bool IsPlausible(int behaviour) =>
        _plausible.TryGetValue(behaviour, out var known) ? known : _plausible[behaviour] = random.NextDouble() < setting.WrongIsPlausible;

    private TestSignal Signal(int number, List<PooledCandidate> candidates, List<int> behaviours)
    {
        var passing = behaviours
            .Where(b => random.NextDouble() < (b == PanelPool.Right ? setting.RightPassesTest : setting.WrongPassesTest))
            .ToHashSet();
        var split = candidates.ToLookup(c => passing.Contains(c.Behaviour), c => c.Candidate.Id);
        return new TestSignal($"test-{number}", FailsOnBase: true, [.. split[true]], [.. split[false]]);
    }

    private int Form()
    {
        var at = random.NextDouble();
        return Array.FindIndex(s_forms, share => (at -= share) < 0) is >= 0 and var form ? form : 0;
    }

    private int Zipf(int most)
    {
        var at = random.NextDouble() * Enumerable.Range(1, most).Sum(k => 1.0 / k);
        for (var k = 1; k < most; k++)
        {
            if ((at -= 1.0 / k) < 0)
            {
                return k - 1;
            }
        }

        return most - 1;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
