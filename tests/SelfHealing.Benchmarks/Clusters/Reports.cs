using SelfHealing.Incidents;

namespace SelfHealing.Benchmarks.Clusters;

/// <summary>The incidents that a benchmark submits: no two are the same trouble, and none waits for a person.</summary>
internal static class Reports
{
    public static IncidentReport Of(string id, string repository, string tenant = "default") => new()
    {
        Repository = repository,
        TestCommand = "python3 -m pytest -q",
        AutoApproveAt = 0,
        Likeness = id,
        Tenant = tenant,
        Budget = TimeSpan.FromHours(2),
    };

    /// <summary>Submits an incident and waits for its end, as a client sees it.</summary>
    public static async Task SubmitAndWaitAsync(IGrainFactory grains, string id, IncidentReport report)
    {
        var incident = grains.GetGrain<IIncidentGrain>(id);
        await incident.SubmitAsync(report, CancellationToken.None);

        // Nothing of the history is asked for: the watch ends when the incident does.
        await foreach (var _ in incident.WatchAsync(long.MaxValue, CancellationToken.None))
        {
        }
    }
}
