using Orleans.Concurrency;

namespace SelfHealing.Incidents;

/// <summary>The incidents that the system knows, keyed <see cref="Key"/>: a reader of the journal for those who have no journal at hand.</summary>
[Alias("IIncidentsGrain")]
public interface IIncidentsGrain : IGrainWithStringKey
{
    /// <summary>The key of the one grain.</summary>
    const string Key = "incidents";

    /// <summary>Ids of the incidents, newest first.</summary>
    /// <param name="open">True for those that are not closed only.</param>
    /// <param name="limit">Most ids returned.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    [ReadOnly]
    Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken);

    /// <summary>A page of an incident's history: what was recorded after <paramref name="after"/>, in order. Nothing is started by reading.</summary>
    /// <param name="incident">The incident's id.</param>
    /// <param name="after">Sequence number of the last event already known; 0 for the beginning.</param>
    /// <param name="limit">Most events returned; fewer mean that there are no more.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>Empty when there are no more events, or no such incident.</returns>
    [ReadOnly]
    Task<IReadOnlyList<RecordedEvent>> ReadAsync(string incident, long after, int limit, CancellationToken cancellationToken);
}
