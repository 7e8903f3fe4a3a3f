using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Engines;

/// <summary>Two edits at once.</summary>
/// <remarks>
/// Three sources, in this order: edits that already fixed some failing test and broke none, with each other and with the likeliest others;
/// the same edit at sibling places (Hercules, Saha et al., 2019); and the likeliest edits of one function with each other.
/// </remarks>
internal static class EditPairs
{
    // Partners that each seed is tried with.
    private const int Partners = 300;

    // Likeliest own edits that are combined blindly: some four thousand pairs.
    private const int Blind = 90;

    public static IEnumerable<RankedEdit> Of(IReadOnlyList<EditAtom> own, EditSpace space, SearchScope scope, EditScore score) =>
        Seeded(own, space, scope, score)
            .Concat(Siblings(own, score))
            .Concat(Likeliest(own, score))
            .Take(Math.Max(1, scope.MaxCandidates * 3 / 4));

    private static IEnumerable<RankedEdit> Seeded(IReadOnlyList<EditAtom> own, EditSpace space, SearchScope scope, EditScore score)
    {
        var wanted = scope.Seeds.ToHashSet();
        var seeds = space.Atoms.Where(a => wanted.Contains(a.Id)).OrderByDescending(score.Of).ThenBy(a => a.Id).ToList();
        var among = seeds.SelectMany((one, i) => seeds.Skip(i + 1).Select(other => (one, other)));
        var partners = Ranking.Singles(own, score).Take(Partners).Select(e => e.Atoms[0]).ToList();
        var beyond = seeds.SelectMany(seed => partners.Select(partner => (one: seed, other: partner)));
        return Ordered(among, score).Concat(Ordered(beyond, score));
    }

    private static IEnumerable<RankedEdit> Siblings(IReadOnlyList<EditAtom> own, EditScore score) =>
        Ordered(
            own.GroupBy(a => (a.Operator, a.Before, a.After, a.Edits[0].Path))
                .Where(same => same.Key.After.Length > 0 || same.Key.Before.Length > 0)
                .SelectMany(same => same.Take(8).SelectMany((one, i) => same.Take(8).Skip(i + 1).Select(other => (one, other)))),
            score);

    private static IEnumerable<RankedEdit> Likeliest(IReadOnlyList<EditAtom> own, EditScore score)
    {
        var best = Ranking.Singles(own, score).Take(Blind).Select(e => e.Atoms[0]).ToList();
        return Ordered(best.SelectMany((one, i) => best.Skip(i + 1).Where(other => other.Function == one.Function).Select(other => (one, other))), score);
    }

    private static IEnumerable<RankedEdit> Ordered(IEnumerable<(EditAtom One, EditAtom Other)> pairs, EditScore score) =>
        pairs.Where(p => p.One.Id != p.Other.Id && PatchText.AreApart(p.One.Edits.Concat(p.Other.Edits)))
            .Select(p => new RankedEdit([p.One, p.Other], score.Of(p.One) * score.Of(p.Other)))
            .OrderByDescending(e => e.Score)
            .ThenBy(e => e.Atoms[0].Id)
            .ThenBy(e => e.Atoms[1].Id);
}
