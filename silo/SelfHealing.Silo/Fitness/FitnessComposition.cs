using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SelfHealing.Silo.Fitness;

/// <summary>Adds what tells whether a silo can work.</summary>
internal static class FitnessComposition
{
    /// <summary>Call it after the silo is added: what starts later stops earlier, and both can speak with grains.</summary>
    public static void AddFitness(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FitnessOptions>().Bind(configuration.GetSection("SelfHealing:Fitness")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DiskCheck>();
        services.AddSingleton<IFitnessCheck, EngineCheck>();
        services.AddSingleton<IFitnessCheck>(provider => provider.GetRequiredService<DiskCheck>());
        services.AddSingleton<IFitnessCheck, DatabaseCheck>();
        services.AddSingleton<SiloFitness>();
        services.AddHostedService(provider => provider.GetRequiredService<SiloFitness>());
        services.AddHealthChecks().AddCheck<ReadyCheck>("fitness");
    }
}
