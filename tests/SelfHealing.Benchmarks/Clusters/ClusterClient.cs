using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using SelfHealing.Client;

namespace SelfHealing.Benchmarks.Clusters;

/// <summary>An Orleans client of the silos on a database.</summary>
internal sealed class ClusterClient : IAsyncDisposable
{
    private readonly IHost _host;

    private ClusterClient(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The client that callers use, on the same connection.</summary>
    public ISelfHealingClient SelfHealing => _host.Services.GetRequiredService<ISelfHealingClient>();

    /// <summary>Connects once a silo is there.</summary>
    public static async Task<ClusterClient> ConnectAsync(Database database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole();
        builder.UseOrleansClient(client =>
        {
            client.UsePostgresClustering(database.ConnectionString);
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (SiloArguments.ClusterId, SiloArguments.ClusterId));
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), cancellationToken);
                return true;
            });
        });
        builder.Services.AddSelfHealingClient();
        var host = builder.Build();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await host.StartAsync(patience.Token);
        return new ClusterClient(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
