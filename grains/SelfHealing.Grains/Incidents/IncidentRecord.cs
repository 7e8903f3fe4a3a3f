using SelfHealing.Grains.Calls;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Incidents;

/// <summary>What is recorded of one incident: read once, appended one after the other, and told to those who watch.</summary>
internal sealed class IncidentRecord(string id, IEventJournal journal, CallClosing calls, Watchers watchers, IncidentPulse pulse, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _appending = new(1, 1);
    private bool _isUnsure;

    /// <summary>What is known of it.</summary>
    public IncidentState State { get; private set; } = IncidentState.Unknown;

    /// <summary>Reads what is recorded and not known yet.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await foreach (var recorded in journal.ReadAsync(id, State.Sequence, cancellationToken))
        {
            Take(recorded);
        }
    }

    public Task AppendAsync(params RepairEvent[] events) => AppendAsync(() => events);

    /// <summary>Appends what <paramref name="tell"/> answers. It is asked once everything before it is written: only then is it known what changes nothing.</summary>
    public async Task AppendAsync(Func<IReadOnlyList<RepairEvent>> tell)
    {
        await _appending.WaitAsync();
        try
        {
            if (_isUnsure)
            {
                // An append that failed may have been written all the same.
                await ReadAsync(CancellationToken.None);
                _isUnsure = false;
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

    public void Dispose() => _appending.Dispose();

    private IncidentState After(IReadOnlyList<RepairEvent> events) => events.Aggregate(
        State, (state, happened) => state.Apply(new RecordedEvent(id, state.Sequence + 1, time.GetUtcNow(), happened)));

    private void Take(RecordedEvent recorded)
    {
        State = State.Apply(recorded);
        watchers.Tell(new EventSignal(recorded));
    }
}
