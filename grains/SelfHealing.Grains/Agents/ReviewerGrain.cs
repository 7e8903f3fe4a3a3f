using System.Text;
using Orleans.Concurrency;
using SelfHealing.Agents;
using SelfHealing.Models;
using SelfHealing.Repair.Patches;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Grains.Agents;

/// <summary>Reviews candidates with the built-in reviewer, and where there are chat models for it, with one that did not write the candidate.</summary>
/// <remarks>Reentrant, because reviews wait for models and one must not wait for the other.</remarks>
[Reentrant]
[CollectionAgeLimit(Minutes = AgentHistory.KeptMinutes)]
internal sealed class ReviewerGrain(IRepositories repositories, IEnumerable<ISelectorModel> selectors, RolePanel panel, LeavingSilo silo)
    : AgentGrain(silo), IReviewerGrain
{
    // Engines propose many candidates that cost nothing; reading all of them does.
    private const int MostEngineReviews = 8;

    // An incident's revision never changes, and many of its candidates touch the same file.
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private int _engineReviews;

    public async Task<Review> ReviewAsync(string step, ReviewTask task, CancellationToken cancellationToken)
    {
        var files = new List<FileChange>();
        foreach (var path in task.Candidate.Patch.Edits.Select(e => e.Path).Distinct(StringComparer.Ordinal))
        {
            var before = await ReadAsync(task, path, cancellationToken);
            var after = PatchText.Apply(before, path, task.Candidate.Patch);
            files.Add(new FileChange(path, Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(after)));
        }

        var tests = await FailingTestsAsync(task, cancellationToken);
        var builtIn = BuiltInReviewer.Review(new ReviewInput(task.Candidate, files, tests, task.Report.Subdirectory)
        {
            Deciding = TestFiles.Deciding(task.Report.TestCommand, task.Baseline.FailToPass, task.Report.Subdirectory),
        });
        return builtIn.Allowed ? await JoinedAsync(builtIn, task, cancellationToken) : builtIn;
    }

    public async Task<string?> SelectAsync(string step, string model, SelectionTask task, CancellationToken cancellationToken) =>
        selectors.FirstOrDefault(s => s.Name == model) is { } selector
            ? await panel.AskAsync(model, task.Report, limit => selector.SelectAsync(task, limit), cancellationToken)
            : null;

    /// <summary>The built-in review and a model's; the built-in one alone when no model answers.</summary>
    private async Task<Review> JoinedAsync(Review builtIn, ReviewTask task, CancellationToken cancellationToken)
    {
        if (panel.Reviewer(task.Report, task.Candidate) is not { } reviewer
            || (task.Candidate.Origin == CandidateOrigin.Engine && ++_engineReviews > MostEngineReviews))
        {
            return builtIn;
        }

        try
        {
            return ModelReviews.Joined(
                builtIn, await panel.AskAsync(reviewer.Name, task.Report, limit => reviewer.ReviewAsync(task, limit), cancellationToken));
        }
        catch (ModelException)
        {
            // The call's record tells why it abstains.
            return builtIn;
        }
    }

    private async Task<string> FailingTestsAsync(ReviewTask task, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var path in TestFiles.PathsOf(task.Baseline.FailToPass, task.Report.Subdirectory))
        {
            text.Append(Encoding.UTF8.GetString(await ReadAsync(task, path, cancellationToken)));
        }

        return text.ToString();
    }

    private async Task<byte[]> ReadAsync(ReviewTask task, string path, CancellationToken cancellationToken) =>
        _files.TryGetValue(path, out var known) ? known : _files[path] = await repositories.ReadFileAsync(task.Workspace!, path, cancellationToken) ?? [];
}
