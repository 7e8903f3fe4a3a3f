namespace SelfHealing.Ensemble;

/// <summary>The rules of the ensemble for one incident, fixed at its triage so that a resume decides as the first run would have.</summary>
[GenerateSerializer, Immutable, Alias("EnsembleRules")]
public sealed record EnsembleRules
{
    /// <summary>The rules of incidents that name none.</summary>
    public static EnsembleRules Default { get; } = new();

    /// <summary>Whether searches are stopped when their outcome cannot change the winner any more. The default value is true.</summary>
    [Id(0)] public bool StopEarly { get; init; } = true;

    /// <summary>Whether edits that several voters share are fused into a candidate when no whole patch agrees. The default value is true.</summary>
    [Id(1)] public bool Fuse { get; init; } = true;

    /// <summary>How much the share of passed reproduction tests counts in a candidate's weight, 0 (not at all) to 1. The default value is 0.8.</summary>
    [Id(2)] public double ReproductionTests { get; init; } = 0.8;

    /// <summary>How much one selector's choice counts beside the heaviest voter's first choice, 0 (not at all) to 1. The default value is 0.3.</summary>
    [Id(3)] public double Selectors { get; init; } = 0.3;
}
