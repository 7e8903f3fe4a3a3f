namespace SelfHealing.Repairs;

/// <summary>Every edit that a toolchain found worth trying, with the suspiciousness of their lines.</summary>
[GenerateSerializer, Immutable, Alias("EditSpace")]
public sealed record EditSpace(IReadOnlyList<EditAtom> Atoms, IReadOnlyList<Suspicion> Suspicions);

/// <summary>How suspicious one line is.</summary>
/// <param name="Path">Path below the repository's root.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Function">Qualified name of the enclosing function, or empty.</param>
/// <param name="Score">Ochiai suspiciousness, 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("Suspicion")]
public sealed record Suspicion(string Path, int Line, string Function, double Score);
