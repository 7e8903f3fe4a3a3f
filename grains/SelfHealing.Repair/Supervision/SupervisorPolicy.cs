namespace SelfHealing.Repair.Supervision;

/// <summary>How many silos there should be.</summary>
/// <param name="Desired">That number.</param>
/// <param name="ChangedAt">When it last changed, on the supervisor's own clock.</param>
/// <param name="SpareSince">Since when one silo fewer would do; null while it would not.</param>
/// <param name="Reason">Why the number was changed just now, in a sentence; null when it was not.</param>
public sealed record Scale(int Desired, TimeSpan ChangedAt, TimeSpan? SpareSince = null, string? Reason = null);

/// <summary>Decides how many silos there should be: more when incidents wait for a place, fewer when there has been room to spare for a while.</summary>
/// <remarks>
/// Growing is quick (it may double) and shrinking slow (one at a time, after a quiet while, and only where the rest would be three quarters full
/// at most), so that a steady load never makes the number swing.
/// </remarks>
public static class SupervisorPolicy
{
    /// <summary>The scale that follows.</summary>
    /// <param name="scale">The scale so far.</param>
    /// <param name="load">What is seen now; null when nothing could be seen, which changes nothing.</param>
    /// <param name="now">The supervisor's clock.</param>
    /// <param name="rules">The limits.</param>
    public static Scale Next(Scale scale, ClusterLoad? load, TimeSpan now, ScalingRules rules)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(rules);
        var current = scale with { Desired = Math.Clamp(scale.Desired, rules.Min, rules.Max), Reason = null };
        if (load is null || load.Able < current.Desired)
        {
            // Silos that start, were killed or cannot work: their places are not seen yet, so the load says little.
            return current with { SpareSince = null };
        }

        if (IsShort(load))
        {
            return now - current.ChangedAt >= rules.Cooldown && load.CpuShare < rules.BusyCpu && current.Desired < rules.Max
                ? Grown(current, load, now, rules)
                : current with { SpareSince = null };
        }

        if (current.Desired == rules.Min || load.Queued > 0 || load.Running > rules.Fill * load.PlacesEach * (current.Desired - 1))
        {
            return current with { SpareSince = null };
        }

        var since = current.SpareSince ?? now;
        return now - since >= rules.Quiet && now - current.ChangedAt >= rules.Cooldown
            ? new Scale(current.Desired - 1, now, now, $"Stopping one silo: {Count(load.Running, "incident runs", "incidents run")}, and {Count(current.Desired - 1, "silo does", "silos do")} for that.")
            : current with { SpareSince = since };
    }

    /// <summary>Incidents wait although every place is taken. Where places are free, it is a tenant's or a repository's limit that they wait for.</summary>
    private static bool IsShort(ClusterLoad load) => load.Queued > 0 && load.Running >= load.Places;

    private static Scale Grown(Scale scale, ClusterLoad load, TimeSpan now, ScalingRules rules)
    {
        var needed = (int)Math.Min(int.MaxValue, (load.Queued + (long)load.Running + load.PlacesEach - 1) / load.PlacesEach);
        var desired = Math.Clamp(needed, scale.Desired + 1, Math.Min(rules.Max, scale.Desired * 2));
        return new Scale(desired, now, null, $"Starting {Count(desired - scale.Desired, "more silo", "more silos")}: {Count(load.Queued, "incident waits", "incidents wait")}, and {Places(load.Places)} taken.");
    }

    private static string Places(int places) => places == 1 ? "the one place is" : $"all {places} places are";

    private static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";
}
