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
}
