using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SelfHealing.Cli.Bench;
using SelfHealing.Cli.Bench.SweBench;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.Repairs;
using SelfHealing.Sandboxes;
using SelfHealing.Silo;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Tests.Bench.SweBench;

/// <summary>Grading with real git and the real sandbox.</summary>
public sealed class SweGraderTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> None = [];

    private readonly TemporaryFolder _folder = new();
    private IHost _host = null!;
    private MadeUpInstance _made = null!;
    private SweRepositories _repositories = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = EmbeddedSilo.Adapters(new EmbeddedSiloOptions { DataFolder = DataFolder.Open(Path.Combine(_folder.Path, "data")) });
        _made = await MadeUpInstance.CreateAsync(_folder);
        _repositories = new SweRepositories(Path.Combine(_folder.Path, "kept"), _made.Clones);
    }

    public ValueTask DisposeAsync()
    {
        _repositories.Dispose();
        _host.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_gold_patch_resolves_and_no_patch_does_not()
    {
        (await GradeAsync(_made.Gold)).ShouldBeNull();
        (await GradeAsync("")).ShouldBe("There is no patch.");
    }

    [Fact]
    public async Task A_patch_that_does_something_else_does_not_resolve() =>
        (await GradeAsync(Added("notes.py", "x = 1\n"))).ShouldBe(
            "1 of FAIL_TO_PASS and 0 of PASS_TO_PASS are not kept: tests/test_prices.py::test_total fails.");

    [Theory]
    [InlineData("tests/conftest.py")]
    [InlineData("sitecustomize.py")]
    [InlineData("tests/__init__.py")]
    public async Task A_patch_that_writes_what_judges_it_forges_nothing(string path) =>
        (await GradeAsync(Added(path, "import pytest\n\n\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n    outcome = yield\n    outcome.get_result().outcome = 'passed'\n")))
            .ShouldNotBeNull().ShouldContain("test_total fails");

    [Fact]
    public async Task A_patch_that_rewrites_the_hidden_tests_file_or_the_root_conftest_forges_nothing()
    {
        (await GradeAsync("--- a/tests/test_prices.py\n+++ b/tests/test_prices.py\n@@ -1,5 +1,5 @@\n-from prices import count\n+count = len\n \n \n def test_count():\n     assert count([1, 2]) == 2\n"))
            .ShouldNotBeNull().ShouldContain("test_total fails");
        (await GradeAsync("--- a/conftest.py\n+++ b/conftest.py\n@@ -1,4 +1,5 @@\n import os\n import sys\n+os._exit(0)\n \n sys.path.insert(0, os.path.dirname(__file__))\n"))
            .ShouldNotBeNull().ShouldContain("test_total fails");
    }

    [Fact]
    public async Task A_program_that_leaves_early_does_not_resolve() =>
        (await GradeAsync("--- a/prices.py\n+++ b/prices.py\n@@ -1,3 +1,5 @@\n+import os\n+os._exit(0)\n def total(prices):\n     result = 0\n     for price in prices[1:]:\n")).ShouldNotBeNull();

    [Theory]
    [InlineData("this is no patch")]
    [InlineData("--- a/prices.py\n+++ b/prices.py\n@@ -1,1 +1,1 @@\n-nothing like it\n+x\n")]
    [InlineData("--- /dev/null\n+++ b/../outside.py\n@@ -0,0 +1 @@\n+x\n")]
    public async Task A_patch_that_does_not_apply_is_told_and_not_guessed(string patch) =>
        (await GradeAsync(patch)).ShouldNotBeNull().ShouldStartWith("The patch does not apply to the base revision");

    [Fact]
    public async Task What_cannot_be_graded_is_never_a_score()
    {
        (await UngradedAsync(Instance() with { FailToPass = [] })).ShouldContain("names no FAIL_TO_PASS");
        (await UngradedAsync(Instance() with { FailToPass = ["Ensures that it works"] })).ShouldContain("by their description");
        (await UngradedAsync(Instance() with { TestPatch = "nonsense" })).ShouldContain("does not apply to");
        (await UngradedAsync(Instance(), command: "no-such-runner {tests}")).ShouldContain("Give another one with --test-commands");
        (await UngradedAsync(Instance() with { Repository = "shop/other" })).ShouldContain("There is no clone of shop/other");
        (await UngradedAsync(Instance() with { BaseCommit = "0123456789012345678901234567890123456789" })).ShouldContain("has no commit");
    }

    [Fact]
    public async Task The_repair_s_repository_has_the_base_revision_alone()
    {
        var repository = await _repositories.OpenAsync(Instance(), Stop);
        var folder = await repository.PublishAsync(Path.Combine(_folder.Path, "alone.git"), Stop);

        (await Repositories.LocalGit.RunAsync(folder, Stop, "log", "--all", "--format=%s")).Trim().ShouldBe("Base revision");
        (await Repositories.LocalGit.RunAsync(folder, Stop, "show", "main:prices.py")).ShouldContain("prices[1:]");
    }

    [Fact]
    public async Task A_winner_becomes_a_diff_that_git_applies()
    {
        var repository = await _repositories.OpenAsync(Instance(), Stop);
        var diff = await repository.DiffAsync(new Patch([new TextEdit("prices.py", 57, 4, "")]), Stop);

        diff.ShouldContain("+    for price in prices:");
        (await GradeAsync(diff)).ShouldBeNull();
    }

    [Fact]
    public async Task The_visible_command_is_chosen_without_the_hidden_tests()
    {
        var repository = await _repositories.OpenAsync(Instance(), Stop);

        (await VisibleCommand.OfAsync(Instance(), repository, SweCommands.Pytest, hasImage: false, Stop)).ShouldBe("python -m pytest -rA -p no:cacheprovider tests/test_prices.py");
    }

    private static string Added(string path, string content) =>
        $"--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{content.Count(c => c == '\n')} @@\n{string.Concat(content.TrimEnd('\n').Split('\n').Select(line => $"+{line}\n"))}";

    private SweInstance Instance() => new SweDataset(_folder.File("dataset.jsonl", _made.Line())).Read().Single();

    private Task<string?> GradeAsync(string patch) => Grader(SweCommands.Pytest.Replace("python ", "python3 ", StringComparison.Ordinal)).WhyUnresolvedAsync(Instance(), patch, Stop);

    private async Task<string> UngradedAsync(SweInstance instance, string command = "python3 -m pytest -rA {tests}")
    {
        try
        {
            return (await Grader(command).WhyUnresolvedAsync(instance, _made.Gold, Stop)) ?? "resolved";
        }
        catch (Exception e) when (e is GradingException or CliException)
        {
            return e.Message;
        }
    }

    private SweGrader Grader(string command) => new(
        _host.Services.GetServices<IToolchain>().Single(t => t.Language == "python"),
        _host.Services.GetRequiredService<ISandboxImages>(),
        _host.Services.GetRequiredService<IArtifacts>(),
        _repositories,
        new SweOptions("", _made.Clones, new SweImages(SweImages.BuiltIn, None), new SweCommands(new Dictionary<string, string> { ["*"] = command }), false, null, null));
}
