namespace SelfHealing.Memory;

/// <summary>By what memory recognises an error.</summary>
/// <param name="Exact">Digest of exception type, cleaned message and failing frames: equal for the same error.</param>
/// <param name="Kind">Digest of exception type and cleaned message alone: equal for like errors.</param>
/// <param name="Summary">Exception type and cleaned message, for people.</param>
[GenerateSerializer, Immutable, Alias("Fingerprint")]
public sealed record Fingerprint(string Exact, string Kind, string Summary);

/// <summary>What memory keeps of a solved incident.</summary>
/// <param name="Incident">The incident that taught it.</param>
/// <param name="Fingerprint">The error it solved.</param>
/// <param name="Operators">The operators of the winning edit.</param>
/// <param name="Before">What was replaced, in normal form.</param>
/// <param name="After">By what, in normal form.</param>
/// <param name="Function">The edited function's qualified name.</param>
/// <param name="At">When it was learned.</param>
[GenerateSerializer, Immutable, Alias("Lesson")]
public sealed record Lesson(
    string Incident, Fingerprint Fingerprint, IReadOnlyList<string> Operators, string Before, string After, string Function, DateTimeOffset At);

/// <summary>A voter's record as a Beta posterior: how often its ballot was for the winner that was accepted.</summary>
/// <param name="Right">Wins, the prior's included.</param>
/// <param name="Wrong">Losses, the prior's included.</param>
[GenerateSerializer, Immutable, Alias("VoterRecord")]
public sealed record VoterRecord(double Right, double Wrong)
{
    /// <summary>The uninformed prior, Beta(2, 2).</summary>
    public static VoterRecord Prior { get; } = new(2, 2);

    /// <summary>Posterior mean, 0 to 1.</summary>
    public double Mean => Right / (Right + Wrong);
}
