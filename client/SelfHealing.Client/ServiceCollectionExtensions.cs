using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using SelfHealing.Client;
using SelfHealing.Client.Transports;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client, over one of its transports.</summary>
public static class SelfHealingClientServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ISelfHealingClient"/> over the grain factory that the container already has (a silo's, or an Orleans client's).</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    public static IServiceCollection AddSelfHealingClient(this IServiceCollection services, Action<SelfHealingClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<ITransport, GrainTransport>();
        return services.AddClient(configure);
    }

    /// <summary>Adds <see cref="ISelfHealingClient"/> with an Orleans client of its own that speaks to silos at known addresses.</summary>
    /// <param name="services">The container of a host; the connection opens when the host starts.</param>
    /// <param name="gateways">Addresses of the silos' client gateways.</param>
    /// <param name="clusterId">The cluster's id, as the silos have it.</param>
    /// <param name="serviceId">The service's id, as the silos have it.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    public static IServiceCollection AddSelfHealingClient(
        this IServiceCollection services, IReadOnlyList<IPEndPoint> gateways, string clusterId, string serviceId, Action<SelfHealingClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(gateways);
        return services.AddSelfHealingClient(
            client => client
                .UseStaticClustering([.. gateways])
                .Configure<ClusterOptions>(cluster =>
                {
                    cluster.ClusterId = clusterId;
                    cluster.ServiceId = serviceId;
                }),
            configure);
    }

    /// <summary>Adds <see cref="ISelfHealingClient"/> with an Orleans client of its own that finds the silos as <paramref name="cluster"/> says, for instance in the cluster's database.</summary>
    /// <param name="services">The container of a host; the connection opens when the host starts.</param>
    /// <param name="cluster">Says how the cluster is found, and the cluster's and service's ids.</param>
    /// <param name="configure">Changes the options, which are validated when the host starts; null for the defaults.</param>
    public static IServiceCollection AddSelfHealingClient(
        this IServiceCollection services, Action<IClientBuilder> cluster, Action<SelfHealingClientOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(cluster);
        services.AddOrleansClient(cluster);
        return services.AddSelfHealingClient(configure);
    }

    /// <summary>Adds <see cref="ISelfHealingClient"/> over the HTTP API of a gateway.</summary>
    /// <remarks>Nothing is connected to before the first call. Redirections are not followed: a token goes to the named server and nowhere else.</remarks>
    /// <param name="services">The container.</param>
    /// <param name="server">The gateway's address, for instance <c>https://selfheal.example.org/</c>.</param>
    /// <param name="configureHttp">Changes the options of the transport, for instance the token; they are validated when the host starts, or at the first use.</param>
    /// <param name="configure">Changes the options of the client.</param>
    public static IServiceCollection AddSelfHealingClient(
        this IServiceCollection services, Uri server, Action<SelfHealingHttpOptions>? configureHttp = null, Action<SelfHealingClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(server);
        services.AddOptions<SelfHealingHttpOptions>().Configure(http => http.Server = server).Configure(configureHttp ?? (_ => { }))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddHttpClient(HttpTransport.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = !provider.GetRequiredService<IOptions<SelfHealingHttpOptions>>().Value.Server!.IsLoopback,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RemoveAllLoggers();
        services.TryAddSingleton<ITransport, HttpTransport>();
        return services.AddClient(configure);
    }

    private static IServiceCollection AddClient(this IServiceCollection services, Action<SelfHealingClientOptions>? configure)
    {
        services.AddOptions<SelfHealingClientOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISelfHealingClient, SelfHealingClient>();
        return services;
    }
}
