namespace SelfHealing.Repairs;

/// <summary>What one voter's search of one round brought.</summary>
/// <param name="Generated">Distinct candidates proposed.</param>
/// <param name="Tested">Candidates that ran in the sandbox.</param>
/// <param name="Plausible">How many passed the failing tests and broke none.</param>
/// <param name="Candidates">The best of the plausible ones, at most a handful, by rank.</param>
/// <param name="Partial">Ids of edit atoms that fixed some failing test and broke none: seeds of the next round.</param>
/// <param name="Abstained">Why the voter has nothing to propose, in words; null when it has.</param>
[GenerateSerializer, Immutable, Alias("SearchReport")]
public sealed record SearchReport(
    int Generated, int Tested, int Plausible, IReadOnlyList<Candidate> Candidates, IReadOnlyList<int> Partial, string? Abstained)
{
    /// <summary>Whole patches that did not pass, at most a handful: what several of them share may still be right.</summary>
    [Id(0)] public IReadOnlyList<Draft> Drafts { get; init; } = [];
}
