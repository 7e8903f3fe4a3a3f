using SelfHealing.Cli.Terminals;

namespace SelfHealing.Cli.Chaos;

/// <summary>A kill and what came of it.</summary>
/// <param name="At">When it was done (UTC).</param>
/// <param name="Kind">What was killed, as the option says it.</param>
/// <param name="Name">Which one.</param>
/// <param name="Recovery">How long it took until everything went on; null when it did not within the limit.</param>
/// <param name="Incidents">Incidents that it hit.</param>
/// <param name="Problem">What did not recover; null when all did.</param>
internal sealed record KillRecord(DateTimeOffset At, string Kind, string Name, TimeSpan? Recovery, IReadOnlyList<string> Incidents, string? Problem)
{
    public override string ToString()
    {
        var hit = Incidents.Count > 0 ? $" with {Figures.Count(Incidents.Count, "incident")}" : "";
        return Recovery is { } recovery ? $"{Kind} {Name}{hit}: went on after {Figures.Duration(recovery)}" : $"{Kind} {Name}{hit}: {Problem}";
    }
}

/// <summary>What a whole run of chaos showed.</summary>
/// <param name="Seed">The seed that repeats it.</param>
/// <param name="Kills">How often something was killed.</param>
/// <param name="MedianRecoverySeconds">The median recovery; null where nothing recovered.</param>
/// <param name="P99RecoverySeconds">The recovery that one in a hundred exceeds.</param>
/// <param name="Incidents">Incidents that were looked at in the end.</param>
/// <param name="Failures">What went wrong, in sentences.</param>
internal sealed record ChaosSummary(int Seed, int Kills, double? MedianRecoverySeconds, double? P99RecoverySeconds, int Incidents, IReadOnlyList<string> Failures)
{
    /// <summary>Sums up kills and what the histories show.</summary>
    public static ChaosSummary Of(int seed, IReadOnlyList<KillRecord> kills, int incidents, IEnumerable<string> faults)
    {
        var recoveries = kills.Where(k => k.Recovery is not null).Select(k => k.Recovery!.Value.TotalSeconds).Order().ToList();
        return new ChaosSummary(
            seed, kills.Count, Percentile(recoveries, 0.5), Percentile(recoveries, 0.99), incidents, [.. kills.Where(k => k.Problem is not null).Select(k => k.ToString()), .. faults]);
    }

    public override string ToString() =>
        $"{Figures.Count(Kills, "kill")}, {Figures.Count(Failures.Count, "failure")}"
        + (MedianRecoverySeconds is { } median ? $"; recovered within {Figures.Duration(TimeSpan.FromSeconds(median))} (median) and {Figures.Duration(TimeSpan.FromSeconds(P99RecoverySeconds!.Value))} (p99)" : "")
        + $"; {Figures.Count(Incidents, "incident")} looked at, repeat with --seed {Seed}";

    // The nearest rank: a value that was really measured.
    private static double? Percentile(List<double> sorted, double share) =>
        sorted.Count == 0 ? null : Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)], 2);
}
