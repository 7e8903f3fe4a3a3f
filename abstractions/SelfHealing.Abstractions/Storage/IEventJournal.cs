using SelfHealing.Incidents;

namespace SelfHealing.Storage;

/// <summary>The append-only table of every incident's events: the truth.</summary>
public interface IEventJournal
{
    /// <summary>Appends events after <paramref name="expected"/>, all or none, and returns once they are durable.</summary>
    /// <param name="incident">The incident's id.</param>
    /// <param name="expected">Sequence number of the incident's last event; 0 for none.</param>
    /// <param name="events">One or more events; they get the next numbers.</param>
    /// <param name="cancellationToken">Gives up waiting; the append may still happen.</param>
    /// <exception cref="JournalConflictException">Somebody else appended first; fold again.</exception>
    Task<IReadOnlyList<RecordedEvent>> AppendAsync(string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken);

    /// <summary>The events of one incident after <paramref name="after"/>, in order.</summary>
    IAsyncEnumerable<RecordedEvent> ReadAsync(string incident, long after, CancellationToken cancellationToken);

    /// <summary>Ids of the incidents, newest first.</summary>
    /// <param name="open">True for those that are not closed only.</param>
    /// <param name="limit">Most ids returned.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken);
}

/// <summary>The incident has events that the writer did not know of.</summary>
[GenerateSerializer, Alias("JournalConflictException")]
public sealed class JournalConflictException(string incident, long expected)
    : Exception($"Incident {incident} has events after number {expected}; it was written by another process.");
