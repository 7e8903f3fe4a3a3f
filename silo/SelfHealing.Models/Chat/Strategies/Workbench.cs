using SelfHealing.Agents;
using SelfHealing.Repair.Agentic;
using SelfHealing.Repair.Proofs;
using SelfHealing.Repair.Prompting;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>Tries a voter's patches in the sandbox.</summary>
internal sealed class Workbench(IToolchain toolchain, CodingTask task, TimeProvider time)
{
    private const int ShownTests = 5;
    private const int MostCharacters = 3_000;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    /// <summary>What patches are in the language's own terms.</summary>
    public Task<IReadOnlyList<PatchForm>> DescribeAsync(IReadOnlyList<Patch> patches, CancellationToken cancellationToken) =>
        toolchain.DescribeAsync(task.Workspace, patches, cancellationToken);

    /// <summary>A shell on a copy of the revision, for as long as the task has time.</summary>
    public Task<IRepositoryShell> OpenShellAsync(CancellationToken cancellationToken) =>
        toolchain.OpenShellAsync(task.Workspace, task.Deadline - time.GetUtcNow() + TimeSpan.FromMinutes(1), cancellationToken);

    /// <summary>Tries patches in one batch; verdicts come with the number of the patch, from 0.</summary>
    public IAsyncEnumerable<CandidateVerdict> TryAsync(IReadOnlyList<Patch> patches, CancellationToken cancellationToken) =>
        HasTests
            ? toolchain.EvaluateAsync(task.Workspace, task.Baseline, patches.Select((p, i) => new Trial(i, p)).ToAsyncEnumerable(), cancellationToken)
            : patches.Select((_, i) => new CandidateVerdict(i, TrialVerdict.Plausible, 0, 0, null)).ToAsyncEnumerable();

    /// <summary>Runs the project's own tests with a patch: what fails, in words and with its output; null when nothing does.</summary>
    public async Task<(string Reason, string Output)?> TestAsync(Patch patch, CancellationToken cancellationToken)
    {
        if (!HasTests)
        {
            return null;
        }

        var run = await toolchain.RunTestsAsync(task.Workspace, patch, Limit(), cancellationToken);
        var report = TestReports.From(run, task.Baseline);
        return report.Reason is { } reason ? (reason, Output(run, report)) : null;
    }

    private bool HasTests => task.Baseline.FailToPass.Count + task.Baseline.PassToPass.Count > 0;

    private TimeSpan Limit()
    {
        var left = task.Deadline - time.GetUtcNow();
        var usual = TimeSpan.FromSeconds(30 + (10 * task.Baseline.Seconds));
        var most = usual < s_longest ? usual : s_longest;
        return left > TimeSpan.FromSeconds(1) && left < most ? left : most;
    }

    private static string Output(TestRun run, TestReport report)
    {
        var failing = report.FailToPass.Concat(report.PassToPass).Where(t => t.Value is not (TestOutcome.Passed or TestOutcome.Skipped)).Select(t => t.Key).ToHashSet();
        var errors = run.Tests.Where(t => failing.Contains(t.Id) && t.Error is not null).Take(ShownTests)
            .Select(t => $"{t.Id}\n{TextEnds.Of(t.Error!, MostCharacters)}")
            .ToList();
        return TextEnds.Of(Observations.Settled($"{report.Reason}\n\n{(errors.Count > 0 ? string.Join("\n\n", errors) : run.Output)}"));
    }
}
