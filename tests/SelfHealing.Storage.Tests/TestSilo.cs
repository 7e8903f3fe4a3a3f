using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace SelfHealing.Storage.Tests;

/// <summary>A real silo.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _host.Services;

    public static Task<TestSilo> StartAsync(DataFolder folder) => StartAsync(silo =>
    {
        var (siloPort, gatewayPort) = FreePorts();
        silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: "selfheal-tests", clusterId: "selfheal-tests");
        silo.AddSqliteStorage(folder);
    });

    /// <summary>A silo of the cluster whose storage is in a PostgreSQL database.</summary>
    public static Task<TestSilo> StartAsync(string connectionString) => StartAsync(silo =>
    {
        var (siloPort, gatewayPort) = FreePorts();
        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = ("selfheal-tests", "selfheal-tests"));
        silo.ConfigureEndpoints("127.0.0.1", siloPort, gatewayPort);
        silo.AddPostgresStorage(connectionString);
    });

    private static async Task<TestSilo> StartAsync(Action<ISiloBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            configure(silo);
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100));
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestSilo(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static (int Silo, int Gateway) FreePorts()
    {
        using TcpListener one = new(IPAddress.Loopback, 0), other = new(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }
}
