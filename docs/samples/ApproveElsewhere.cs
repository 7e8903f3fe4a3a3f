using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Samples;

/// <summary>Decides, from any service that knows the incident's id, on a fix that waits for a person.</summary>
public static class ApproveElsewhere
{
    public static async Task<bool> RunAsync(ISelfHealingClient client, string id, string person, Func<string, bool> accepts, CancellationToken cancellationToken)
    {
        var handle = client.GetHandle(id);
        var waiting = await handle.GetResultAsync(cancellationToken);
        if (waiting is not { Status: IncidentStatus.AwaitingApproval, Winner: { } winner })
        {
            return false;
        }

        try
        {
            // Safe to repeat: approving twice deploys once.
            await (accepts(winner.Diff)
                ? handle.ApproveAsync(person, "read and understood", cancellationToken)
                : handle.RejectAsync(person, "not this way", cancellationToken));
        }
        catch (IncidentException)
        {
            // Somebody else decided meanwhile.
            return false;
        }

        return (await handle.GetResultAsync(cancellationToken)).Status == IncidentStatus.Resolved;
    }
}
