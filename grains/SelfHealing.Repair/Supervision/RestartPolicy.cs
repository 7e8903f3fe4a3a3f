namespace SelfHealing.Repair.Supervision;

/// <summary>What is done about a silo that has died.</summary>
/// <param name="EarlyDeaths">Deaths in a row before or soon after it was ready, this one included.</param>
/// <param name="Delay">Wait before it is started again.</param>
/// <param name="IsLooping">True when it dies again and again, which people should hear of.</param>
public sealed record Restart(int EarlyDeaths, TimeSpan Delay, bool IsLooping)
{
    /// <summary>Before any death.</summary>
    public static Restart Fresh { get; } = new(0, TimeSpan.Zero, false);
}

/// <summary>Decides when a dead silo is started again: at once, unless it keeps dying young.</summary>
public static class RestartPolicy
{
    /// <summary>How long a silo must have been ready for its death to be an accident.</summary>
    public static TimeSpan Settled { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait between two starts.</summary>
    public static TimeSpan LongestDelay { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Early deaths in a row that make a crash loop.</summary>
    public const int Loop = 4;

    /// <summary>What follows a death.</summary>
    /// <param name="last">What followed the last one of the same silo.</param>
    /// <param name="readyFor">How long it had been ready; null when it never was.</param>
    public static Restart AfterDeath(Restart last, TimeSpan? readyFor)
    {
        ArgumentNullException.ThrowIfNull(last);
        if (readyFor >= Settled)
        {
            return Restart.Fresh;
        }

        var early = last.EarlyDeaths + 1;
        var delay = early == 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Pow(2, Math.Min(early - 2, 10)));
        return new Restart(early, delay < LongestDelay ? delay : LongestDelay, early >= Loop);
    }
}
