using SelfHealing.Repairs;

namespace SelfHealing.Repair.Localisation;

/// <summary>Keeps a search away from whatever judges it.</summary>
public static class ProgramOnly
{
    /// <summary>The space without the files that decide how the tests come out; the whole space where nothing else is left to edit.</summary>
    /// <param name="space">What can be edited.</param>
    /// <param name="deciding">Paths of those files.</param>
    public static EditSpace Of(EditSpace space, IReadOnlySet<string> deciding)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(deciding);
        var suspicions = space.Suspicions.Where(s => !deciding.Contains(s.Path)).ToList();
        var atoms = space.Atoms.Where(a => !a.Edits.Any(e => deciding.Contains(e.Path))).ToList();
        var isNothingLeft = space.Atoms.Count > 0 ? atoms.Count == 0 : suspicions.Count == 0;
        return isNothingLeft ? space : new EditSpace(atoms, suspicions);
    }
}
