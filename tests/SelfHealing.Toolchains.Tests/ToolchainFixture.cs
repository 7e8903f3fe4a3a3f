using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Storage;

[assembly: AssemblyFixture(typeof(SelfHealing.Toolchains.ToolchainFixture))]

namespace SelfHealing.Toolchains;

/// <summary>The Python toolchain on a real engine with the product's own image, made once for all tests.</summary>
public sealed class ToolchainFixture : IAsyncLifetime
{
    private readonly MemoryArtifacts _artifacts = new();
    private readonly ServiceProvider _services;
    private string _image = "";

    public ToolchainFixture() => _services = new ServiceCollection()
        .AddLogging(l => l.SetMinimumLevel(LogLevel.Warning))
        .AddSandboxes(o =>
        {
            o.MemoryMegabytes = 1024;
            o.WorkMegabytes = 128;
            o.TemporaryMegabytes = 16;
            o.Processes = 128;
        })
        .AddSingleton<IArtifacts>(_artifacts)
        .AddToolchains()
        .BuildServiceProvider();

    public IToolchain Python => _services.GetRequiredService<IToolchain>();

    public async ValueTask InitializeAsync()
    {
        var progress = new Progress<string>();
        await _services.GetRequiredService<DockerEngine>().EnsureAsync(progress, CancellationToken.None);
        _image = await _services.GetRequiredService<ISandboxImages>().EnsureAsync("python", progress, CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    /// <summary>How many containers of an incident there are.</summary>
    internal async Task<int> ContainersAsync(string incident)
    {
        var engine = await _services.GetRequiredService<DockerEngine>().FindAsync(CancellationToken.None);
        using var client = new DockerClientBuilder().WithEndpoint(engine!.Endpoint.Address).WithApiVersion(engine.ApiVersion).Build();
        var ours = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [$"selfheal.incident={incident}"] = true } };
        return (await client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = ours })).Count;
    }

    /// <summary>A workspace with these files, tested by this command.</summary>
    internal async Task<Workspace> WorkspaceAsync(ProjectFiles files, string command = "python3 -m pytest -q", string subdirectory = "") =>
        await WorkspaceAsync(files.Archive(), command, subdirectory);

    /// <summary>A workspace with the content of a tar.</summary>
    internal async Task<Workspace> WorkspaceAsync(Stream archive, string command = "python3 -m pytest -q", string subdirectory = "")
    {
        var name = await _artifacts.PutAsync(archive, CancellationToken.None);
        return new Workspace("inc-toolchains", new string('0', 40), name, _image, command, subdirectory);
    }
}
