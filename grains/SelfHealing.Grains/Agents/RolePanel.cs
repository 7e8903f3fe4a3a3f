using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;

namespace SelfHealing.Grains.Agents;

/// <summary>Which chat models an incident asks to plan and review, and how long it waits for a model in any role.</summary>
internal sealed class RolePanel(IEnumerable<IPlannerModel> planners, IEnumerable<IReviewerModel> reviewers, TimeProvider time)
{
    private const int BudgetShare = 10;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(3);

    private readonly IReadOnlyList<IPlannerModel> _planners = [.. planners.OrderBy(p => p.Name, StringComparer.Ordinal)];
    private readonly IReadOnlyList<IReviewerModel> _reviewers = [.. reviewers];

    /// <summary>The planner of an incident; null when no chat model may plan it.</summary>
    public IPlannerModel? Planner(IncidentReport report) => _planners.FirstOrDefault(p => IsNamed(p.Name, report));

    /// <summary>The reviewer of a candidate; null when no chat model may review it.</summary>
    public IReviewerModel? Reviewer(IncidentReport report, Candidate candidate)
    {
        var chosen = ModelReviews.ReviewerOf([.. Reviewers(report).Select(r => r.Name)], candidate);
        return _reviewers.FirstOrDefault(r => r.Name == chosen);
    }

    /// <summary>The reviewers that an incident may ask.</summary>
    public IEnumerable<IReviewerModel> Reviewers(IncidentReport report) => _reviewers.Where(r => IsNamed(r.Name, report));

    /// <summary>Asks a model and waits for it no longer than a tenth of the incident's budget, three minutes at most: others are ready to go on.</summary>
    /// <exception cref="ModelException">Nothing usable came in time.</exception>
    public async Task<T> AskAsync<T>(string model, IncidentReport report, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var share = report.Budget / BudgetShare;
        using var patience = new CancellationTokenSource(share < s_longest ? share : s_longest, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await ask(limit.Token);
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModelException(ModelFault.TimedOut, $"The model '{model}' did not answer in time; the incident goes on without it.", inner: e);
        }
    }

    // Whoever names models names all that may be asked.
    private static bool IsNamed(string model, IncidentReport report) =>
        report.Models.Count == 0 || report.Models.Any(named => VoterNames.ModelOf(named) == model);
}
