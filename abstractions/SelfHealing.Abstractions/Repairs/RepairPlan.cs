namespace SelfHealing.Repairs;

/// <summary>The planner's view of the fault.</summary>
/// <param name="RootCause">What is wrong, in words.</param>
/// <param name="AffectedFiles">Files that a fix may touch, most suspicious first.</param>
/// <param name="FixStrategy">How to go about it, in words.</param>
/// <param name="Scope">How wide the search of this round is.</param>
[GenerateSerializer, Immutable, Alias("RepairPlan")]
public sealed record RepairPlan(string RootCause, IReadOnlyList<string> AffectedFiles, string FixStrategy, SearchScope Scope);

/// <summary>How wide engines search.</summary>
/// <param name="MaxCandidates">Candidates each voter may test.</param>
/// <param name="Pairs">True to combine partial fixes in pairs, and to repeat an edit at sibling places.</param>
/// <param name="Seeds">Atoms that fixed something without breaking anything in earlier rounds.</param>
[GenerateSerializer, Immutable, Alias("SearchScope")]
public sealed record SearchScope(int MaxCandidates, bool Pairs, IReadOnlyList<int> Seeds)
{
    /// <summary>Single edits that each voter tested in earlier rounds, best first: this round goes on after them. The default value is 0.</summary>
    [Id(0)] public int From { get; init; }
}
