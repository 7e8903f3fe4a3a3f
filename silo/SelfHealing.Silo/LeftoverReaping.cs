using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SelfHealing.Sandboxes;
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
        catch (SandboxException e)
        {
            // An incident that needs the sandbox says the same to its user.
            logger.LogInformation(e, "No leftover containers were looked for.");
        }
    }
}
