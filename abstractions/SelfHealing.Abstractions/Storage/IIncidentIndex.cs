using SelfHealing.Admission;

namespace SelfHealing.Storage;

/// <summary>The open incidents, from the row that the journal keeps for each in the transaction that appends its events. It is the durable queue.</summary>
public interface IIncidentIndex
{
    /// <summary>Every incident that is not closed, in the order of submission.</summary>
    IAsyncEnumerable<IncidentEntry> ReadOpenAsync(CancellationToken cancellationToken);

    /// <summary>Which of these incidents are closed or unknown: what was made for them is nobody's any more.</summary>
    Task<IReadOnlyList<string>> WhichAreOverAsync(IReadOnlyList<string> incidents, CancellationToken cancellationToken);

    /// <summary>Ids of the incidents that were reported again as the same trouble, newest first.</summary>
    Task<IReadOnlyList<string>> DuplicatesOfAsync(string incident, int limit, CancellationToken cancellationToken);
}
