using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SelfHealing.Models;
using SelfHealing.Models.BuiltIn;
using SelfHealing.Models.Catalog;
using SelfHealing.Models.Chat;
using SelfHealing.Models.Chat.Keys;
using SelfHealing.Models.Chat.Secrets;
using SelfHealing.Models.Chat.Settings;
using SelfHealing.Models.Ensemble;
using SelfHealing.Repair.Engines;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the models that may vote.</summary>
public static class ModelsServiceCollectionExtensions
{
    /// <summary>Adds every built-in engine as an <see cref="ICoderModel"/>, and the chat models of a section. Needs the toolchains and the artifacts to be registered.</summary>
    /// <param name="services">Where they are registered.</param>
    /// <param name="section">The section <c>SelfHealing:Models</c>. What is wrong with it is told at start.</param>
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration section)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddOptions<ConfiguredModels>().Configure(configured =>
        {
            var read = ModelsSection.Read(section);
            (configured.Models, configured.Problems) = (read.Models, read.Problems);
        }).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConfiguredModels>, SoundModels>();
        services.TryAddSingleton(new KeyRing(Environment.GetEnvironmentVariable));
        services.TryAddSingleton(_ => new SecretScrubber(SecretVariables.In(Environment.GetEnvironmentVariables())));
        services.TryAddSingleton<ChatModels>();
        services.TryAddSingleton<IChatModels>(provider => provider.GetRequiredService<ChatModels>());
        services.TryAddSingleton<IModelCatalog, ModelCatalog>();
        foreach (var engine in BuiltInEngines.All)
        {
            services.AddSingleton<ICoderModel>(provider => new SearchModel(
                engine, provider.GetServices<IToolchain>(), provider.GetRequiredService<IArtifacts>(), provider.GetRequiredService<TimeProvider>()));
        }

        services.AddChatAgents(ModelsSection.Read(section).Models);
        services.AddSingleton<ICoderModel, FusionModel>();
        return services;
    }
}
