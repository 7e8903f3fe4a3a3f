using System.Diagnostics;
using System.Text.Json;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Clusters;

/// <summary>A cluster that the real command runs on a data folder.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    private readonly Workshop _workshop;
    private readonly RunningCommand _up;

    private RunningCluster(Workshop workshop, RunningCommand up) => (_workshop, _up) = (workshop, up);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<RunningCluster> StartAsync(Workshop workshop, params string[] options)
    {
        var cluster = new RunningCluster(workshop, workshop.Start(["up", "--http", "127.0.0.1:0", "--json", .. options]));
        await cluster._up.WaitForAsync("\"event\":\"ready\"", Stop);
        return cluster;
    }

    /// <summary>What it tells other commands.</summary>
    public JsonElement State => JsonDocument.Parse(File.ReadAllText(Path.Combine(_workshop.Data, "cluster.json"))).RootElement;

    /// <summary>Process ids of the silos, by name.</summary>
    public IReadOnlyDictionary<string, int> Silos =>
        State.GetProperty("silos").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("processId").GetInt32());

    /// <summary>kill -9 of a silo; waits until it is replaced.</summary>
    public async Task KillAsync(string silo)
    {
        var back = _up.WaitForNextAsync($"{silo} is ready", Stop);
        using (var victim = Process.GetProcessById(Silos[silo]))
        {
            victim.Kill();
        }

        await back;
    }

    /// <summary>Sends Ctrl+C and waits for its end.</summary>
    public Task<CommandResult> InterruptAsync()
    {
        _up.Interrupt();
        return _up.EndAsync(Stop);
    }

    /// <summary>kill -9 of the command that runs it.</summary>
    public Task<CommandResult> KillAsync()
    {
        _up.Kill();
        return _up.EndAsync(Stop);
    }

    /// <summary>Processes of this machine that work on the data folder.</summary>
    public IReadOnlyList<string> Processes() =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId
           let command = CommandLineOf(folder)
           where command.Contains(_workshop.Data, StringComparison.Ordinal)
           select command,
    ];

    public async ValueTask DisposeAsync()
    {
        await _up.DisposeAsync();

        // A test that failed half-way leaves the server running, as a killed `up` does.
        var home = Path.Combine(_workshop.Data, "postgres");
        var server = Path.Combine(home, "data", "postmaster.pid");
        if (File.Exists(server) && int.TryParse((await File.ReadAllLinesAsync(server, CancellationToken.None))[0], out var id))
        {
            using var left = Process.GetProcessById(id);
            left.Kill();
            await left.WaitForExitAsync(CancellationToken.None);
        }

        // Where root runs the server under another account, its files are not in the data folder, which the workshop removes.
        if (Directory.Exists(home) && Directory.ResolveLinkTarget(home, returnFinalTarget: true) is { } elsewhere)
        {
            Directory.Delete(home);
            Directory.Delete(elsewhere.FullName, recursive: true);
        }
    }

    private static string CommandLineOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
