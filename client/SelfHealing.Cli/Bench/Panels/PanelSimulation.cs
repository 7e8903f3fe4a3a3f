using SelfHealing.Memory;
using SelfHealing.Repair.Memory;

namespace SelfHealing.Cli.Bench.Panels;

/// <summary>Lets every way to decide choose from the same drawn pools.</summary>
internal static class PanelSimulation
{
    /// <summary>One setting. The same seed gives the same result.</summary>
    public static PanelResult Of(PanelSetting setting, int seed, int incidents)
    {
        var records = Learn(setting, seed);
        var (ceiling, ours, first, majority, grouped) = (0, 0, 0, 0, 0);
        for (var incident = 0; incident < incidents; incident++)
        {
            var chance = Chance(setting, seed, incident);
            var pool = new PanelDraw(setting, chance).Draw();
            var judgement = chance.Next();
            ceiling += pool.Candidates.Any(c => c.Behaviour == PanelPool.Right) ? 1 : 0;
            ours += IsRight(Deciders.Ours(setting, pool, new Selectors(pool, new Random(judgement)), records));
            first += IsRight(Deciders.FirstPassing(pool));
            majority += IsRight(Deciders.Majority(pool));
            grouped += IsRight(Deciders.GroupedSelector(setting, pool, new Selectors(pool, new Random(judgement))));
        }

        double Rate(int right) => Math.Round(right / (double)incidents, 4);
        return new PanelResult(setting.Name, Rate(ceiling), Rate(ours), Rate(first), Rate(majority), Rate(grouped));
    }

    // Records as memory keeps them: a right winner is accepted and teaches who stood behind it, a wrong one is refused and teaches nothing.
    private static IReadOnlyDictionary<string, VoterRecord> Learn(PanelSetting setting, int seed)
    {
        IReadOnlyDictionary<string, VoterRecord> records = new Dictionary<string, VoterRecord>(StringComparer.Ordinal);
        for (var incident = 1; incident <= setting.Learnt; incident++)
        {
            var chance = Chance(setting, seed, -incident);
            var pool = new PanelDraw(setting, chance).Draw();
            if (Deciders.Ours(setting, pool, new Selectors(pool, chance), records) is { Behaviour: PanelPool.Right })
            {
                records = VoterRecords.Update(records, pool.Candidates
                    .GroupBy(c => c.Candidate.Voter, StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, g => g.Any(c => c.Behaviour == PanelPool.Right), StringComparer.Ordinal));
            }
        }

        return records;
    }

    private static Random Chance(PanelSetting setting, int seed, int incident) =>
        new(setting.Name.Aggregate(unchecked((seed * 1_000_003) + incident), (hash, c) => unchecked((hash * 31) + c)));

    private static int IsRight(PooledCandidate? chosen) => chosen is { Behaviour: PanelPool.Right } ? 1 : 0;
}
