using SelfHealing.Grains.Agents;
using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Tests.Agents;

public sealed class ReproductionRunsTests
{
    private static readonly IncidentReport s_report = new() { Repository = "r", TestCommand = "t" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_test_runs_on_every_patched_program_and_no_run_spoils_the_next()
    {
        var shell = new ScriptedShell();

        var signals = await Runs(shell).RunAsync([Test("a", "x + 2"), Test("b", "return")], [Candidate("two", "2"), Candidate("three", "3")], Cancellation);

        signals.Select(s => (s.Test, s.FailsOnBase, string.Join(',', s.Passed), string.Join(',', s.Failed)))
            .ShouldBe([("test-a", true, "two", "three"), ("test-b", true, "two,three", "")]);
        shell.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_test_that_never_ends_has_not_passed()
    {
        var shell = new ScriptedShell { Instead = _ => new ShellResult(null, "") };

        var signals = await Runs(shell).RunAsync([Test("a", "x + 2")], [Candidate("two", "2")], Cancellation);

        signals.ShouldHaveSingleItem().Failed.ShouldBe(["two"]);
    }

    [Fact]
    public async Task On_the_base_the_program_is_unchanged()
    {
        var shell = new ScriptedShell();

        (await Runs(shell).RunOnBaseAsync(Test("a", "x + 1"), Cancellation)).ExitCode.ShouldBe(0);

        shell.Written.ShouldBe(["selfheal_reproduction.py"]);
        shell.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task The_script_stands_where_the_tests_of_a_subdirectory_run()
    {
        var shell = new ScriptedShell();

        await Runs(shell, s_report with { Subdirectory = "services/till/" }).RunOnBaseAsync(Test("a", "x + 1"), Cancellation);

        shell.Written.ShouldBe(["services/till/selfheal_reproduction.py"]);
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(3, 90)]
    [InlineData(1000, 300)]
    public async Task A_test_has_a_minute_and_ten_times_the_project_s_own_tests_and_never_more_than_five_minutes(double baseline, double limit)
    {
        var shell = new ScriptedShell();

        await Runs(shell, baseline: baseline).RunOnBaseAsync(Test("a", "x + 1"), Cancellation);

        shell.Limits.ShouldBe([TimeSpan.FromSeconds(limit)]);
    }

    private static ReproductionRuns Runs(ScriptedShell shell, IncidentReport? report = null, double baseline = 0)
    {
        var world = new ScriptedWorld();
        return new ReproductionRuns(
            new ScriptedToolchain(world) { Shell = shell }, new WorkspaceFiles(new ScriptedRepositories(world)), report ?? s_report, new Workspace("inc-1", "c0ffee", "a", "image", "t", ""), baseline);
    }

    private static ReproductionTest Test(string model, string demand) => new($"test-{model}", model, demand);

    private static Candidate Candidate(string id, string addend) => new()
    {
        Id = id,
        Voter = "ada:agentless",
        Patch = new Patch([new TextEdit("a.py", 25, 1, addend)]),
        Diff = "",
        NormalForm = id,
        Operators = [],
        Rank = 1,
        Score = 1,
        Size = 1,
    };
}
