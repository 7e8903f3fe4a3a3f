using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SelfHealing.Cli.Bench;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Sandboxes;
using SelfHealing.Silo;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Tests.Bench;

/// <summary>The grader in the real sandbox.</summary>
public sealed class GraderTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IHost _host = null!;
    private string _image = "";

    public async ValueTask InitializeAsync()
    {
        _host = EmbeddedSilo.Adapters(new EmbeddedSiloOptions { DataFolder = DataFolder.Open(Path.Combine(_folder.Path, "data")) });
        _image = await _host.Services.GetRequiredService<ISandboxImages>().EnsureAsync("python", new Progress<string>(), TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_patch_that_equals_the_reference_on_generated_inputs_is_right_and_another_is_wrong()
    {
        var instance = new QuixBugs(Path.Combine(AppContext.BaseDirectory, "Fixtures", "minibugs"), 1).Read().Single(i => i.Id == "running_totals");

        var right = await JudgeAsync(
            instance,
            Replace(instance, "python_programs/running_totals.py", "right", "total = amount", "total = total + amount"),
            Replace(instance, "python_programs/running_totals.py", "wrong", "total = amount", "total = max(total + amount, amount + 1)"),
            Replace(instance, "python_programs/running_totals.py", "endless", "total = amount", "total += sum(0 for _ in iter(int, 1))"));

        right.ShouldBe(new Dictionary<string, bool> { ["right"] = true, ["wrong"] = false, ["endless"] = false }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_hidden_test_tells_a_plausible_patch_from_a_right_one()
    {
        var file = _folder.File("tasks.jsonl", """{"task_id":"Python/1","prompt":"def double(x):\n","buggy_solution":"    return x + x + 1\n","example_test":"def check(double):\n    assert double(2) == 4\ncheck(double)\n","test":"def check(f):\n    assert f(3) == 6\ncheck(double)","entry_point":"double"}""");
        var instance = new HumanEvalFix(file).Read().Single();

        var right = await JudgeAsync(
            instance,
            Replace(instance, "solution.py", "right", "x + x + 1", "x + x"),
            Replace(instance, "solution.py", "overfit", "x + x + 1", "4"),
            Replace(instance, "solution.py", "leaves", "return x + x + 1", "raise SystemExit(0)"));

        right.ShouldBe(new Dictionary<string, bool> { ["right"] = true, ["overfit"] = false, ["leaves"] = false }, ignoreOrder: true);
    }

    private Task<IReadOnlyDictionary<string, bool>> JudgeAsync(BenchInstance instance, params Candidate[] candidates)
    {
        var incident = IncidentState.Fold(Stories.Record(
            1,
            (0, new Submitted(Stories.Report)),
            (1, new Prepared(new Workspace(Stories.Id, "c", "a", _image, "true", ""))),
            (2, new Planned(1, new RepairPlan("", [], "", new SearchScope(1, false, [])))),
            (3, new Coded(1, "mutation", Stories.Search(3, 3, 3, candidates)))));
        return new Grader(_host.Services.GetServices<IToolchain>().Single(t => t.Language == "python"), _host.Services.GetRequiredService<IArtifacts>())
            .JudgeAsync(instance, incident, TestContext.Current.CancellationToken);
    }

    private static Candidate Replace(BenchInstance instance, string path, string id, string before, string after)
    {
        var text = Encoding.UTF8.GetString(instance.Files[path]);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        return Stories.Candidate(id, "mutation") with { NormalForm = id, Patch = new Patch([new TextEdit(path, at, before.Length, after)]) };
    }
}
