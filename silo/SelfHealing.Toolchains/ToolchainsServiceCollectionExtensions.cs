using Microsoft.Extensions.DependencyInjection.Extensions;
using SelfHealing.Toolchains;
using SelfHealing.Toolchains.Python;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the toolchains.</summary>
public static class ToolchainsServiceCollectionExtensions
{
    /// <summary>Adds one <see cref="IToolchain"/> for every language.</summary>
    /// <remarks>An <see cref="SelfHealing.Sandboxes.ISandbox"/> and an <see cref="SelfHealing.Storage.IArtifacts"/> must be among the services.</remarks>
    public static IServiceCollection AddToolchains(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IToolchain, PythonToolchain>());
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
