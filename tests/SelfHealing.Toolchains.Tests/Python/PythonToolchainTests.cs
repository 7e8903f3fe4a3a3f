using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

public sealed class PythonToolchainTests(ToolchainFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_reports_every_test_by_its_own_id()
    {
        var workspace = await fixture.WorkspaceAsync(SmallProject.Files);

        var run = await fixture.Python.RunTestsAsync(workspace, null, TimeSpan.FromMinutes(1), Token);

        run.Fault.ShouldBeNull();
        run.ExitCode.ShouldBe(1);
        run.Tests.Where(t => t.Outcome == TestOutcome.Failed).Select(t => t.Id).ShouldBe(SmallProject.Baseline.FailToPass, ignoreOrder: true);
        run.Tests.Where(t => t.Outcome == TestOutcome.Passed).Select(t => t.Id).ShouldBe(SmallProject.Baseline.PassToPass, ignoreOrder: true);
        run.Tests.First(t => t.Outcome == TestOutcome.Failed).Error.ShouldNotBeNull().ShouldContain("assert");
    }

    [Fact]
    public async Task A_patched_run_passes_when_the_patch_is_right()
    {
        var files = SmallProject.Files;
        var workspace = await fixture.WorkspaceAsync(files);

        var run = await fixture.Python.RunTestsAsync(workspace, files.Replace("search.py", SmallProject.Loop, "low <= high"), TimeSpan.FromMinutes(1), Token);

        run.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task An_exploration_finds_the_faulty_function_and_its_edits()
    {
        var workspace = await fixture.WorkspaceAsync(SmallProject.Files);

        var space = await fixture.Python.ExploreAsync(workspace, SmallProject.Baseline, new ExplorationLimits(3, 5000), Token);

        space.Suspicions[0].Function.ShouldBe("find");
        space.Suspicions.ShouldNotContain(s => s.Path.StartsWith("tests/", StringComparison.Ordinal));
        space.Atoms.Select(a => a.Id).ShouldBe(Enumerable.Range(0, space.Atoms.Count));
        space.Atoms.ShouldContain(a => a.Function == "find" && a.Edits.Any(e => e.Replacement.Contains("<=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_nobody_searches_edits_an_exploration_finds_the_faulty_function_alone()
    {
        var workspace = await fixture.WorkspaceAsync(SmallProject.Files);

        var space = await fixture.Python.ExploreAsync(workspace, SmallProject.Baseline, new ExplorationLimits(3, 0), Token);

        space.Suspicions[0].Function.ShouldBe("find");
        space.Atoms.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_finds_the_right_patch_among_all_edits()
    {
        var workspace = await fixture.WorkspaceAsync(SmallProject.Files);
        var space = await fixture.Python.ExploreAsync(workspace, SmallProject.Baseline, new ExplorationLimits(1, 300), Token);

        var verdicts = new List<CandidateVerdict>();
        await foreach (var verdict in fixture.Python.EvaluateAsync(workspace, SmallProject.Baseline, Trials(space), Token))
        {
            verdicts.Add(verdict);
        }

        verdicts.Select(v => v.Number).ShouldBe(space.Atoms.Select(a => a.Id));
        verdicts.ShouldContain(v => v.Verdict == TrialVerdict.Plausible);
        verdicts.ShouldNotContain(v => v.Verdict == TrialVerdict.Crashed);
    }

    private static async IAsyncEnumerable<Trial> Trials(EditSpace space)
    {
        foreach (var atom in space.Atoms)
        {
            await Task.Yield();
            yield return new Trial(atom.Id, new Patch(atom.Edits));
        }
    }
}
