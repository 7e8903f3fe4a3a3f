using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SelfHealing.Sandboxes.Reaping;

namespace SelfHealing.Silo;

/// <summary>A whole silo in the caller's process: SQLite, built-in models, the machine's Docker engine.</summary>
public sealed class EmbeddedSilo : IAsyncDisposable
{
    /// <summary>The cluster id of an embedded silo, for clients of other processes.</summary>
    public const string ClusterId = "selfheal-embedded";

    /// <summary>The service id of an embedded silo, for clients of other processes.</summary>
    public const string ServiceId = "selfheal";

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);
    private readonly IHost _host;

    private EmbeddedSilo(IHost host, IPEndPoint gateway)
    {
        _host = host;
        Gateway = gateway;
    }

    /// <summary>The grains of this silo.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The silo's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Where other processes of this machine reach the silo as Orleans clients.</summary>
    public IPEndPoint Gateway { get; }

    /// <summary>Starts a silo on a data folder. The caller holds the folder's lock.</summary>
    public static async Task<EmbeddedSilo> StartAsync(EmbeddedSiloOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        var builder = Compose(options);
        builder.UseOrleans(silo => silo.AddEmbedded(options, siloPort, gatewayPort));
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            host.Dispose();
            throw;
        }

        return new EmbeddedSilo(host, new IPEndPoint(IPAddress.Loopback, gatewayPort));
    }

    /// <summary>The adapters of a silo on a data folder, without the silo: for looking at the machine, and for working in its sandbox.</summary>
    public static IHost Adapters(EmbeddedSiloOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = Compose(options);
        builder.Services.AddSqliteStorage(options.DataFolder);
        return builder.Build();
    }

    /// <summary>Kills what runs in the sandbox and stops. Incidents that were running go on when they are resumed.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        await Task.WhenAll(_host.StopAsync(timeout.Token), Services.GetRequiredService<SandboxReaper>().RemoveOwnAsync())
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.Dispose();
    }

    private static HostApplicationBuilder Compose(EmbeddedSiloOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "selfheal" });
        builder.Configuration.AddSettingsFile(options.SettingsFolder ?? options.DataFolder, Environment.GetEnvironmentVariable(SettingsFile.Variable));
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddInMemoryCollection(options.Settings);
        builder.Services.AddSelfHealing(builder.Configuration, options.DataFolder, options.AutoResume);
        return builder;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
