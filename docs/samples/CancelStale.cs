using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Samples;

/// <summary>Stops every open incident of a branch that is gone.</summary>
public static class CancelStale
{
    public static async Task<int> RunAsync(ISelfHealingClient client, string branch, CancellationToken cancellationToken)
    {
        var cancelled = 0;
        foreach (var handle in await client.ListAsync(openOnly: true, limit: 1000, cancellationToken))
        {
            var first = await handle.ReadHistoryAsync(cancellationToken: cancellationToken).FirstAsync(cancellationToken);
            if (first.Event is Submitted { Report: var report } && report.Revision == branch)
            {
                await handle.CancelAsync($"branch {branch} was deleted", cancellationToken);
                cancelled++;
            }
        }

        return cancelled;
    }
}
