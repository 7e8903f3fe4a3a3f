using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Storage;

namespace SelfHealing.Silo;

/// <summary>Removes, at start and once a day, the histories that are older than the retention, and the artifacts that no history can refer to any more.</summary>
internal sealed class Forgetting(
    IJournalRetention journal, IArtifactRetention artifacts, IOptions<RetentionOptions> options, TimeProvider time, ILogger<Forgetting> logger)
    : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromDays(1);

    // More than clocks differ, and than putting again is noted late.
    private static readonly TimeSpan _margin = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var day = new PeriodicTimer(_every, time);
        do
        {
            await ForgetAsync(stoppingToken);
        }
        while (await day.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var forgotten = await journal.ForgetAsync(time.GetUtcNow() - options.Value.ClosedIncidents, cancellationToken);
            if (forgotten.Count > 0)
            {
                logger.LogInformation("Forgot {Count} incidents that ended more than {Retention} ago.", forgotten.Count, options.Value.ClosedIncidents);
            }

            // Every incident puts what it refers to after it was submitted.
            var oldest = await journal.OldestSubmissionAsync(cancellationToken) ?? time.GetUtcNow();
            if (await artifacts.ForgetAsync(oldest - _margin, cancellationToken) is > 0 and var removed)
            {
                logger.LogInformation("Removed {Count} artifacts of incidents that are forgotten.", removed);
            }
        }
        catch (Exception e) when (e is DbException or StorageException or IOException or UnauthorizedAccessException)
        {
            // Nothing depends on it, and tomorrow is another day.
            logger.LogWarning(e, "Old incidents and their artifacts could not all be removed.");
        }
    }
}
