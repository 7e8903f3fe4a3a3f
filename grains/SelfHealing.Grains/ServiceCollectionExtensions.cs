using SelfHealing.Grains.Incidents;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what the grains need.</summary>
public static class SelfHealingGrainsServiceCollectionExtensions
{
    /// <summary>Adds the collaborators of the grains and their options.</summary>
    public static IServiceCollection AddIncidents(this IServiceCollection services, Action<IncidentOptions> configure)
    {
        services.AddOptions<IncidentOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EnsembleOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<VoterPanel>();
        services.AddSingleton<ToolchainSet>();
        services.AddSingleton<ProgressChannel>();
        services.AddSingleton<StepRunner>();
        return services;
    }
}
