using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Integrations.Git;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Reaping;
using SelfHealing.Silo.Fitness;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Reaping;

/// <summary>Removes from this machine what dead silos and ended incidents left: at start, every few minutes, and when a silo dies.</summary>
internal sealed class ClusterReaping(
    SandboxReaper containers, CloneReaper clones, IIncidentIndex incidents, IClusterMembershipService membership, DataFolder folder, DiskCheck disk,
    IOptions<SandboxOptions> sandbox, IOptions<ReapingOptions> options, TimeProvider time, ILogger<ClusterReaping> logger) : BackgroundService
{
    private readonly SemaphoreSlim _alone = new(1, 1);

    public override void Dispose()
    {
        _alone.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(AtTimesAsync(stoppingToken), AtDeathsAsync(stoppingToken));

    private async Task AtTimesAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.Every, time);
        do
        {
            await ReapAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task AtDeathsAsync(CancellationToken cancellationToken)
    {
        var known = new HashSet<SiloAddress>();
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(cancellationToken))
        {
            var dead = snapshot.Members.Values.Where(member => member.Status == SiloStatus.Dead).Select(member => member.SiloAddress).ToHashSet();
            if (!dead.IsSubsetOf(known))
            {
                known = dead;
                await ReapAsync(cancellationToken);
            }
        }
    }

    private async Task ReapAsync(CancellationToken cancellationToken)
    {
        await _alone.WaitAsync(cancellationToken);
        try
        {
            await ReapContainersAsync(cancellationToken);
            await ReapClonesAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever needs the engine or the database says the same aloud. Housekeeping that fails must never stop the silo.
            logger.LogInformation(e, "Leftovers were not looked for to the end. The next time is in {Every}.", options.Value.Every);
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task ReapContainersAsync(CancellationToken cancellationToken)
    {
        await containers.ReapAsync(cancellationToken);
        var removed = await containers.ReapClusterAsync(sandbox.Value.Cluster, IsDead, incidents.WhichAreOverAsync, cancellationToken);
        if (removed > 0)
        {
            logger.LogInformation("Removed {Count} containers of dead silos and of incidents that are over.", removed);
        }
    }

    private async Task ReapClonesAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(folder.Database))
        {
            // An embedded silo works in this folder as well, on incidents that this cluster knows nothing of.
            return;
        }

        var (cleared, removed) = await clones.ReapAsync(incidents.WhichAreOverAsync, disk.IsLow ? TimeSpan.Zero : options.Value.Clones, cancellationToken);
        if (cleared + removed > 0)
        {
            logger.LogInformation("Cleared what {Incidents} ended incidents had left in the clones, and removed {Clones} clones.", cleared, removed);
        }
    }

    private bool IsDead(string silo)
    {
        try
        {
            return membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(silo)) == SiloStatus.Dead;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
