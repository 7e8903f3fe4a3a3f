using SelfHealing.Integrations.Git;
using SelfHealing.Repositories;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the adapters to the outside: git repositories.</summary>
public static class IntegrationsServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IRepositories"/> on the git command line, and <see cref="CloneReaper"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Names the folders of the data folder, and the author of commits.</param>
    public static IServiceCollection AddIntegrations(this IServiceCollection services, Action<GitOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<GitOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<GitDisk>();
        services.AddSingleton<IRepositories, GitRepositories>();
        services.AddSingleton(provider => new CloneReaper(provider.GetRequiredService<GitDisk>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
