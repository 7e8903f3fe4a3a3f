namespace SelfHealing.Toolchains;

/// <summary>What candidates do on generated inputs, grouped.</summary>
/// <param name="Clusters">Ids of candidates that behaved alike on every input, cluster by cluster.</param>
/// <param name="Inputs">How many inputs were run.</param>
/// <param name="Separator">An input on which the clusters differ and what each gave, in words; null when there is one cluster.</param>
[GenerateSerializer, Immutable, Alias("BehaviourReport")]
public sealed record BehaviourReport(IReadOnlyList<BehaviourCluster> Clusters, int Inputs, string? Separator);

/// <summary>Candidates that behave alike.</summary>
/// <param name="Candidates">Ids of the candidates.</param>
/// <param name="Faults">Share, 0 to 1, of the inputs on which they raised an error or hung.</param>
/// <param name="KeptBehaviour">Share, 0 to 1, of the inputs on which they do as the unpatched program did.</param>
[GenerateSerializer, Immutable, Alias("BehaviourCluster")]
public sealed record BehaviourCluster(IReadOnlyList<string> Candidates, double Faults, double KeptBehaviour);
