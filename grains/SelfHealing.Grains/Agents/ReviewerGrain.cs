using SelfHealing.Agents;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Grains.Agents;

/// <summary>Reviews candidates with the built-in reviewer.</summary>
internal sealed class ReviewerGrain(IRepositories repositories) : Grain, IReviewerGrain
{
    public async Task<Review> ReviewAsync(string step, ReviewTask task, CancellationToken cancellationToken)
    {
        var incident = this.GetPrimaryKeyString().Split('/')[0];
        var sources = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in task.Candidate.Patch.Edits.Select(e => e.Path).Distinct(StringComparer.Ordinal))
        {
            if (await repositories.ReadFileAsync(incident, path, cancellationToken) is { } content)
            {
                sources[path] = content;
            }
        }

        return BuiltInReviewer.Review(task, sources);
    }
}
