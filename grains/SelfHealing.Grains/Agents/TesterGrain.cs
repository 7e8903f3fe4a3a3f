using SelfHealing.Agents;
using SelfHealing.Grains.Incidents;
using SelfHealing.Grains.Placement;
using SelfHealing.Grains.Repositories;
using SelfHealing.Incidents;
using SelfHealing.Repair.Engines;
using SelfHealing.Repair.Localisation;
using SelfHealing.Repair.Proofs;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;
using SelfHealing.Repositories;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Agents;

/// <summary>Runs an incident's code in the sandbox.</summary>
[OnFitSilo]
internal sealed class TesterGrain(
    [PersistentState("tester-history")] IPersistentState<TesterHistory> history, ToolchainSet toolchains, IArtifacts artifacts, IRepositories repositories,
    TestAuthors authors, WorkspaceImages images)
    : Grain, ITesterGrain
{
    private const int KeptSuspicions = 20;

    public async Task<TestRun> ReproduceAsync(string step, Workspace workspace, IncidentReport report, CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        return await toolchains.Of(report.Language).RunTestsAsync(here, patch: null, TestLimits.OfBaseline(report), cancellationToken);
    }

    public async Task<Localised> LocaliseAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        var explored = await toolchains.Of(report.Language).ExploreAsync(here, baseline, TestLimits.Exploration, cancellationToken);
        if (baseline.FailToPass.Count == 0)
        {
            var sources = await SourceFiles.ReadAsync(artifacts, workspace, cancellationToken);
            explored = explored with { Suspicions = TextSuspicions.Of(report.ErrorText ?? baseline.Error, sources) };
        }

        var space = ProgramOnly.Of(explored, TestFiles.Deciding(report.TestCommand, baseline.FailToPass, report.Subdirectory));
        using var content = new MemoryStream();
        await EditSpaceFormat.WriteAsync(space, content, cancellationToken);
        content.Position = 0;
        return new Localised([.. space.Suspicions.Take(KeptSuspicions)], await artifacts.PutAsync(content, cancellationToken), space.Atoms.Count);
    }

    public async Task<BehaviourReport> ObserveAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, IReadOnlyList<Candidate> candidates,
        CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        return await toolchains.Of(report.Language).ObserveAsync(here, baseline, candidates, report.Seed, cancellationToken);
    }

    public async Task<WrittenTest> WriteTestAsync(string step, string model, TestWritingTask task, CancellationToken cancellationToken)
    {
        if (history.State.Written.TryGetValue(step, out var finished))
        {
            return finished;
        }

        task = task with { Workspace = await images.PutInPlaceAsync(step, task.Workspace, task.Report, cancellationToken) };
        var toolchain = toolchains.Of(task.Report.Language);
        var runs = new ReproductionRuns(toolchain, repositories, task.Report, task.Workspace, task.Baseline.Seconds);
        var written = await authors.WriteAsync(model, task, toolchain, runs, cancellationToken);
        history.State = new TesterHistory { Written = new(history.State.Written, StringComparer.Ordinal) { [step] = written } };
        await history.WriteStateAsync(cancellationToken);
        return written;
    }

    public async Task<IReadOnlyList<TestSignal>> CheckTestsAsync(
        string step, Workspace workspace, IncidentReport report, IReadOnlyList<ReproductionTest> tests, IReadOnlyList<Candidate> candidates,
        CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        return await new ReproductionRuns(toolchains.Of(report.Language), repositories, report, here).RunAsync(tests, candidates, cancellationToken);
    }

    public async Task<TestReport> TestAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, Candidate candidate, CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        var run = await toolchains.Of(report.Language)
            .RunTestsAsync(here, candidate.Patch, TestLimits.OfProof(report, baseline), cancellationToken);
        return TestReports.From(run, baseline);
    }
}

/// <summary>The reproduction tests that were written.</summary>
[GenerateSerializer, Alias("TesterHistory")]
public sealed class TesterHistory
{
    /// <summary>What came of each, by step id.</summary>
    [Id(0)] public Dictionary<string, WrittenTest> Written { get; set; } = new(StringComparer.Ordinal);
}
