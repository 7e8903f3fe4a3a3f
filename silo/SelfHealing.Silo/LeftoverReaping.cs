using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SelfHealing.Sandboxes.Reaping;

namespace SelfHealing.Silo;

/// <summary>Removes, at start and beside it, the containers that dead silos left.</summary>
internal sealed class LeftoverReaping(SandboxReaper reaper, ILogger<LeftoverReaping> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await reaper.ReapAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // An incident that needs the sandbox says the same to its user. Housekeeping that fails must never stop the silo.
            logger.LogInformation(e, "No leftover containers were looked for.");
        }
    }
}
