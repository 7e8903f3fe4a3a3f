using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Admission;
using SelfHealing.Grains.Incidents;

namespace SelfHealing.Grains.Admission;

/// <summary>Has what a silo worked on taken up by the others when it dies or leaves, and at the start of a cluster what all of them left.</summary>
internal sealed class RecoveryWatch(
    IClusterMembershipService membership, IGrainFactory grains, IOptions<IncidentOptions> options, TimeProvider time, ILogger<RecoveryWatch> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan s_retryDelay = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(RecoveryWatch), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AutoResume)
        {
            _watching = Task.Run(WatchAsync, CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchAsync()
    {
        var dead = Dead(membership.CurrentSnapshot);
        await RecoverAsync();
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(_stopping.Token))
        {
            var now = Dead(snapshot);
            if (!now.IsSubsetOf(dead))
            {
                logger.LogInformation("Silos left the cluster: {Silos}. What they worked on goes on elsewhere.", string.Join(", ", now.Except(dead)));
                await RecoverAsync();
            }

            dead = now;
        }
    }

    // The queue may have died with the silo: it is read again by the first call that reaches another one.
    private async Task RecoverAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await grains.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key).RecoverAsync(_stopping.Token);
                return;
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                logger.LogWarning(e, "The queue could not be reached; trying again.");
                await Task.Delay(s_retryDelay, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static HashSet<SiloAddress> Dead(ClusterMembershipSnapshot snapshot) =>
        [.. snapshot.Members.Values.Where(m => m.Status == SiloStatus.Dead).Select(m => m.SiloAddress)];
}
