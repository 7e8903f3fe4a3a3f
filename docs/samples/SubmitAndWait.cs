using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Samples;

/// <summary>Submits a failing test suite and waits for what comes of it.</summary>
public static class SubmitAndWait
{
    public static async Task<string> RunAsync(ISelfHealingClient client, CancellationToken cancellationToken)
    {
        var report = new IncidentReport
        {
            Repository = "https://example.org/inventory.git",
            Revision = "main",
            TestCommand = "python3 -m pytest -q",
            AutoApproveAt = 0.95,
        };

        var handle = await client.SubmitAsync(report, cancellationToken: cancellationToken);
        var result = await handle.GetResultAsync(cancellationToken);

        return result.Status switch
        {
            IncidentStatus.Resolved => $"{handle.Id}: fixed on the branch {result.Deployment!.Branch}",
            IncidentStatus.AwaitingApproval => $"{handle.Id}: a fix waits for a person, confidence {result.Vote!.Confidence:0.00}",
            _ => $"{handle.Id}: {result.Status}. {result.Reason}",
        };
    }
}
