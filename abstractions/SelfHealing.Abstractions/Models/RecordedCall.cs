namespace SelfHealing.Models;

/// <summary>One call of a transcript.</summary>
/// <param name="Call">What came of it.</param>
/// <param name="Reply">What was asked and answered; null when nothing came.</param>
[GenerateSerializer, Immutable, Alias("RecordedCall")]
public sealed record RecordedCall(ModelCall Call, RecordedReply? Reply);
