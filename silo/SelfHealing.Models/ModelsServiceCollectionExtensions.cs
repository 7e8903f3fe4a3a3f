using Microsoft.Extensions.DependencyInjection.Extensions;
using SelfHealing.Models;
using SelfHealing.Models.BuiltIn;
using SelfHealing.Repair.Engines;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the models that may vote.</summary>
public static class ModelsServiceCollectionExtensions
{
    /// <summary>Adds every built-in engine as an <see cref="ICoderModel"/>. Needs the toolchains and the artifacts to be registered.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        foreach (var engine in BuiltInEngines.All)
        {
            services.AddSingleton<ICoderModel>(provider => new SearchModel(
                engine, provider.GetServices<IToolchain>(), provider.GetRequiredService<IArtifacts>(), provider.GetRequiredService<TimeProvider>()));
        }

        return services;
    }
}
