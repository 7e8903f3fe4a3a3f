using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>What holds for an incident that is known by its text and that no failing test shows.</summary>
/// <remarks>
/// Tests that go on passing only say that a patch breaks nothing they look at. That it repairs anything is shown by reproduction tests alone;
/// without them a person decides, whatever the threshold. A model that was talked into a patch was talked into its test as well, so nobody's
/// test backs a patch of its own.
/// </remarks>
public static class Unshown
{
    /// <summary>Highest confidence in a winner that no test shows to be right.</summary>
    public const double HighestConfidence = 0.5;

    /// <summary>True when more of the reproduction tests that fail on the base revision pass with the winner than fail with it, those of its own model left out.</summary>
    /// <param name="winner">The winning candidate.</param>
    /// <param name="signals">What the reproduction tests said.</param>
    public static bool IsBacked(Candidate winner, IReadOnlyList<TestSignal> signals)
    {
        ArgumentNullException.ThrowIfNull(winner);
        ArgumentNullException.ThrowIfNull(signals);
        var own = ReproductionTest.IdOf(VoterNames.ModelOf(winner.Voter));
        var telling = signals.Where(s => s.FailsOnBase && s.Test != own).ToList();
        return telling.Count(s => s.Passed.Contains(winner.Id)) > telling.Count(s => s.Failed.Contains(winner.Id));
    }

    /// <summary>Whether a winner may be deployed without a person, as far as its tests are concerned.</summary>
    /// <param name="failingTests">Tests that showed the fault before.</param>
    /// <param name="winner">The winning candidate.</param>
    /// <param name="signals">What the reproduction tests said.</param>
    public static bool MayGoUnasked(int failingTests, Candidate winner, IReadOnlyList<TestSignal> signals) =>
        failingTests > 0 || IsBacked(winner, signals);

    /// <summary>The same in words; null where failing tests showed the fault.</summary>
    internal static string? Words(int failingTests, Candidate winner, IReadOnlyList<TestSignal> signals) =>
        failingTests > 0 ? null
        : IsBacked(winner, signals) ? "No failing test of the project showed the fault; reproduction tests of other models that fail without the patch pass with it."
        : "No failing test showed the fault and no other model's reproduction test backs the patch, so a person must approve it, whatever the confidence.";
}
