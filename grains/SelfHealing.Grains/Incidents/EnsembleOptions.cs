using System.ComponentModel.DataAnnotations;
using SelfHealing.Ensemble;

namespace SelfHealing.Grains.Incidents;

/// <summary>How voters are combined. Section <c>SelfHealing:Ensemble</c>; an incident keeps what held at its triage.</summary>
public sealed class EnsembleOptions
{
    /// <summary>Whether searches are stopped once nothing they may still bring could change the winner or whether a person is asked.</summary>
    /// <value>The default value is true.</value>
    public bool StopEarly { get; set; } = EnsembleRules.Default.StopEarly;

    /// <summary>Whether edits that voters of different models share become a candidate of the voter <c>fusion</c> when no whole patch agrees.</summary>
    /// <value>The default value is true.</value>
    public bool Fuse { get; set; } = EnsembleRules.Default.Fuse;

    /// <summary>How much the share of passed reproduction tests counts in a candidate's weight; 0 also stops writing them.</summary>
    /// <value>A share of the weight, from 0 to 1. The default value is 0.8: a candidate that passes none keeps a fifth of its weight.</value>
    [Range(0, 1)]
    public double ReproductionTests { get; set; } = EnsembleRules.Default.ReproductionTests;

    /// <summary>How much one selector's choice counts beside the heaviest voter's first choice; 0 also stops asking them.</summary>
    /// <value>A share of that weight, from 0 to 1. The default value is 0.3.</value>
    [Range(0, 1)]
    public double Selectors { get; set; } = EnsembleRules.Default.Selectors;

    /// <summary>Models that write reproduction tests at most, in the order of the configuration.</summary>
    /// <value>From 0 to 16. The default value is 3.</value>
    [Range(0, 16)]
    public int MaxTestWriters { get; set; } = 3;

    /// <summary>Models that are asked to choose between behaviours at most, in the order of the configuration.</summary>
    /// <value>From 0 to 15. The default value is 5.</value>
    [Range(0, 15)]
    public int MaxSelectors { get; set; } = 5;

    internal EnsembleRules Rules => new() { StopEarly = StopEarly, Fuse = Fuse, ReproductionTests = ReproductionTests, Selectors = Selectors };
}
