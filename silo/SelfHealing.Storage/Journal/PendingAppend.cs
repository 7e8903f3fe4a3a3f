using SelfHealing.Incidents;

namespace SelfHealing.Storage.Journal;

/// <summary>An append that waits for the next group commit.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Expected">Sequence number of the incident's last event, as the caller knows it.</param>
/// <param name="Events">The events.</param>
/// <param name="Payloads">The JSON of the rows that hold the events, written before the append is queued so that a bad one fails its own caller alone.</param>
internal sealed record PendingAppend(string Incident, long Expected, IReadOnlyList<RepairEvent> Events, IReadOnlyList<string> Payloads)
{
    private readonly TaskCompletionSource<IReadOnlyList<RecordedEvent>> _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the events are on disk, or with the reason why not.</summary>
    public Task<IReadOnlyList<RecordedEvent>> Durable => _durable.Task;

    /// <summary>Number of the last event.</summary>
    public long Last => Expected + Events.Count;

    /// <summary>Length of the JSON.</summary>
    public int Size { get; } = Payloads.Sum(payload => payload.Length);

    /// <summary>Releases the caller.</summary>
    public void Release(DateTimeOffset at) =>
        _durable.TrySetResult([.. Events.Select((e, i) => new RecordedEvent(Incident, Expected + 1 + i, at, e))]);

    /// <summary>Releases the caller, who did not know of another writer's events.</summary>
    public void Refuse() => Fail(new JournalConflictException(Incident, Expected));

    /// <summary>Releases the caller with a failure.</summary>
    public void Fail(Exception failure) => _durable.TrySetException(failure);
}
