using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Client;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Silos;

/// <summary>A silo in this process. Disposing stops it and gives its data folder back.</summary>
internal sealed class HostedSession : ISiloSession
{
    private readonly EmbeddedSilo _silo;
    private readonly SiloLock _lock;
    private readonly ServiceProvider _clients;

    public HostedSession(EmbeddedSilo silo, SiloLock taken)
    {
        (_silo, _lock) = (silo, taken);
        _clients = new ServiceCollection().AddSingleton(silo.Grains).AddSelfHealingClient().BuildServiceProvider();
        Client = _clients.GetRequiredService<ISelfHealingClient>();
    }

    public ISelfHealingClient Client { get; }

    public IServiceProvider? Services => _silo.Services;

    public bool MayBeTakenOver => false;

    public CancellationToken Lost => CancellationToken.None;

    public async ValueTask DisposeAsync()
    {
        await _clients.DisposeAsync();
        await _silo.DisposeAsync();
        _lock.Dispose();
    }
}
