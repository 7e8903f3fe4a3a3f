using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using SelfHealing.Grains.Admission;
using SelfHealing.Grains.Budgets;
using SelfHealing.Grains.Calls;
using SelfHealing.Grains.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Silo;

/// <summary>Which adapters stand behind the ports. The only place that knows all the rooms.</summary>
internal static class Composition
{
    private static readonly TimeSpan GrainStopTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What an embedded silo and one of a cluster have in common: everything but where they store.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="folder">The silo's own disk: clones and logs.</param>
    /// <param name="autoResume">Whether the silo goes on by itself with incidents that a dead one left.</param>
    public static void AddSelfHealing(this IServiceCollection services, IConfiguration configuration, DataFolder folder, bool autoResume)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddFile(folder));
        services.AddSandboxes(configuration.GetSection("SelfHealing:Sandbox").Bind);
        services.AddHostedService<LeftoverReaping>();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection("SelfHealing:Retention")).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<Forgetting>();
        services.AddToolchains();
        services.AddModels(configuration.GetSection("SelfHealing:Models"));
        services.AddIntegrations(git =>
        {
            configuration.GetSection("SelfHealing:Git").Bind(git);
            git.Repositories = folder.Repositories;
            git.PullRequests = folder.PullRequests;
        });
        services.Configure<BudgetOptions>(configuration.GetSection("SelfHealing:Budgets"));
        services.Configure<CallOptions>(configuration.GetSection("SelfHealing:Calls"));
        services.AddIncidents(incidents =>
        {
            configuration.GetSection("SelfHealing:Incidents").Bind(incidents);
            incidents.AutoResume = autoResume;
        });
        services.Configure<AdmissionOptions>(admission =>
        {
            // Whoever asks for a repair by hand wants that one.
            admission.JoinDuplicates = autoResume;
            configuration.GetSection("SelfHealing:Admission").Bind(admission);
        });
        services.Configure<EnsembleOptions>(configuration.GetSection("SelfHealing:Ensemble"));
    }

    public static void AddEmbedded(this ISiloBuilder silo, EmbeddedSiloOptions options, int siloPort, int gatewayPort)
    {
        silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: EmbeddedSilo.ServiceId, clusterId: EmbeddedSilo.ClusterId);
        silo.AddSqliteStorage(options.DataFolder);
        silo.Configure<GrainCollectionOptions>(collection => collection.DeactivationTimeout = GrainStopTimeout);
        silo.Configure<MessagingOptions>(messaging => messaging.CancelRequestOnTimeout = true);
    }
}
