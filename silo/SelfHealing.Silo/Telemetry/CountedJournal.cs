using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Telemetry;

/// <summary>Counts the ends of incidents where they are recorded: once each, on the silo that recorded it.</summary>
internal sealed class CountedJournal : IEventJournal
{
    private readonly IEventJournal _journal;
    private readonly Counter<long> _ended;

    public CountedJournal(IEventJournal journal, IMeterFactory meters)
    {
        _journal = journal;
        _ended = meters.Create(ServiceDefaults.Meter).CreateCounter<long>("selfheal_incidents_ended", description: "Incidents that ended, by status.");
    }

    public Task<IReadOnlyList<RecordedEvent>> AppendAsync(string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken)
    {
        var appending = _journal.AppendAsync(incident, expected, events, cancellationToken);
        return events.OfType<Closed>().Any() ? CountedAsync(appending, events) : appending;
    }

    public IAsyncEnumerable<RecordedEvent> ReadAsync(string incident, long after, CancellationToken cancellationToken) => _journal.ReadAsync(incident, after, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken) => _journal.ListAsync(open, limit, cancellationToken);

    private async Task<IReadOnlyList<RecordedEvent>> CountedAsync(Task<IReadOnlyList<RecordedEvent>> appending, IReadOnlyList<RepairEvent> events)
    {
        var recorded = await appending;
        foreach (var closed in events.OfType<Closed>())
        {
            _ended.Add(1, KeyValuePair.Create<string, object?>("status", closed.Status.ToString()));
        }

        return recorded;
    }
}
