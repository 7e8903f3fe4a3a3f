using SelfHealing.Grains.Calls;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Incidents;

/// <summary>What is recorded of one incident: read at most once, appended one after the other, and told to those who watch.</summary>
internal sealed class IncidentRecord(string id, IEventJournal journal, CallClosing calls, Watchers watchers, IncidentPulse pulse, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _appending = new(1, 1);
    private bool _isUnsure = true;

    /// <summary>What is known of it: nothing before it was read or begun.</summary>
    public IncidentState State { get; private set; } = IncidentState.Unknown;

    /// <summary>Reads what is recorded, unless that was done.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (State.Sequence > 0)
        {
            return;
        }

        await _appending.WaitAsync(cancellationToken);
        try
        {
            await CatchUpAsync(cancellationToken);
        }
        finally
        {
            _appending.Release();
        }
    }

    /// <summary>Appends the first events of an incident. Almost every one is new: that nothing is recorded of it is not looked up but found out with the append.</summary>
    /// <exception cref="JournalConflictException">Something is recorded of it that was not read.</exception>
    public Task BeginAsync(Func<IReadOnlyList<RepairEvent>> tell) => AppendAsync(tell, isNew: State.Sequence == 0);

    public Task AppendAsync(params RepairEvent[] events) => AppendAsync(() => events);

    /// <summary>Appends what <paramref name="tell"/> answers. It is asked once everything before it is written: only then is it known what changes nothing.</summary>
    public Task AppendAsync(Func<IReadOnlyList<RepairEvent>> tell) => AppendAsync(tell, isNew: false);

    public void Dispose() => _appending.Dispose();

    private async Task AppendAsync(Func<IReadOnlyList<RepairEvent>> tell, bool isNew)
    {
        await _appending.WaitAsync();
        try
        {
            if (!isNew)
            {
                await CatchUpAsync(CancellationToken.None);
            }

            if (tell() is not { Count: > 0 } events)
            {
                return;
            }

            if (events.OfType<Closed>().Any())
            {
                // Before the end is recorded: a process may stop with it, and nobody comes back to what has ended.
                await calls.CloseAsync(After(events));
            }

            _isUnsure = true;
            var appended = await journal.AppendAsync(id, State.Sequence, events, CancellationToken.None);
            _isUnsure = false;
            State = appended.Aggregate(State, (state, recorded) => state.Apply(recorded));
            foreach (var recorded in appended)
            {
                watchers.Tell(new EventSignal(recorded));
            }
        }
        finally
        {
            _appending.Release();
        }

        pulse.Beat(State.Sequence);
    }

    // Nothing was read yet, or an append failed: it may have been written all the same.
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (!_isUnsure)
        {
            return;
        }

        await foreach (var recorded in journal.ReadAsync(id, State.Sequence, cancellationToken))
        {
            State = State.Apply(recorded);
            watchers.Tell(new EventSignal(recorded));
        }

        _isUnsure = false;
    }

    private IncidentState After(IReadOnlyList<RepairEvent> events) => events.Aggregate(
        State, (state, happened) => state.Apply(new RecordedEvent(id, state.Sequence + 1, time.GetUtcNow(), happened)));
}
