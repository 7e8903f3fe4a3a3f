using SelfHealing.Agents;
using SelfHealing.Repairs;

namespace SelfHealing.Models;

/// <summary>A model that judges patches and tests, each by itself: either may be wrong.</summary>
public interface IReviewerModel
{
    /// <summary>The configured name of the model.</summary>
    string Name { get; }

    /// <summary>What it finds in a candidate. Never forbids: what a patch may touch is policy.</summary>
    /// <exception cref="ModelException">Nothing usable came; the reviewer abstains.</exception>
    Task<Review> ReviewAsync(ReviewTask task, CancellationToken cancellationToken);

    /// <summary>Whether a reproduction test asks for what the incident demands, without regard to any patch.</summary>
    /// <exception cref="ModelException">Nothing usable came; the reviewer abstains.</exception>
    Task<Review> ReviewTestAsync(TestWritingTask task, ReproductionTest test, CancellationToken cancellationToken);
}
