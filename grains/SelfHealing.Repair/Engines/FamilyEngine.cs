using SelfHealing.Memory;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Engines;

/// <summary>Walks one family of edits by score; in wider rounds pairs come first.</summary>
internal sealed class FamilyEngine(string name, string family, string description) : IEngine
{
    public string Name => name;

    public string Description => description;

    public IEnumerable<RankedEdit> Propose(EditSpace space, SearchScope scope, IReadOnlyList<Lesson> lessons, Fingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(scope);
        var score = new EditScore(space);
        var own = space.Atoms.Where(a => a.Family == family).ToList();
        var pairs = scope.Pairs ? EditPairs.Of(own, space, scope, score) : [];
        return pairs.Concat(Ranking.Singles(own, score).DistinctBy(e => e.NormalForm).Skip(scope.From)).DistinctBy(e => e.NormalForm);
    }

    public string Silence(EditSpace space, IReadOnlyList<Lesson> lessons) =>
        $"There is no {family} edit to make in the suspicious code.";
}
