using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Storage;

namespace SelfHealing.Silo;

/// <summary>Removes, at start and once a day, the histories that are older than the retention.</summary>
internal sealed class Forgetting(IJournalRetention journal, IOptions<RetentionOptions> options, TimeProvider time, ILogger<Forgetting> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromDays(1);

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
        }
        catch (DbException e)
        {
            // Nothing depends on it, and tomorrow is another day.
            logger.LogWarning(e, "Old incidents could not be forgotten.");
        }
    }
}
