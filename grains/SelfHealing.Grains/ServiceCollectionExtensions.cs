using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Placement;
using SelfHealing.Grains;
using SelfHealing.Grains.Admission;
using SelfHealing.Grains.Agents;
using SelfHealing.Grains.Budgets;
using SelfHealing.Grains.Calls;
using SelfHealing.Grains.Incidents;
using SelfHealing.Grains.Placement;
using SelfHealing.Grains.Repositories;
using SelfHealing.Models;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what the grains need.</summary>
public static class SelfHealingGrainsServiceCollectionExtensions
{
    /// <summary>Adds the collaborators of the grains and their options.</summary>
    public static IServiceCollection AddIncidents(this IServiceCollection services, Action<IncidentOptions> configure)
    {
        services.AddOptions<IncidentOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AdmissionOptions>().ValidateDataAnnotations().Validate(
            admission => admission.HasGoodWeights, "SelfHealing:Admission:Weights: every weight must be above 0, and 1000 at most.").ValidateOnStart();
        services.AddOptions<EnsembleOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BudgetOptions>().ValidateDataAnnotations().Validate(
            budgets => budgets.IncidentCost <= budgets.MostIncidentCost && budgets.IncidentTokens <= budgets.MostIncidentTokens,
            "SelfHealing:Budgets: IncidentCost and IncidentTokens must not be above MostIncidentCost and MostIncidentTokens.").ValidateOnStart();
        services.AddOptions<CallOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ICallLedger, CallLedger>();
        services.AddSingleton<Transcripts>();
        services.AddSingleton<CallClosing>();
        services.AddSingleton<VoterPanel>();
        services.AddSingleton<RolePanel>();
        services.AddSingleton<WorkspaceFiles>();
        services.AddSingleton<BuiltInReviews>();
        services.AddSingleton<ToolchainSet>();
        services.AddSingleton<TestAuthors>();
        services.AddSingleton<ProgressChannel>();
        services.AddSingleton<StepRunner>();
        services.AddSingleton<WorkspaceImages>();
        services.AddSingleton<FitSilos>();
        services.Insert(0, ServiceDescriptor.Singleton<IGrainInterfaceTypeProvider, KnownInterfaceTypes>());
        services.AddPlacementFilter<FitSiloFilter, FitSiloDirector>(ServiceLifetime.Singleton);
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, RecoveryWatch>();
        services.AddSingleton<LeavingSilo>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<LeavingSilo>());
        return services;
    }
}
