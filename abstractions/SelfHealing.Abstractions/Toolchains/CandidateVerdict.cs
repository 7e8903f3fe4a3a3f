using SelfHealing.Repairs;

namespace SelfHealing.Toolchains;

/// <summary>One patch to be tried in a batch.</summary>
/// <param name="Number">The caller's number for it, unique in the batch.</param>
/// <param name="Patch">The change.</param>
[GenerateSerializer, Immutable, Alias("Trial")]
public sealed record Trial(int Number, Patch Patch);

/// <summary>What a batch found of one patch.</summary>
/// <param name="Number">The trial's number.</param>
/// <param name="Verdict">How it did.</param>
/// <param name="Fixed">How many of the failing tests passed.</param>
/// <param name="Broken">How many of the passing tests failed (at most 1: a batch stops at the first).</param>
/// <param name="FirstFailure">Id of the first test that failed, or null.</param>
[GenerateSerializer, Immutable, Alias("CandidateVerdict")]
public sealed record CandidateVerdict(int Number, TrialVerdict Verdict, int Fixed, int Broken, string? FirstFailure);

/// <summary>How a patch did in a batch.</summary>
[GenerateSerializer, Alias("TrialVerdict")]
public enum TrialVerdict
{
    /// <summary>Every failing test passes and no passing test fails.</summary>
    Plausible,

    /// <summary>Some test fails.</summary>
    Failed,

    /// <summary>The patched source does not parse, or the file cannot be edited so.</summary>
    Invalid,

    /// <summary>It hit its time or work limit.</summary>
    TimedOut,

    /// <summary>Its process was killed or left early.</summary>
    Crashed,
}
