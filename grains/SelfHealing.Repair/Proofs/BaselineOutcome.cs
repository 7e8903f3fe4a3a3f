using SelfHealing.Incidents;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Proofs;

/// <summary>What the run of the unchanged revision says.</summary>
public abstract record BaselineOutcome;

/// <summary>Some test fails: there is something to repair.</summary>
public sealed record Reproducible(Baseline Baseline) : BaselineOutcome;

/// <summary>There is nothing to work from.</summary>
/// <param name="Status"><see cref="IncidentStatus.CannotReproduce"/> when the tests pass, <see cref="IncidentStatus.Faulted"/> when the run cannot be judged.</param>
/// <param name="Reason">A sentence for the user: what happened, to what, and what to do.</param>
public sealed record NotReproducible(IncidentStatus Status, string Reason) : BaselineOutcome;
