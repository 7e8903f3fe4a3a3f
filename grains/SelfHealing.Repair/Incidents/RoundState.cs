using System.Collections.Immutable;
using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Incidents;

/// <summary>What is known of one round.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Plan">The round's plan.</param>
public sealed record RoundState(int Number, RepairPlan Plan)
{
    /// <summary>Finished searches by voter.</summary>
    public ImmutableSortedDictionary<string, SearchReport> Searches { get; init; } =
        ImmutableSortedDictionary.Create<string, SearchReport>(StringComparer.Ordinal);

    /// <summary>The behaviour of the round's candidates, once observed.</summary>
    public BehaviourReport? Behaviour { get; init; }

    /// <summary>What the reproduction tests said of the candidates that were tried; see <see cref="IncidentState.SignalsOf"/>.</summary>
    public IReadOnlyList<TestSignal>? Signals { get; init; }

    /// <summary>True once they ran on every program.</summary>
    public bool AreTestsChecked { get; init; }

    /// <summary>What each selector that finished chose.</summary>
    public ImmutableSortedDictionary<string, Selected> Selections { get; init; } =
        ImmutableSortedDictionary.Create<string, Selected>(StringComparer.Ordinal);

    /// <summary>The decision, once made.</summary>
    public Vote? Vote { get; init; }
}
