using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>One program that stands for election: the admitted candidates that share a normal form.</summary>
/// <param name="Candidates">Its candidates in the order of <see cref="Precedence"/>.</param>
internal sealed record Contender(IReadOnlyList<Candidate> Candidates)
{
    /// <summary>The candidate that decides ties for it.</summary>
    public Candidate First => Candidates[0];

    /// <summary>Ties are decided by fewest edits, then earliest rank; the id only makes the order total.</summary>
    public static IComparer<Candidate> Precedence { get; } = Comparer<Candidate>.Create((a, b) =>
        a.Size.CompareTo(b.Size) is not 0 and var size ? size
        : a.Rank.CompareTo(b.Rank) is not 0 and var rank ? rank
        : string.CompareOrdinal(a.Id, b.Id));
}
