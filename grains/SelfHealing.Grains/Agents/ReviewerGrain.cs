using Orleans.Concurrency;
using SelfHealing.Agents;
using SelfHealing.Models;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;

namespace SelfHealing.Grains.Agents;

/// <summary>Reviews candidates with the built-in reviewer, and where there are chat models for it, with one that did not write the candidate.</summary>
/// <remarks>Reentrant, because reviews wait for models and one must not wait for the other.</remarks>
[Reentrant]
[CollectionAgeLimit(Minutes = AgentHistory.KeptMinutes)]
internal sealed class ReviewerGrain(BuiltInReviews reviews, IEnumerable<ISelectorModel> selectors, RolePanel panel, LeavingSilo silo)
    : AgentGrain(silo), IReviewerGrain
{
    // Engines propose many candidates that cost nothing; reading all of them does.
    private const int MostEngineReviews = 8;

    private int _engineReviews;

    public async Task<Review> ReviewAsync(string step, ReviewTask task, CancellationToken cancellationToken)
    {
        var builtIn = await reviews.ReviewAsync(task, cancellationToken);
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
}
