using SelfHealing.Repair.Patches;
using SelfHealing.Repair.Policy;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>How an agent's diff did.</summary>
/// <param name="Failure">Why it does not pass, in words; null when it does.</param>
/// <param name="Output">What the failing tests said; untrusted.</param>
/// <param name="Dropped">What of the changes is no part of the patch, a sentence each.</param>
internal sealed record AgenticTrial(string? Failure, string Output, IReadOnlyList<string> Dropped);

/// <summary>Makes patches of an agent's working copy and tests them on a clean copy, where nothing else that the agent did counts.</summary>
internal sealed class AgenticTrials(StrategyRun run)
{
    /// <summary>Tries the patch that the changes are, and notes what was found.</summary>
    public async Task<AgenticTrial> TryAsync(IReadOnlyList<ShellChange> changes, CancellationToken cancellationToken)
    {
        var editable = changes.Select(c => c.Path).Where(run.Briefing.Files.Editable.ContainsKey);
        var copied = WorkingCopy.Of(changes, await run.Briefing.Files.ReadAsync(editable, cancellationToken), run.Task.Report.Subdirectory);
        var patch = copied.Patch;
        if (patch.Edits.Count == 0)
        {
            return new AgenticTrial("It changes no file that a fix may change.", "", copied.Dropped);
        }

        if (PatchPolicy.Default.Check(patch, run.Task.Report.Subdirectory) is { Count: > 0 } breaches)
        {
            return new AgenticTrial(string.Join(' ', breaches.Select(b => b.Message)), "", copied.Dropped);
        }

        try
        {
            return await TestAsync(copied, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            run.Findings.Draft(patch, "Time ran out before its tests had ended.");
            throw;
        }
    }

    private async Task<AgenticTrial> TestAsync(CopiedPatch copied, CancellationToken cancellationToken)
    {
        var form = (await run.Bench.DescribeAsync([copied.Patch], cancellationToken))[0];
        if (form.NormalForm is null)
        {
            run.Findings.Draft(copied.Patch, form.Problem ?? "The patched source does not parse.");
            return new AgenticTrial($"The patched source does not parse: {form.Problem}", "", copied.Dropped);
        }

        var failure = await run.Bench.TestAsync(copied.Patch, cancellationToken);
        if (failure is { } failed)
        {
            // What the agent itself goes on from is no sample beside what it comes to.
            run.Findings.Tested(new Program(copied.Patch, null, form, 0), isPlausible: false);
            run.Findings.Draft(copied.Patch, failed.Reason);
            return new AgenticTrial(failed.Reason, failed.Output, copied.Dropped);
        }

        run.Findings.Tested(run.Findings.Add(copied.Patch, null, form), isPlausible: true);
        return new AgenticTrial(null, "", copied.Dropped);
    }
}
