using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Storage;

namespace SelfHealing.Benchmarks;

/// <summary>The sandbox and the toolchains without a silo.</summary>
internal static class SandboxParts
{
    /// <summary>The services; containers have one processor each, and artifacts lie in a folder.</summary>
    public static ServiceProvider Build(string artifacts) => new ServiceCollection()
        .AddLogging(l => l.SetMinimumLevel(LogLevel.Warning))
        .AddSandboxes(o => o.Processors = 1)
        .AddToolchains()
        .AddSingleton<IArtifacts>(new FileArtifacts(artifacts))
        .BuildServiceProvider();

    /// <summary>An engine and the image in which Python runs, made where they are not there yet.</summary>
    public static async Task<string> EnsureImageAsync(IServiceProvider services)
    {
        var progress = new Progress<string>(Console.Error.WriteLine);
        await services.GetRequiredService<DockerEngine>().EnsureAsync(progress, CancellationToken.None);
        return await services.GetRequiredService<ISandboxImages>().EnsureAsync("python", progress, CancellationToken.None);
    }
}
