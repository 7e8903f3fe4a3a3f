using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SelfHealing.Client;
using SelfHealing.Silo;

namespace SelfHealing.Cli.Silos;

/// <summary>A connection to the silo of another process of this machine.</summary>
internal sealed class JoinedSession : ISiloSession
{
    private readonly IHost _host;
    private readonly CancellationTokenSource _lost;

    private JoinedSession(IHost host, CancellationTokenSource lost)
    {
        (_host, _lost) = (host, lost);
        Client = host.Services.GetRequiredService<ISelfHealingClient>();
    }

    public ISelfHealingClient Client { get; }

    public IServiceProvider? Services => null;

    public bool MayBeTakenOver => true;

    public CancellationToken Lost => _lost.Token;

    /// <summary>Connects to a gateway.</summary>
    public static async Task<JoinedSession> ConnectAsync(IPEndPoint gateway, CancellationToken cancellationToken)
    {
        var lost = new CancellationTokenSource();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "selfheal" });
        builder.Services.AddSelfHealingClient([gateway], EmbeddedSilo.ClusterId, EmbeddedSilo.ServiceId);
        builder.UseOrleansClient(client => client.AddClusterConnectionLostHandler((_, _) => lost.Cancel()));
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new JoinedSession(host, lost);
        }
        catch
        {
            host.Dispose();
            lost.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_lost.IsCancellationRequested)
        {
            await _host.StopAsync();
        }

        _host.Dispose();
        _lost.Dispose();
    }
}
