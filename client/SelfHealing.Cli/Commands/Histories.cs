using SelfHealing.Cli.Views;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Commands;

/// <summary>Incidents as their journal tells them, without a silo.</summary>
internal static class Histories
{
    /// <summary>An incident as far as it is recorded.</summary>
    public static async Task<IncidentView> FoldAsync(this IEventJournal journal, string id, CancellationToken cancellationToken)
    {
        var incident = new IncidentView(id);
        await foreach (var recorded in journal.ReadAsync(id, 0, cancellationToken))
        {
            incident.Apply(new EventSignal(recorded));
        }

        return incident;
    }
}
