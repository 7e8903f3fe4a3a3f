using Microsoft.Extensions.Options;
using SelfHealing.Incidents;

namespace SelfHealing.Client;

/// <summary>The client over any grain factory: one of a silo in the same process, or one of a cluster client.</summary>
internal sealed class SelfHealingClient(IGrainFactory grains, IOptions<SelfHealingClientOptions> options, TimeProvider time) : ISelfHealingClient
{
    public async Task<RepairHandle> SubmitAsync(IncidentReport report, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var handle = GetHandle(id ?? IncidentId.New(time));
        await grains.GetGrain<IIncidentGrain>(handle.Id).SubmitAsync(report, cancellationToken);
        return handle;
    }

    public RepairHandle GetHandle(string id) => IncidentId.IsValid(id)
        ? new RepairHandle(id, () => grains.GetGrain<IIncidentGrain>(id), options.Value, time)
        : throw new ArgumentException($"'{id}' is not an incident's id. Ids look like inc-2k7f9d3xqm.", nameof(id));

    public async Task<IReadOnlyList<RepairHandle>> ListAsync(bool openOnly = false, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var ids = await grains.GetGrain<IIncidentsGrain>(IIncidentsGrain.Key).ListAsync(openOnly, limit, cancellationToken);
        return [.. ids.Select(GetHandle)];
    }
}
