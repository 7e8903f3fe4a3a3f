using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SelfHealing.Models;
using SelfHealing.Repositories;
using SelfHealing.Sandboxes;
using SelfHealing.Silo.Fitness;
using SelfHealing.Toolchains;

namespace SelfHealing.TestSilo.StandIns;

/// <summary>Puts the stand-ins where models, toolchains, images and repositories were.</summary>
internal static class StandInServices
{
    private const int Voters = 3;

    public static IServiceCollection ReplaceWithStandIns(this IServiceCollection services, StandInSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<SideEffects>();
        services.AddSingleton(provider => new ContainerRun(settings, settings.ContainerImage is null ? null : provider.GetRequiredService<ISandbox>()));
        services.RemoveAll<IToolchain>().AddSingleton<IToolchain, StandInToolchain>();
        services.RemoveAll<ISandboxImages>().AddSingleton<ISandboxImages, StandInImages>();
        // A planner is only there where the settings configure a chat model for it.
        services.RemoveAll<ITestWriterModel>().RemoveAll<ISelectorModel>().RemoveAll<IReviewerModel>().RemoveAll<ICoderModel>();
        for (var number = 1; number <= Voters; number++)
        {
            var own = number;
            services.AddSingleton<ICoderModel>(provider => new StandInVoter(own, provider.GetRequiredService<IToolchain>()));
        }

        if (settings.KillFile is not null)
        {
            // Reviews that ask somebody have a step of their own, with moments of its own.
            services.AddSingleton<IReviewerModel, StandInReviewer>();
        }

        if (settings.ContainerImage is null)
        {
            // Without containers nothing of it needs an engine.
            services.Remove(services.Single(d => d.ImplementationType == typeof(EngineCheck)));
        }

        if (!settings.HasGit)
        {
            services.RemoveAll<IRepositories>().AddSingleton<IRepositories, StandInRepositories>();
        }

        return services;
    }
}
