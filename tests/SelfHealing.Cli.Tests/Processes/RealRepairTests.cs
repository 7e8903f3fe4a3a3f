using System.Diagnostics;
using System.Text.Json;
using SelfHealing.Cli.Repositories;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Processes;

/// <summary>The command as a process, with the real silo, sandbox and git behind it.</summary>
[Trait("Category", "Full")]
public sealed class RealRepairTests : IAsyncLifetime
{
    private static readonly string[] Tests = ["--test", "python3 -m pytest -q"];

    private readonly TemporaryFolder _folder = new();

    private readonly List<Process> _started = [];

    private string Repository => Path.Combine(_folder.Path, "totals");

    private Dictionary<string, string> Variables => new(StringComparer.Ordinal) { ["SELFHEAL_DATA"] = Path.Combine(_folder.Path, "data") };

    public async ValueTask InitializeAsync()
    {
        _folder.File("totals/totals.py", "def running_totals(amounts):\n    total = 0\n    result = []\n    for amount in amounts:\n        total = amount\n        result.append(total)\n    return result\n");
        _folder.File("totals/test_totals.py", "from totals import running_totals\n\n\ndef test_some():\n    assert running_totals([1, 2, 3]) == [1, 3, 6]\n\n\ndef test_one():\n    assert running_totals([4]) == [4]\n");
        await LocalGit.CreateAsync(Repository, $"{Repository}.git", TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _started.Where(p => !p.HasExited).ToList().ForEach(p => p.Kill());
        _started.ForEach(p => p.Dispose());
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact(Timeout = 180_000)]
    public async Task A_repair_pushes_a_branch_and_prints_one_document()
    {
        var ended = await RunAsync(["repair", "--repo", Repository, .. Tests, "--auto-approve-at", "0", "--json"]);

        ended.Code.ShouldBe(0, ended.Error);
        var branch = JsonDocument.Parse(ended.Out).RootElement.GetProperty("branch").GetString()!;
        (await LocalGit.RunAsync($"{Repository}.git", TestContext.Current.CancellationToken, "branch", "--list", branch)).ShouldContain(branch);
    }

    [Fact(Timeout = 180_000)]
    public async Task An_interruption_ends_within_two_seconds_and_resume_finishes_the_same_incident()
    {
        var repair = Repair();
        await HearAsync(repair, "Plan");
        var asked = Stopwatch.GetTimestamp();
        await SignalAsync(repair, "INT");
        await repair.WaitForExitAsync(TestContext.Current.CancellationToken);

        Stopwatch.GetElapsedTime(asked).ShouldBeLessThan(TimeSpan.FromSeconds(2.5));
        repair.ExitCode.ShouldBe(130);
        await ResumeAsync();
    }

    [Fact(Timeout = 180_000)]
    public async Task A_repair_that_was_killed_is_finished_by_resume_without_repeating_finished_steps()
    {
        var repair = Repair();
        await HearAsync(repair, "Plan");
        repair.Kill();
        await repair.WaitForExitAsync(TestContext.Current.CancellationToken);

        var events = await ResumeAsync();
        foreach (var step in (string[])["prepare", "reproduce", "localise"])
        {
            events.Count(e => e.GetProperty("kind").GetString() == "step-started" && e.GetProperty("step").GetString() == step).ShouldBe(1, step);
        }

        // Without a chat model for it, a plan needs no step.
        events.Count(e => e.GetProperty("kind").GetString() == "planned").ShouldBe(1);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_watcher_takes_over_from_the_process_that_was_killed()
    {
        var repair = Repair();
        await HearAsync(repair, "Reproduce");
        var watching = Start("watch", "latest");
        await HearAsync(watching, "Joining");
        repair.Kill();
        var watched = await watching.EndAsync(TestContext.Current.CancellationToken);

        watched.Code.ShouldBe(0, watched.Error);
        watched.Out.ShouldContain("Fixed");
    }

    private Process Repair() => Start(["repair", "--repo", Repository, .. Tests, "--auto-approve-at", "0"]);

    /// <summary>Starts a process that does not outlive the test, however that ends.</summary>
    private Process Start(params string[] arguments)
    {
        var process = Started.Selfheal(Variables, arguments);
        _started.Add(process);
        return process;
    }

    private Task<Ended> RunAsync(params string[] arguments) => Start(arguments).EndAsync(TestContext.Current.CancellationToken);

    private async Task<List<JsonElement>> ResumeAsync()
    {
        var resumed = await RunAsync("resume");
        resumed.Code.ShouldBe(0, resumed.Error);
        var incidents = JsonDocument.Parse((await RunAsync("list", "--json")).Out).RootElement;
        incidents.GetArrayLength().ShouldBe(1);
        incidents[0].GetProperty("status").GetString().ShouldBe("fixed");
        var events = await RunAsync("watch", "latest", "--json");
        return [.. events.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event"))];
    }

    /// <summary>Waits for a line on standard error.</summary>
    private static async Task HearAsync(Process process, string word)
    {
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(word, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The process ended without saying '{word}'.");
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
