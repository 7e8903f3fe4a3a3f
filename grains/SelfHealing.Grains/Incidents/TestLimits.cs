using SelfHealing.Incidents;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Incidents;

/// <summary>How long test runs may take and how far an exploration goes.</summary>
internal static class TestLimits
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Functions and edits that an exploration enumerates at most.</summary>
    public static ExplorationLimits OfExploration(bool withEdits) => new(MaxFunctions: 8, MaxEdits: withEdits ? 20_000 : 0);

    /// <summary>A baseline run may take a third of the budget, ten minutes at most.</summary>
    public static TimeSpan OfBaseline(IncidentReport report) => Min(report.Budget / 3, Longest);

    /// <summary>A proof may take ten times the baseline and half a minute more, within the baseline's own limit.</summary>
    public static TimeSpan OfProof(IncidentReport report, Baseline baseline) =>
        Min(TimeSpan.FromSeconds(30 + 10 * baseline.Seconds), OfBaseline(report) * 2);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
