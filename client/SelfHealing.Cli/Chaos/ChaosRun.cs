using SelfHealing.Cli.Clusters;
using SelfHealing.Incidents;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Cli.Chaos;

/// <summary>Kills, looks whether the cluster recovers, and in the end whether any incident was lost or did anything twice.</summary>
internal sealed class ChaosRun(ChaosWorld world, ClusterApi api, ChaosOptions options, TimeProvider time, Action<KillRecord> tell)
{
    private static readonly TimeSpan Probe = TimeSpan.FromMilliseconds(250);
    private readonly ChaosPlan _plan = new(options.Seed, options.Kinds);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<KillRecord> _kills = [];

    /// <summary>Goes on for the time that was asked for, or until it is asked to stop.</summary>
    public async Task<ChaosSummary> RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            while (time.GetElapsedTime(began) < options.Duration)
            {
                var turn = time.GetTimestamp();
                await TakeTurnAsync(cancellationToken);
                var pause = TimeSpan.FromTicks(Math.Min((options.Interval - time.GetElapsedTime(turn)).Ticks, (options.Duration - time.GetElapsedTime(began)).Ticks));
                await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was seen until now is summed up.
        }

        return ChaosSummary.Of(options.Seed, _kills, _seen.Count, await HistoryFaultsAsync());
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (_plan.Next(await world.TargetsAsync(options.Kinds, cancellationToken)) is not { } target)
        {
            return;
        }

        _seen.UnionWith(await TryAsync(() => api.ListOpenAsync(cancellationToken), cancellationToken) ?? []);
        var before = new Before(world.Silos.Count(s => s.IsReady), await LastEventsAsync(await world.HitByAsync(target, cancellationToken), cancellationToken));
        _seen.UnionWith(before.Events.Keys);
        var at = time.GetUtcNow();
        var killed = time.GetTimestamp();
        if (await world.KillAsync(target, cancellationToken))
        {
            var record = await WatchAsync(target, before, at, killed, cancellationToken);
            _kills.Add(record);
            tell(record);
        }
    }

    private async Task<KillRecord> WatchAsync(ChaosTarget target, Before before, DateTimeOffset at, long killed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var missing = await MissingAsync(target, before, cancellationToken);
            var elapsed = time.GetElapsedTime(killed);
            if (missing is null || elapsed > options.Limit)
            {
                return new KillRecord(
                    at, ChaosOptions.WordOf(target.Kind), target.Name, missing is null ? elapsed : null, [.. before.Events.Keys],
                    missing is null ? null : $"after {options.Limit.TotalSeconds:0} s {missing}");
            }

            await Task.Delay(Probe, time, cancellationToken);
        }
    }

    /// <summary>What has not recovered yet; null when everything has.</summary>
    private async Task<string?> MissingAsync(ChaosTarget target, Before before, CancellationToken cancellationToken)
    {
        var silos = world.Silos;
        if (target.Kind == ChaosKind.Silo && silos.Any(s => $"{s.ProcessId}" == target.Id))
        {
            return $"{target.Name} has not been replaced";
        }

        if (silos.Count(s => s.IsReady) < before.ReadySilos)
        {
            return $"only {silos.Count(s => s.IsReady)} of {before.ReadySilos} silos are ready";
        }

        if (await TryAsync(() => api.GetReportAsync(cancellationToken), cancellationToken) is null)
        {
            return "the cluster does not answer";
        }

        foreach (var (incident, last) in before.Events)
        {
            if (await TryAsync(() => api.ReadAsync(incident, last, cancellationToken), cancellationToken) is not { Count: > 0 })
            {
                return $"{incident} has not moved on";
            }
        }

        return null;
    }

    /// <summary>The last events of incidents that have not ended.</summary>
    private async Task<Dictionary<string, long>> LastEventsAsync(IReadOnlyList<string> incidents, CancellationToken cancellationToken)
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var incident in incidents)
        {
            if (await TryAsync(() => api.ReadAsync(incident, 0, cancellationToken), cancellationToken) is { Count: > 0 } history && history[^1].Event is not Closed)
            {
                last[incident] = history[^1].Sequence;
            }
        }

        return last;
    }

    private async Task<IReadOnlyList<string>> HistoryFaultsAsync()
    {
        var faults = new List<string>();
        foreach (var incident in _seen.Order(StringComparer.Ordinal))
        {
            var history = await TryAsync(() => api.ReadAsync(incident, 0, CancellationToken.None), CancellationToken.None);
            faults.AddRange(history switch
            {
                null => [$"The history of {incident} could not be read in the end."],
                { Count: 0 } => [$"{incident} is lost: it has no history any more."],
                _ => HistoryExactness.Faults(history),
            });
        }

        return faults;
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
        where T : class?
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (ClusterApi.IsAway(e, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>What there was before a kill.</summary>
    /// <param name="ReadySilos">How many silos were ready.</param>
    /// <param name="Events">The last event of every incident that the kill hits.</param>
    private sealed record Before(int ReadySilos, Dictionary<string, long> Events);
}
