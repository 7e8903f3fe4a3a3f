using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Telemetry;

/// <summary>Adds the figures that a silo of a cluster shows.</summary>
internal static class TelemetryComposition
{
    /// <summary>Call it after the storage is added: its journal is counted.</summary>
    public static void AddClusterMetrics(this IServiceCollection services)
    {
        services.AddHostedService<ClusterMetrics>();
        var journal = services.Last(service => service.ServiceType == typeof(IEventJournal));
        services.AddKeyedSingleton(nameof(CountedJournal), (provider, _) => Made<IEventJournal>(journal, provider));
        services.AddSingleton<IEventJournal>(provider => ActivatorUtilities.CreateInstance<CountedJournal>(
            provider, provider.GetRequiredKeyedService<IEventJournal>(nameof(CountedJournal))));
    }

    private static T Made<T>(ServiceDescriptor service, IServiceProvider provider) => (T)(
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));
}
