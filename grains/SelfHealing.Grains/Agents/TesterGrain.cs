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
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Agents;

/// <summary>Runs an incident's code in the sandbox.</summary>
[OnFitSilo, CollectionAgeLimit(Minutes = AgentHistory.KeptMinutes)]
internal sealed class TesterGrain(
    ToolchainSet toolchains, IArtifacts artifacts, WorkspaceFiles files, TestAuthors authors, WorkspaceImages images, LeavingSilo silo)
    : AgentGrain(silo), ITesterGrain
{
    private const int KeptSuspicions = 20;

    private readonly AgentHistory<WrittenTest> _written = new();

    public async Task<TestRun> ReproduceAsync(string step, Workspace workspace, IncidentReport report, CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        return await toolchains.Of(report.Language).RunTestsAsync(here, patch: null, TestLimits.OfBaseline(report), cancellationToken);
    }

    public async Task<Localised> LocaliseAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, bool withEdits, CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        var explored = await toolchains.Of(report.Language).ExploreAsync(here, baseline, TestLimits.OfExploration(withEdits), cancellationToken);
        if (baseline.FailToPass.Count == 0)
        {
            var sources = await SourceFiles.ReadAsync(artifacts, workspace, cancellationToken);
            explored = explored with { Suspicions = TextSuspicions.Of(report.ErrorText ?? baseline.Error, sources) };
        }

        var space = ProgramOnly.Of(explored, TestFiles.Deciding(report.TestCommand, baseline.FailToPass, report.Subdirectory));
        return new Localised([.. space.Suspicions.Take(KeptSuspicions)], withEdits ? await KeepAsync(space, cancellationToken) : null, space.Atoms.Count);
    }

    public async Task<BehaviourReport> ObserveAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, IReadOnlyList<Candidate> candidates,
        CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        return await toolchains.Of(report.Language).ObserveAsync(here, baseline, candidates, report.Seed, cancellationToken);
    }

    public Task<WrittenTest> WriteTestAsync(string step, string model, TestWritingTask task, CancellationToken cancellationToken) =>
        _written.OnceAsync(step, () => WriteAsync(step, model, task, cancellationToken));

    public async Task<IReadOnlyList<TestSignal>> CheckTestsAsync(
        string step, Workspace workspace, IncidentReport report, IReadOnlyList<ReproductionTest> tests, IReadOnlyList<Candidate> candidates,
        CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        return await new ReproductionRuns(toolchains.Of(report.Language), files, report, here).RunAsync(tests, candidates, cancellationToken);
    }

    public async Task<TestReport> TestAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, Candidate candidate, CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, workspace, report, cancellationToken);
        var run = await toolchains.Of(report.Language)
            .RunTestsAsync(here, candidate.Patch, TestLimits.OfProof(report, baseline), cancellationToken);
        return TestReports.From(run, baseline);
    }

    private async Task<string> KeepAsync(EditSpace space, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await EditSpaceFormat.WriteAsync(space, content, cancellationToken);
        content.Position = 0;
        return await artifacts.PutAsync(content, cancellationToken);
    }

    private async Task<WrittenTest> WriteAsync(string step, string model, TestWritingTask task, CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, task.Workspace, task.Report, cancellationToken);
        var toolchain = toolchains.Of(task.Report.Language);
        var runs = new ReproductionRuns(toolchain, files, task.Report, here, task.Baseline.Seconds);
        return await authors.WriteAsync(model, task with { Workspace = here }, toolchain, runs, cancellationToken);
    }
}
