namespace SelfHealing.Models;

/// <summary>The time until a search must stop.</summary>
internal static class TimeLeft
{
    // Timers take no more than some 49 days.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(30);

    /// <summary>From now until then; zero when it has passed, 30 days at most.</summary>
    public static TimeSpan Until(DateTimeOffset deadline, TimeProvider time) =>
        TimeSpan.FromTicks(Math.Clamp((deadline - time.GetUtcNow()).Ticks, 0, s_longest.Ticks));
}
