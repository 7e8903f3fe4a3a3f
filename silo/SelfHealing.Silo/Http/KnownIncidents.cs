using SelfHealing.Http;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Silo.Http;

/// <summary>Finds incidents without waking their grains: a name that nobody submitted must cost nothing.</summary>
internal sealed class KnownIncidents(IGrainFactory grains)
{
    private IIncidentsGrain All => grains.GetGrain<IIncidentsGrain>(IIncidentsGrain.Key);

    public Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken) => All.ListAsync(open, limit, cancellationToken);

    /// <summary>The grain of an incident that was submitted.</summary>
    /// <exception cref="ApiException">There is none of that name.</exception>
    public async Task<IIncidentGrain> FindAsync(string id, CancellationToken cancellationToken)
    {
        await PageAsync(id, 0, 1, cancellationToken);
        return grains.GetGrain<IIncidentGrain>(id);
    }

    /// <summary>A page of an incident's history.</summary>
    /// <exception cref="ApiException">There is no such incident.</exception>
    public async Task<IReadOnlyList<RecordedEvent>> PageAsync(string id, long after, int limit, CancellationToken cancellationToken)
    {
        var page = IncidentId.IsValid(id) ? await All.ReadAsync(id, after, limit, cancellationToken) : [];
        return page.Count > 0 || (after > 0 && IncidentId.IsValid(id) && (await All.ReadAsync(id, 0, 1, cancellationToken)).Count > 0)
            ? page
            : throw new ApiException(404, IncidentId.IsValid(id)
                ? $"There is no incident {id}. See the ones there are with `selfheal list`."
                : "That is not an incident's id. Ids look like inc-2k7f9d3xqm.");
    }

    /// <summary>What an incident's whole history amounts to.</summary>
    /// <exception cref="ApiException">There is no such incident.</exception>
    public async Task<IncidentState> FoldAsync(string id, CancellationToken cancellationToken)
    {
        var state = IncidentState.Unknown;
        IReadOnlyList<RecordedEvent> page;
        do
        {
            page = await PageAsync(id, state.Sequence, HttpContract.LargestPage, cancellationToken);
            state = page.Aggregate(state, (known, recorded) => known.Apply(recorded));
        }
        while (page.Count >= HttpContract.LargestPage);
        return state;
    }
}
