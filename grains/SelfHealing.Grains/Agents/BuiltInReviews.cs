using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using SelfHealing.Agents;
using SelfHealing.Repair.Patches;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Agents;

/// <summary>Has the built-in reviewer read candidates beside the files that they change and the tests that fail.</summary>
internal sealed class BuiltInReviews(WorkspaceFiles sources)
{
    // One baseline is what all candidates of an incident are read beside.
    private readonly ConditionalWeakTable<Baseline, Surroundings> _surroundings = [];

    /// <summary>The review of one candidate.</summary>
    public async Task<Review> ReviewAsync(ReviewTask task, CancellationToken cancellationToken)
    {
        var workspace = task.Workspace ?? throw new ArgumentException("A review needs the revision that the candidate changes.", nameof(task));
        var surroundings = _surroundings.GetOrCreateValue(task.Baseline);
        var files = new List<FileChange>();
        foreach (var path in task.Candidate.Patch.Edits.Select(e => e.Path).Distinct(StringComparer.Ordinal))
        {
            var before = await sources.ReadAsync(workspace, path, cancellationToken);
            var after = PatchText.Apply(before, path, task.Candidate.Patch);
            var file = surroundings.Files.GetOrAdd(path, static (path, bytes) => new BaseFile(path, Encoding.UTF8.GetString(bytes)), before);
            files.Add(new FileChange(file, Encoding.UTF8.GetString(after)));
        }

        var tests = surroundings.Tests ??= await FailingTestsAsync(task, workspace, cancellationToken);
        return BuiltInReviewer.Review(new ReviewInput(task.Candidate, files, tests.Text, task.Report.Subdirectory) { Deciding = tests.Deciding });
    }

    private async Task<FailingTests> FailingTestsAsync(ReviewTask task, Workspace workspace, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var path in TestFiles.PathsOf(task.Baseline.FailToPass, task.Report.Subdirectory))
        {
            text.Append(Encoding.UTF8.GetString(await sources.ReadAsync(workspace, path, cancellationToken)));
        }

        return new FailingTests(text.ToString(), TestFiles.Deciding(task.Report.TestCommand, task.Baseline.FailToPass, task.Report.Subdirectory));
    }

    /// <summary>What every candidate of an incident is read beside.</summary>
    private sealed class Surroundings
    {
        public ConcurrentDictionary<string, BaseFile> Files { get; } = new(StringComparer.Ordinal);

        public FailingTests? Tests { get; set; }
    }

    private sealed record FailingTests(string Text, IReadOnlySet<string> Deciding);
}
