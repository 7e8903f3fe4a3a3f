using SelfHealing.Incidents;

namespace SelfHealing.Scenarios.Clusters.Kills;

/// <summary>What a caller saw of an incident whose silo was killed.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Tenant">Who paid for it.</param>
/// <param name="Watched">The events that its watch told, in order.</param>
/// <param name="ToldAfter">From its last event to when the watch had told it.</param>
/// <param name="Kills">When silos were killed (UTC).</param>
internal sealed record KilledRepair(string Id, string Tenant, IReadOnlyList<RecordedEvent> Watched, TimeSpan ToldAfter, IReadOnlyList<DateTimeOffset> Kills)
{
    /// <summary>Seconds from each kill to the next event; a kill after the last has none.</summary>
    public IEnumerable<double> ResumeSeconds =>
        from kill in Kills
        let next = Watched.FirstOrDefault(e => e.At > kill)
        where next is not null
        select (next.At - kill).TotalSeconds;
}
