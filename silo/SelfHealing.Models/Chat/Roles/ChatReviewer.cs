using SelfHealing.Agents;
using SelfHealing.Repairs;

namespace SelfHealing.Models.Chat.Roles;

/// <summary>A chat model that judges patches and tests, each without regard to the other.</summary>
internal sealed class ChatReviewer(RoleDesk desk) : IReviewerModel
{
    public string Name => desk.Name;

    public async Task<Review> ReviewAsync(ReviewTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Workspace is not { } workspace)
        {
            throw new ModelException(ModelFault.Rejected, $"The model '{Name}' was not asked: the incident has no workspace whose code it could be shown.");
        }

        var changed = task.Candidate.Patch.Edits.Select(e => e.Path).Distinct().ToList();
        var briefing = await desk.BriefAsync(
            task.Step, workspace, task.Report, task.Baseline, [.. changed.Select(path => new Suspicion(path, 1, task.Candidate.Function, 1))], changed, cancellationToken);
        var values = briefing.Values().Show("suspicions", "", "").Show("patch", "patch by somebody else", task.Candidate.Diff);
        var answer = await desk.AskAsync(task.Step, workspace, task.Report, "review-patch", values, ReviewAnswer.Read, cancellationToken);
        return answer.ToReview(Name);
    }

    public async Task<Review> ReviewTestAsync(TestWritingTask task, ReproductionTest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(test);
        var briefing = await desk.BriefAsync(task.Step, task.Workspace, task.Report, task.Baseline, task.Suspicions, [], cancellationToken);
        var values = briefing.Values().Show("test", "reproduction test by somebody else", test.Source);
        var answer = await desk.AskAsync(task.Step, task.Workspace, task.Report, "review-test", values, ReviewAnswer.Read, cancellationToken);
        return answer.ToReview(Name);
    }
}
