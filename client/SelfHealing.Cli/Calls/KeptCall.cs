using SelfHealing.Models;

namespace SelfHealing.Cli.Calls;

/// <summary>One call of an incident.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="Call">What came of it.</param>
/// <param name="Reply">What was asked and answered; null when it was not read or is not kept.</param>
internal sealed record KeptCall(DateTimeOffset At, ModelCall Call, RecordedReply? Reply);
