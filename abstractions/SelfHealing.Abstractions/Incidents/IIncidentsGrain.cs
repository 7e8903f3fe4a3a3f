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
}
