namespace SelfHealing.Silo.Tests;

/// <summary>The system's time, on a clock that is wrong.</summary>
internal sealed class SkewedTime(TimeSpan skew) : TimeProvider
{
    /// <summary>How far it is ahead; can be changed while it is used, as when somebody sets a clock.</summary>
    public TimeSpan Skew { get; set; } = skew;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Skew;
}
