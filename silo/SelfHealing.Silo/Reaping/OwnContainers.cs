using Microsoft.Extensions.Hosting;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Reaping;

namespace SelfHealing.Silo.Reaping;

/// <summary>Lets no container outlive this process when it is stopped in good order.</summary>
/// <remarks>
/// Incidents of this silo end their runs themselves, because they hand them over. What runs here for an incident of another silo does not know
/// of the stop: after a moment it is killed, and that incident does its step again elsewhere.
/// </remarks>
internal sealed class OwnContainers(SandboxReaper reaper, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan _moment = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopped = new();
    private Task _removal = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _removal = RemoveAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        await _removal;
    }

    public void Dispose() => _stopped.Dispose();

    private async Task RemoveAsync()
    {
        await Task.Delay(_moment, time, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await reaper.RemoveOwnAsync();
        }
        catch (SandboxException)
        {
            // Without an engine there are no containers.
        }
    }
}
