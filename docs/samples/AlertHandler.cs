using SelfHealing.Admission;
using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Samples;

/// <summary>Turns alerts into incidents. The same alert may come many times, from many processes, while the queue is full: it becomes one incident.</summary>
public sealed class AlertHandler(ISelfHealingClient client, TimeProvider time)
{
    public async Task<RepairHandle> HandleAsync(Alert alert, CancellationToken cancellationToken)
    {
        var report = new IncidentReport
        {
            Repository = alert.Repository,
            Revision = alert.Commit,
            TestCommand = "make test",
            ErrorText = alert.StackTrace,
            Tenant = alert.Team,
            Priority = alert.IsPaging ? IncidentPriority.Critical : IncidentPriority.Normal,
            // Alerts of one fingerprint are one trouble: one repair, and every reporter is told of it.
            Likeness = alert.Fingerprint,
            Reporter = "alertmanager",
        };
        var once = new SubmitOptions { IdempotencyKey = $"{alert.Fingerprint}/{alert.StartedAt:O}" };
        while (true)
        {
            try
            {
                return await client.SubmitAsync(report, once, cancellationToken);
            }
            catch (QueueFullException full)
            {
                await Task.Delay(full.RetryAfter, time, cancellationToken);
            }
        }
    }

    public sealed record Alert(string Fingerprint, DateTimeOffset StartedAt, string Team, bool IsPaging, string Repository, string Commit, string StackTrace);
}
