using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Budgets;
using SelfHealing.Grains.Budgets;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Calls;

/// <summary>What happens to an incident's calls when it is about to end: its account is closed, and content that must not be kept is removed.</summary>
internal sealed class CallClosing(
    IGrainFactory grains, IEventJournal journal, IEnumerable<IArtifactRemoval> removals, IOptionsMonitor<CallOptions> options, ILogger<CallClosing> logger)
{
    /// <summary>Closes what an incident that ends had open; doing it again changes nothing. A fault is logged: the account is let go of after two days anyway.</summary>
    public async Task CloseAsync(IncidentState incident)
    {
        try
        {
            await grains.GetGrain<IBudgetGrain>(BudgetKey.Of(incident.Report!.Tenant)).CloseAsync(incident.Id, CancellationToken.None);
            if (!options.CurrentValue.KeepContent && incident.Calls.Latest.Count > 0 && !IncidentRules.CanResume(incident))
            {
                await RemoveContentAsync(incident.Id);
            }
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The calls of incident {Incident} could not be closed.", incident.Id);
        }
    }

    private async Task RemoveContentAsync(string incident)
    {
        await foreach (var recorded in journal.ReadAsync(incident, after: 0, CancellationToken.None))
        {
            if (recorded.Event is ModelCalled { Call.Transcript: { } transcript })
            {
                foreach (var removal in removals)
                {
                    await removal.RemoveAsync(transcript, CancellationToken.None);
                }
            }
        }
    }
}
