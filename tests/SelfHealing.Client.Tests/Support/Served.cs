using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using SelfHealing.Grains.Admission;
using SelfHealing.Grains.Tests;
using SelfHealing.Models;
using SelfHealing.Repositories;
using SelfHealing.Sandboxes;
using SelfHealing.Silo.Http;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Client.Tests.Support;

/// <summary>The ways to the incidents.</summary>
public enum Way
{
    Grains,
    Http,
}

/// <summary>A real silo over a scripted world, with a real journal, and a real gateway on loopback before it.</summary>
public sealed class Served : IAsyncLifetime
{
    private const string ClusterId = "client-tests";
    private readonly string _folder = Directory.CreateTempSubdirectory("selfheal-client-").FullName;
    private IHost? _silo;
    private IHost? _client;
    private WebApplication? _gateway;
    private IPEndPoint? _orleans;

    /// <summary>How the queue is set up.</summary>
    internal Action<AdmissionOptions> Admission { get; init; } = options => options.PlacesPerSilo = 100;

    internal ScriptedWorld World { get; } = new();

    internal IEventJournal Journal => _silo!.Services.GetRequiredService<IEventJournal>();

    internal IGrainFactory Grains => _client!.Services.GetRequiredService<IGrainFactory>();

    internal Uri Address { get; private set; } = new("http://127.0.0.1/");

    public async ValueTask InitializeAsync()
    {
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        _orleans = new IPEndPoint(IPAddress.Loopback, gatewayPort);
        _silo = BuildSilo(siloPort, gatewayPort);
        await _silo.StartAsync();
        var client = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        client.Services.AddSelfHealingClient([_orleans], ClusterId, ClusterId);
        _client = client.Build();
        await _client.StartAsync();
        (_gateway, Address) = await ServeAsync(new Uri("http://127.0.0.1:0"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in (IHost?[])[_gateway, _client, _silo])
        {
            if (host is not null)
            {
                await host.StopAsync();
                host.Dispose();
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A client on one of the ways.</summary>
    internal ISelfHealingClient Client(Way way) => way == Way.Grains ? _client!.Services.GetRequiredService<ISelfHealingClient>() : HttpClientFor(Address);

    /// <summary>A client over HTTP to any address.</summary>
    internal static ISelfHealingClient HttpClientFor(Uri address, Action<SelfHealingHttpOptions>? http = null, Action<SelfHealingClientOptions>? options = null) =>
        new ServiceCollection().AddSelfHealingClient(address, http, options ?? Hasty).BuildServiceProvider().GetRequiredService<ISelfHealingClient>();

    /// <summary>Another gateway before the same silo.</summary>
    internal async Task<(WebApplication Gateway, Uri Address)> ServeAsync(Uri address, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.WebHost.UseKestrelCore().UseUrls(address.ToString());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(Grains);
        builder.Services.AddSelfHealingApi(builder.Configuration);
        var gateway = builder.Build();
        gateway.UseRouting();
        gateway.MapSelfHealingApi();
        await gateway.StartAsync();
        return (gateway, new Uri(gateway.Urls.Single()));
    }

    private static void Hasty(SelfHealingClientOptions options) => options.ReopenDelay = TimeSpan.FromMilliseconds(5);

    private IHost BuildSilo(int siloPort, int gatewayPort)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(World);
        builder.Services.AddSingleton<IRepositories, ScriptedRepositories>();
        builder.Services.AddSingleton<ISandboxImages, ScriptedImages>();
        builder.Services.AddSingleton<IToolchain, ScriptedToolchain>();
        foreach (var name in (string[])["alice", "bob", "silent"])
        {
            builder.Services.AddSingleton<ICoderModel>(new ScriptedModel(name, World));
        }

        builder.Services.Configure(Admission);
        builder.Services.AddIncidents(incidents => incidents.RetryDelay = TimeSpan.FromMilliseconds(1));
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(siloPort, gatewayPort, serviceId: ClusterId, clusterId: ClusterId)
            .AddSqliteStorage(DataFolder.Open(_folder))
            .Configure<GrainCollectionOptions>(collection => collection.DeactivationTimeout = TimeSpan.FromSeconds(1)));
        return builder.Build();
    }

    internal static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
