using Orleans.Concurrency;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Incidents;

/// <summary>Reads the journal for clients that have none at hand.</summary>
[StatelessWorker]
internal sealed class IncidentsGrain(IEventJournal journal) : Grain, IIncidentsGrain
{
    public Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken) =>
        journal.ListAsync(open, limit, cancellationToken);

    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(string incident, long after, int limit, CancellationToken cancellationToken)
    {
        var page = new List<RecordedEvent>();
        await foreach (var recorded in journal.ReadAsync(incident, after, cancellationToken))
        {
            page.Add(recorded);
            if (page.Count >= limit)
            {
                break;
            }
        }

        return page;
    }
}
