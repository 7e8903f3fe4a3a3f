using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Reaping;

[assembly: AssemblyFixture(typeof(SelfHealing.Sandboxes.SandboxFixture))]

namespace SelfHealing.Sandboxes;

/// <summary>A real engine and the product's own Python image, made once for all tests.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging(l => l.SetMinimumLevel(LogLevel.Warning))
        .AddSandboxes(o =>
        {
            o.MemoryMegabytes = 256;
            o.WorkMegabytes = 64;
            o.TemporaryMegabytes = 8;
            o.Processes = 64;
            o.WorkFiles = 4000;
        })
        .BuildServiceProvider();

    public DockerEngine Engine => _services.GetRequiredService<DockerEngine>();

    public ISandbox Sandbox => _services.GetRequiredService<ISandbox>();

    public ISandboxImages Images => _services.GetRequiredService<ISandboxImages>();

    public SandboxReaper Reaper => _services.GetRequiredService<SandboxReaper>();

    /// <summary>The Python image.</summary>
    public string Python { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var progress = new Notes();
        await Engine.EnsureAsync(progress, CancellationToken.None);
        Python = await Images.EnsureAsync("python", progress, CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    /// <summary>A job that runs a Python program.</summary>
    internal SandboxJob Job(string program, string incident = "inc-test") => new(incident, Python, ["python3", "-u", "-c", program]);

    /// <summary>A job that runs a shell script.</summary>
    internal SandboxJob Shell(string script, string incident = "inc-test") => new(incident, Python, ["/bin/sh", "-c", script]);

    /// <summary>Runs a job without input to its end.</summary>
    internal async Task<(SandboxExit Exit, IReadOnlyList<string> Lines)> RunAsync(SandboxJob job, CancellationToken cancellationToken)
    {
        await using var run = await Sandbox.StartAsync(job, cancellationToken);
        await run.CompleteInputAsync(cancellationToken);
        var lines = await run.ReadLinesAsync(cancellationToken).ToListAsync(cancellationToken);
        return (await run.WaitAsync(cancellationToken), lines);
    }

    /// <summary>Removes an image that a test made.</summary>
    internal async Task RemoveImageAsync(string image)
    {
        var engine = await Engine.ConnectAsync(CancellationToken.None);
        await engine.Client.Images.DeleteImageAsync(image, new() { Force = true });
    }

    /// <summary>Names of the containers of an incident, running or not, whose command holds some words.</summary>
    internal async Task<IReadOnlyList<string>> ContainersAsync(string incident, string words = "")
    {
        var engine = await Engine.ConnectAsync(CancellationToken.None);
        var found = await engine.Client.Containers.ListContainersAsync(new()
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["label"] = new Dictionary<string, bool> { [$"{Labels.Incident}={incident}"] = true },
            },
        });
        return [.. found.Where(c => c.Command.Contains(words, StringComparison.Ordinal)).Select(c => c.Names[0])];
    }
}
