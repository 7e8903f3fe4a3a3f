using SelfHealing.Agents;
using SelfHealing.Models.BuiltIn;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Ensemble;

/// <summary>The voter that writes nothing itself: it keeps the edits that several voters share and tests what they make together.</summary>
internal sealed class FusionModel(IEnumerable<IToolchain> toolchains, IArtifacts artifacts, TimeProvider time) : ICoderModel
{
    public string Name => VoterNames.Fusion;

    public string Description => "Keeps the edits that several voters share when no whole patch agrees.";

    public async Task<SearchReport> SearchAsync(CodingTask task, IProgress<SearchProgress> progress, CancellationToken cancellationToken)
    {
        if (toolchains.FirstOrDefault(t => string.Equals(t.Language, task.Report.Language, StringComparison.OrdinalIgnoreCase)) is not { } toolchain)
        {
            return new SearchReport(0, 0, 0, [], [], $"No toolchain understands {task.Report.Language}.");
        }

        var patches = Fusion.Patches(task.Pool, task.Drafts);
        var files = await ReadAsync(task.Workspace, patches, cancellationToken);
        var fused = Fusion.Fuse(files, patches);
        if (fused.Count == 0)
        {
            return new SearchReport(0, 0, 0, [], [], "no two models share an edit that is not a whole patch already");
        }

        var forms = await toolchain.DescribeAsync(task.Workspace, [.. fused.Select(f => f.Patch)], cancellationToken);
        var plausible = new List<Candidate>();
        var (tested, parses) = (0, fused.Zip(forms).Where(f => f.Second.NormalForm is not null).ToList());
        var trials = parses.Select((f, number) => new Trial(number, f.First.Patch)).ToAsyncEnumerable();
        using var deadline = new CancellationTokenSource(TimeLeft.Until(task.Deadline, time), time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await foreach (var verdict in toolchain.EvaluateAsync(task.Workspace, task.Baseline, trials, limit.Token))
            {
                tested++;
                if (verdict.Verdict == TrialVerdict.Plausible)
                {
                    var (patch, form) = parses[verdict.Number];
                    plausible.Add(Candidate(task, patch, form, plausible.Count + 1, files));
                }

                progress.Report(new SearchProgress(tested, parses.Count, plausible.Count));
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // What was found until then stands.
        }

        return new SearchReport(fused.Count, tested, plausible.Count, plausible, [], (plausible.Count, deadline.IsCancellationRequested) switch
        {
            ( > 0, _) => null,
            (_, true) => "the time ran out before a fused patch passed the tests",
            _ => "no fused patch passes the tests",
        });
    }

    private async Task<Dictionary<string, byte[]>> ReadAsync(
        Workspace workspace, IReadOnlyList<(string Voter, Patch Patch)> patches, CancellationToken cancellationToken)
    {
        var paths = patches.SelectMany(p => p.Patch.Edits).Select(e => e.Path).Distinct(StringComparer.Ordinal).ToList();
        return await WorkspaceFiles.ReadKnownAsync(artifacts, workspace.Archive, paths, cancellationToken);
    }

    private static Candidate Candidate(CodingTask task, FusedPatch fused, PatchForm form, int rank, Dictionary<string, byte[]> files) => new()
    {
        Id = $"r{task.Round}-{VoterNames.Fusion}-{rank}",
        Voter = VoterNames.Fusion,
        Patch = fused.Patch,
        Diff = string.Concat(fused.Patch.Edits.Select(e => e.Path).Distinct(StringComparer.Ordinal)
            .Select(path => UnifiedDiff.Of(path, files[path], PatchText.Apply(files[path], path, fused.Patch)))),
        NormalForm = form.NormalForm!,
        Operators = ["fusion"],
        Rank = rank,
        Score = fused.Share,
        Size = form.Size,
        Before = form.Before,
        After = form.After,
        Function = form.Function,
        Origin = CandidateOrigin.Fusion,
    };
}
