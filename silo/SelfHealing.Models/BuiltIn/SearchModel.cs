using SelfHealing.Agents;
using SelfHealing.Repair.Engines;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.BuiltIn;

/// <summary>A voter that needs no language model: an engine proposes, the toolchain's batch evaluation disposes.</summary>
internal sealed class SearchModel(IEngine engine, IEnumerable<IToolchain> toolchains, IArtifacts artifacts, TimeProvider time) : ICoderModel
{
    public string Name => engine.Name;

    public string Description => engine.Description;

    public async Task<SearchReport> SearchAsync(CodingTask task, IProgress<SearchProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(progress);
        var toolchain = toolchains.FirstOrDefault(t => t.Language == task.Report.Language);
        if (toolchain is null)
        {
            return Silent($"No toolchain understands {task.Report.Language}.");
        }

        if (task.Baseline.FailToPass.Count == 0)
        {
            return Silent("No failing test shows the fault, and this engine only searches where one does.");
        }

        var space = Allowed(await OpenAsync(task.EditSpace, cancellationToken), task.Plan);
        using var deadline = new CancellationTokenSource(TimeLeft.Until(task.Deadline, time), time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var search = new Search(engine, task.Plan.Scope, progress, time);
        try
        {
            var proposals = engine.Propose(space, task.Plan.Scope, task.Lessons, task.Fingerprint);
            var verdicts = toolchain.EvaluateAsync(task.Workspace, task.Baseline, search.Trials(proposals, limit.Token), limit.Token);
            await foreach (var verdict in verdicts.WithCancellation(limit.Token))
            {
                search.Note(verdict);
                if (search.IsDone)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            search.RanOutOfTime();
        }

        search.Tell();
        var forms = await FormsAsync(toolchain, task.Workspace, search.Best, cancellationToken);
        var files = search.Best.Count > 0 ? await WorkspaceFiles.ReadAsync(artifacts, task.Workspace.Archive, PathsOf(search.Best), cancellationToken) : [];
        return new SearchReport(
            search.Generated, search.Tested, search.Plausible,
            [.. search.Best.Select(found => CandidateOf(found, task, files) with { NormalForm = forms.GetValueOrDefault(found.Rank, found.Edit.NormalForm) }).DistinctBy(c => c.NormalForm)],
            search.Partial,
            search.Best.Count > 0 ? null : search.Generated == 0 && !search.IsOutOfTime ? engine.Silence(space, task.Lessons) : search.Failure());
    }

    /// <summary>The forms of candidates of several edits, by rank: two edits of one function have a form of their own together, which a model's patch of the same program has too.</summary>
    private static async Task<Dictionary<int, string>> FormsAsync(
        IToolchain toolchain, Workspace workspace, IReadOnlyList<Found> best, CancellationToken cancellationToken)
    {
        var several = best.Where(f => f.Edit.Atoms.Count > 1).ToList();
        try
        {
            var forms = several.Count == 0 ? [] : await toolchain.DescribeAsync(workspace, [.. several.Select(f => f.Edit.Patch)], cancellationToken);
            return several.Zip(forms).Where(p => p.Second.NormalForm is not null).ToDictionary(p => p.First.Rank, p => p.Second.NormalForm!);
        }
        catch (SandboxException)
        {
            // What was found is worth more than that it is told apart from the same program of another voter.
            return [];
        }
    }

    private async Task<EditSpace> OpenAsync(string? artifact, CancellationToken cancellationToken)
    {
        if (artifact is null)
        {
            return new EditSpace([], []);
        }

        await using var stream = await artifacts.OpenAsync(artifact, cancellationToken);
        return await EditSpaceFormat.ReadAsync(stream, cancellationToken);
    }

    /// <summary>The edits of the files that the plan lets a fix touch.</summary>
    private static EditSpace Allowed(EditSpace space, RepairPlan plan) =>
        plan.AffectedFiles.Count == 0 ? space
        : space with { Atoms = [.. space.Atoms.Where(a => a.Edits.All(e => plan.AffectedFiles.Contains(e.Path)))] };

    private static IEnumerable<string> PathsOf(IEnumerable<Found> found) => found.SelectMany(f => f.Edit.Atoms).SelectMany(a => a.Edits).Select(e => e.Path);

    private Candidate CandidateOf(Found found, CodingTask task, Dictionary<string, byte[]> files)
    {
        var patch = found.Edit.Patch;
        return new Candidate
        {
            Id = $"r{task.Round}-{Name}-{found.Rank}",
            Voter = Name,
            Patch = patch,
            Diff = string.Concat(patch.Edits.Select(e => e.Path).Distinct()
                .Select(path => UnifiedDiff.Of(path, files[path], PatchText.Apply(files[path], path, patch)))),
            NormalForm = found.Edit.NormalForm,
            Operators = found.Edit.Operators,
            Rank = task.Plan.Scope.From + found.Rank,
            Score = found.Edit.Score,
            Size = found.Edit.Size,
            Lesson = found.Edit.Lesson,
            Before = found.Edit.Before,
            After = found.Edit.After,
            Function = found.Edit.Atoms[0].Function,
        };
    }

    private static SearchReport Silent(string reason) => new(0, 0, 0, [], [], reason);
}
