using System.Text.Json;

namespace SelfHealing.Scenarios.Workshops;

/// <summary>A private place for one scenario: a data folder, a folder for temporary files, and repositories.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("selfheal-scenario-").FullName;
    private readonly List<string> _incidents = [];

    public Workshop()
    {
        Directory.CreateDirectory(Temporary);
        Directory.CreateDirectory(Repositories);
        Environment = new(StringComparer.Ordinal)
        {
            ["SELFHEAL_DATA"] = Data,
            ["TMPDIR"] = Temporary,
            ["NO_COLOR"] = "1",
            ["TERM"] = "dumb",
            ["GIT_TERMINAL_PROMPT"] = "0",
        };
    }

    /// <summary>The command's data folder.</summary>
    public string Data => Path.Combine(_root, "data");

    /// <summary>The command's folder for temporary files.</summary>
    public string Temporary => Path.Combine(_root, "tmp");

    /// <summary>Where repositories are made.</summary>
    public string Repositories => Path.Combine(_root, "repositories");

    /// <summary>What the command's environment has besides that of the tests.</summary>
    public Dictionary<string, string?> Environment { get; }

    /// <summary>Starts <c>selfheal</c> with arguments.</summary>
    public RunningCommand Start(params IEnumerable<string> arguments) =>
        RunningCommand.Start(Environment, _root, ["dotnet", Path.Combine(AppContext.BaseDirectory, "selfheal.dll"), .. arguments]);

    /// <summary>Runs <c>selfheal</c> with arguments to its end.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        await using var running = Start(arguments);
        return await running.EndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Runs <c>selfheal repair --json</c> on a repository to its end.</summary>
    public async Task<CommandResult> RepairAsync(TestRepository repository, string test, params string[] options)
    {
        var result = await RunAsync(["repair", "--repo", repository.Folder, "--test", test, "--json", .. options]);
        if (result.Output.Length > 0)
        {
            _incidents.Add(result.Incident);
        }

        return result;
    }

    /// <summary>Makes a git repository of a bundled project, with a bare remote called <c>origin</c>.</summary>
    public Task<TestRepository> RepositoryOfAsync(Project project) => TestRepository.CreateAsync(Repositories, project.Folder);

    /// <summary>Makes a git repository of a bundled project in a folder of another name, with a bare remote called <c>origin</c>.</summary>
    public Task<TestRepository> RepositoryOfAsync(Project project, string folder) => TestRepository.CreateAsync(Repositories, project.Folder, folder);

    /// <summary>Makes a git repository of an odd project, with a bare remote called <c>origin</c>.</summary>
    public Task<TestRepository> RepositoryOfAsync(string odd) => TestRepository.CreateAsync(Repositories, SourceTree.At("tests", "fixtures", "odd", odd));

    /// <summary>The incident's recorded events, in order.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsOfAsync(string incident)
    {
        var watched = (await RunAsync("watch", incident, "--json")).Output;
        return [.. watched.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Fails when an incident left a container or a temporary file behind.</summary>
    public async Task ShouldBeTidyAsync()
    {
        foreach (var incident in _incidents)
        {
            (await Engine.ContainersOfAsync(incident)).ShouldBeEmpty();
        }

        Directory.EnumerateFileSystemEntries(Temporary).ShouldBeEmpty();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
