using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace SelfHealing.Silo.Clusters;

/// <summary>How a silo of a cluster finds the others, and how soon it takes one for dead.</summary>
internal static class ClusterComposition
{
    private static readonly TimeSpan _grainStopTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A cluster that died as a whole and starts on other ports waits three of these for the rows of the dead.</summary>
    private static readonly TimeSpan _aliveEvery = TimeSpan.FromSeconds(5);

    private static readonly string[] _podVariables = ["KUBERNETES_SERVICE_HOST", "POD_NAME", "POD_NAMESPACE", "POD_IP"];

    public static void AddCluster(this ISiloBuilder silo, ClusterSettings settings, IConfiguration configuration)
    {
        silo.AddPostgresStorage(settings.ConnectionString);
        silo.AddDataSourcesAlone();
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.ClusterId, settings.ServiceId));
        silo.Services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<ClusterSiloOptions>>((membership, cluster) =>
        {
            // One vote is enough: where silos disagree on who lives, the journal's sequence numbers decide who writes.
            membership.ProbeTimeout = cluster.Value.ProbeEvery;
            membership.NumMissedProbesLimit = cluster.Value.MissedProbes;
            membership.NumVotesForDeathDeclaration = 1;
            membership.IAmAliveTablePublishTimeout = _aliveEvery;
        });
        silo.Configure<GrainCollectionOptions>(collection => collection.DeactivationTimeout = _grainStopTimeout);
        silo.Configure<MessagingOptions>(messaging => messaging.CancelRequestOnTimeout = true);

        // Where the section Orleans asks for it, Orleans does it by itself.
        if (ServiceDefaults.HasCollector(configuration) && !configuration.GetValue("Orleans:EnableDistributedTracing", defaultValue: false))
        {
            silo.AddActivityPropagation();
        }

        if (IsInKubernetes(configuration))
        {
            silo.UseKubernetesHosting();
        }
        else
        {
            silo.AddPlace(settings);
        }
    }

    /// <summary>The storage brings its own connections. Where Orleans read a connection string from the provider's section as well, it would refuse both.</summary>
    private static void AddDataSourcesAlone(this ISiloBuilder silo)
    {
        silo.Services.PostConfigureAll<AdoNetClusteringSiloOptions>(options => options.ConnectionString = options.DataSource is null ? options.ConnectionString : null);
        silo.Services.PostConfigureAll<AdoNetGrainStorageOptions>(options => options.ConnectionString = options.DataSource is null ? options.ConnectionString : null);
        silo.Services.PostConfigureAll<AdoNetReminderTableOptions>(options => options.ConnectionString = options.DataSource is null ? options.ConnectionString : null);
    }

    /// <summary>The pod's own variables must be there too: they are what the hosting package reads.</summary>
    private static bool IsInKubernetes(IConfiguration configuration) =>
        _podVariables.All(name => configuration[name] is { Length: > 0 });

    private static void AddPlace(this ISiloBuilder silo, ClusterSettings settings)
    {
        // Chosen once, here: options may be made more often.
        var siloPort = settings.SiloPort > 0 ? settings.SiloPort : ReservedPort.Take();
        var gatewayPort = settings.GatewayPort > 0 ? settings.GatewayPort : ReservedPort.Take();
        var address = settings.Address ?? (settings.IsOfThisMachine ? IPAddress.Loopback : null);
        silo.Configure<EndpointOptions>(endpoints =>
        {
            (endpoints.SiloPort, endpoints.GatewayPort) = (siloPort, gatewayPort);
            endpoints.AdvertisedIPAddress = address ?? endpoints.AdvertisedIPAddress;
        });
    }
}
