using SelfHealing.Memory;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Bench.Panels;

/// <summary>Ways to choose one candidate of a pool. Each sees the same pool and may ask the same selectors; null when there is nothing to choose.</summary>
internal static class Deciders
{
    // As many alternatives as one selector compares at once, here and in the grouped selector.
    private const int Group = 5;

    /// <summary>The vote of this system.</summary>
    public static PooledCandidate? Ours(PanelSetting setting, PanelPool pool, Selectors selectors, IReadOnlyDictionary<string, VoterRecord> records)
    {
        var input = new VoteInput
        {
            Candidates = [.. pool.Candidates.Select(c => c.Candidate)],
            Reviews = pool.Candidates.ToDictionary(c => c.Candidate.Id, _ => new Review(Allowed: true, [], 1), StringComparer.Ordinal),
            Behaviour = new BehaviourReport(
                [.. pool.Candidates.GroupBy(c => pool.Observed[c.Behaviour]).Select(g => new BehaviourCluster([.. g.Select(c => c.Candidate.Id)], 0, 0.5))], 100, "f(0)"),
            Records = records,
            Signals = pool.Signals,
            Selectors = setting.Selectors,
            FailingTests = 1,
            PassingTests = 5,
        };
        input = input with { Selections = Selections(setting, input, pool, selectors) };
        while (VoteRule.Decide(input) is NeedsTest { Candidate: var leader })
        {
            var proof = new TestReport(new Dictionary<string, TestOutcome>(), new Dictionary<string, TestOutcome>(), Passed: true, Reason: null, 1);
            input = input with { Tests = new Dictionary<string, TestReport>(input.Tests, StringComparer.Ordinal) { [leader] = proof } };
        }

        return VoteRule.Decide(input) is Decided { Vote.Winner: { } winner } ? pool[winner] : null;
    }

    /// <summary>Whoever passes the tests first.</summary>
    public static PooledCandidate? FirstPassing(PanelPool pool) => pool.Candidates is [var first, ..] ? first : null;

    /// <summary>Agentless (Xia et al., 2024): those that pass most reproduction tests, of them the program with most samples, of these the first.</summary>
    public static PooledCandidate? Majority(PanelPool pool)
    {
        int Passed(PooledCandidate c) => pool.Signals.Count(s => s.Passed.Contains(c.Candidate.Id));
        return pool.Candidates
            .GroupBy(Passed).MaxBy(g => g.Key)?
            .GroupBy(c => c.Candidate.NormalForm, StringComparer.Ordinal).MaxBy(program => program.Sum(c => c.Samples))?
            .First();
    }

    /// <summary>trae-agent (2025): programs in groups, the selectors choose one of each group, then among those, stopping at a majority; else the most votes.</summary>
    public static PooledCandidate? GroupedSelector(PanelSetting setting, PanelPool pool, Selectors selectors)
    {
        List<PooledCandidate> left = [.. pool.Candidates.DistinctBy(c => c.Candidate.NormalForm)];
        while (left.Count > 1)
        {
            left = [.. left.Chunk(Group).Select(group => Elected(setting.Selectors, group, selectors))];
        }

        return left.FirstOrDefault();
    }

    private static PooledCandidate Elected(int count, PooledCandidate[] group, Selectors selectors) => group.Length == 1
        ? group[0]
        : Enumerable.Range(0, count).Select(_ => selectors.Choose(group)).GroupBy(c => c.Candidate.Id, StringComparer.Ordinal).MaxBy(g => g.Count())?.First() ?? group[0];

    private static Dictionary<string, string?> Selections(PanelSetting setting, VoteInput input, PanelPool pool, Selectors selectors)
    {
        var shown = VoteRule.Standing(input, Group).Select(c => pool[c.Id]).ToList();
        return shown.Count < 2 || input.Rules.Selectors <= 0
            ? []
            : Enumerable.Range(0, setting.Selectors).ToDictionary(s => $"selector-{s}", string? (_) => selectors.Choose(shown).Candidate.Id, StringComparer.Ordinal);
    }
}
