namespace SelfHealing.Repair.Supervision;

/// <summary>How many silos there may be, and how readily their number changes.</summary>
/// <param name="Min">Fewest silos, from 1.</param>
/// <param name="Max">Most silos, at least <paramref name="Min"/>.</param>
public sealed record ScalingRules(int Min, int Max)
{
    /// <summary>Least time between two changes. The default value is 20 seconds: a new silo needs some to take its share.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long there must be room to spare before a silo is stopped. The default value is 3 minutes.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Share of the processors in use from which another silo on the same machine helps nobody. The default value is 0.9.</summary>
    public double BusyCpu { get; init; } = 0.9;

    /// <summary>Share of the remaining silos' places that may be taken for one silo to be spare. The default value is 0.75.</summary>
    public double Fill { get; init; } = 0.75;
}
