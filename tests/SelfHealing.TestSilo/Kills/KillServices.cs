using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Storage;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.TestSilo.Kills;

/// <summary>Puts the killing journal around the real one where the settings name a file of orders.</summary>
internal static class KillServices
{
    public static IServiceCollection AddKillPoints(this IServiceCollection services, StandInSettings settings)
    {
        if (settings.KillFile is { Length: > 0 } file)
        {
            var real = services.Last(d => d.ServiceType == typeof(IEventJournal));
            services.AddSingleton<IEventJournal>(provider => new KillingJournal(Journal(provider, real), new KillOrders(file)));
        }

        return services;
    }

    private static IEventJournal Journal(IServiceProvider provider, ServiceDescriptor real) => (IEventJournal)(
        real.ImplementationInstance ?? real.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!));
}
