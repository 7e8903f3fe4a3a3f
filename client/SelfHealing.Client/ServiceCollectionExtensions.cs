using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using SelfHealing.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client.</summary>
public static class SelfHealingClientServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ISelfHealingClient"/> over the grain factory that the container already has (a silo's, or an Orleans client's).</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    public static IServiceCollection AddSelfHealingClient(this IServiceCollection services, Action<SelfHealingClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<SelfHealingClientOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISelfHealingClient, SelfHealingClient>();
        return services;
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
        services.AddOrleansClient(client => client
            .UseStaticClustering([.. gateways])
            .Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = clusterId;
                cluster.ServiceId = serviceId;
            }));
        return services.AddSelfHealingClient(configure);
    }
}
