using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Client;

namespace SelfHealing.Cli.Silos;

/// <summary>A way over the HTTP API of a server, which may be anywhere.</summary>
internal sealed class ServedSession : ISiloSession
{
    // A person waits: an address without a server is told soon.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ServiceProvider _services;

    /// <param name="server">The server's address.</param>
    /// <param name="token">The caller's token; null or empty for none.</param>
    public ServedSession(Uri server, string? token)
    {
        _services = new ServiceCollection().AddSelfHealingClient(server, http => http.Token = token, options => options.CallTimeout = Patience).BuildServiceProvider();
        Client = _services.GetRequiredService<ISelfHealingClient>();
    }

    public ISelfHealingClient Client { get; }

    public IServiceProvider? Services => null;

    public bool MayBeTakenOver => false;

    public CancellationToken Lost => CancellationToken.None;

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
