using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Images;
using SelfHealing.Sandboxes.Jobs;
using SelfHealing.Sandboxes.Reaping;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the sandbox.</summary>
public static class SandboxServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ISandbox"/>, <see cref="ISandboxImages"/>, <see cref="DockerEngine"/> and <see cref="SandboxReaper"/>.</summary>
    /// <param name="services">The services; logging must be among them.</param>
    /// <param name="configure">Sets the limits, for instance from section <c>SelfHealing:Sandbox</c>; null for the defaults.</param>
    public static IServiceCollection AddSandboxes(this IServiceCollection services, Action<SandboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<SandboxOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new DockerEngine(s.GetRequiredService<ILogger<DockerEngine>>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<LiveContainers>();
        services.TryAddSingleton<Slots>();
        services.TryAddSingleton<Registry>();
        services.TryAddSingleton<DebianBootstrap>();
        services.TryAddSingleton<PreparedImage>();
        services.TryAddSingleton<ISandbox, DockerSandbox>();
        services.TryAddSingleton<ISandboxImages, DockerSandboxImages>();
        services.TryAddSingleton(s => new SandboxReaper(
            s.GetRequiredService<DockerEngine>(), s.GetRequiredService<LiveContainers>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<SandboxReaper>>()));
        return services;
    }
}
