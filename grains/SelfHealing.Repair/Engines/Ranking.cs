using SelfHealing.Repairs;

namespace SelfHealing.Repair.Engines;

/// <summary>Orders edits, best first; the place in the space decides ties so that every run is the same.</summary>
internal static class Ranking
{
    public static IEnumerable<RankedEdit> Singles(IEnumerable<EditAtom> atoms, EditScore score) =>
        atoms.Select(atom => new RankedEdit([atom], score.Of(atom)))
            .OrderByDescending(e => e.Score)
            .ThenBy(e => e.Atoms[0].Id);
}
