using SelfHealing.Cli.Views;
using SelfHealing.Client;
using SelfHealing.Incidents;
using SelfHealing.Repositories;
using SelfHealing.Sandboxes;

namespace SelfHealing.Cli.Bench;

/// <summary>Takes one incident of a benchmark to its end.</summary>
internal static class IncidentRun
{
    public static async Task ToItsEndAsync(ISelfHealingClient client, IncidentReport report, IncidentView incident, CancellationToken cancellationToken)
    {
        var handle = await client.SubmitAsync(report, new SubmitOptions { Id = incident.Id }, cancellationToken);
        await WatchAsync(handle, incident, cancellationToken);
        if (incident.Status is IncidentStatus.TimedOut && incident.Worked < report.Budget * 0.9)
        {
            // A killed run left it behind: its clock ran on, its work did not.
            await handle.ResumeAsync(report.Budget, cancellationToken);
            await WatchAsync(handle, incident, cancellationToken);
        }
    }

    /// <summary>An infrastructure fault in a sentence.</summary>
    public static string Sentence(Exception e) =>
        e is GradingException or CliException or IncidentException or SandboxException or SetUpException or RepositoryException ? e.Message : $"{e.GetType().Name}: {e.Message}";

    private static async Task WatchAsync(RepairHandle handle, IncidentView incident, CancellationToken cancellationToken)
    {
        await foreach (var signal in handle.WatchAsync(incident.State.Sequence, cancellationToken))
        {
            incident.Apply(signal);
        }
    }
}
