using System.Formats.Tar;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SelfHealing.Agents;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Models.Tests.BuiltIn;
using SelfHealing.Repair.Proofs;
using SelfHealing.Repairs;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Tests.Chat.Shells;

/// <summary>The Python toolchain on a real engine, and tasks about bundled projects.</summary>
public sealed class Workshop : IAsyncLifetime
{
    private readonly MemoryArtifacts _artifacts = new();
    private readonly ServiceProvider _services;

    /// <summary>Bundled projects without further files: what their tests say before a repair is found out once.</summary>
    private readonly Dictionary<string, Task<(IncidentReport Report, Workspace Workspace, Baseline Baseline)>> _asTheyAre = new(StringComparer.Ordinal);

    private string _image = "";

    public Workshop() => _services = new ServiceCollection()
        .AddLogging(l => l.SetMinimumLevel(LogLevel.Warning))
        .AddSandboxes()
        .AddSingleton<IArtifacts>(_artifacts)
        .AddToolchains()
        .BuildServiceProvider();

    /// <summary>Where archives are kept.</summary>
    public IArtifacts Artifacts => _artifacts;

    /// <summary>The toolchain.</summary>
    public IToolchain Python => _services.GetRequiredService<IToolchain>();

    public async ValueTask InitializeAsync()
    {
        var progress = new Progress<string>();
        await _services.GetRequiredService<DockerEngine>().EnsureAsync(progress, CancellationToken.None);
        _image = await _services.GetRequiredService<ISandboxImages>().EnsureAsync("python", progress, CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    /// <summary>The task to repair a bundled project, with further files.</summary>
    internal async Task<CodingTask> TaskAsync(string project, DateTimeOffset deadline, params (string Path, string Content)[] further)
    {
        var (report, workspace, baseline) = further is [] ? await AsItIsAsync(project) : await ReproduceAsync(project, further);
        var plan = new RepairPlan("The search ends too early.", [], "Look at the loop.", new SearchScope(100, Pairs: false, []));
        return new CodingTask(1, "subject:agentic", report, workspace, baseline, "", plan, [], new Fingerprint("e", "k", "AssertionError"), deadline) { Step = "code-1-agentic" };
    }

    private Task<(IncidentReport Report, Workspace Workspace, Baseline Baseline)> AsItIsAsync(string project) =>
        _asTheyAre.TryGetValue(project, out var known) ? known : _asTheyAre[project] = ReproduceAsync(project, []);

    private async Task<(IncidentReport Report, Workspace Workspace, Baseline Baseline)> ReproduceAsync(string project, (string Path, string Content)[] further)
    {
        var report = new IncidentReport { Repository = project, TestCommand = "python3 -m pytest -q" };
        var archive = await _artifacts.PutAsync(Archive(Folder(project), further), CancellationToken.None);
        var workspace = new Workspace("inc-agentic", new string('0', 40), archive, _image, report.TestCommand, "");
        var run = await Python.RunTestsAsync(workspace, null, TimeSpan.FromMinutes(2), CancellationToken.None);
        return (report, workspace, ((Reproducible)Baselines.From(run, report, workspace.Commit)).Baseline);
    }

    private static string Folder(string project)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "SelfHealing.Orleans.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "tests", "fixtures", project);
    }

    private static MemoryStream Archive(string folder, (string Path, string Content)[] further)
    {
        var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, leaveOpen: true))
        {
            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(f => (Path: Path.GetRelativePath(folder, f).Replace('\\', '/'), Content: File.ReadAllBytes(f)))
                .Where(f => f.Path != "fixture.json" && !f.Path.Contains("__pycache__", StringComparison.Ordinal))
                .Concat(further.Select(f => (f.Path, Content: Encoding.UTF8.GetBytes(f.Content))));
            foreach (var (path, content) in files)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
            }
        }

        memory.Position = 0;
        return memory;
    }
}
