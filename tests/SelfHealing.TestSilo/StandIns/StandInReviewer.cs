using SelfHealing.Agents;
using SelfHealing.Models;
using SelfHealing.Repairs;

namespace SelfHealing.TestSilo.StandIns;

/// <summary>A chat model that reviews at once and finds nothing. It shares its name with the first voter, whose candidates only the built-in reviewer may judge.</summary>
internal sealed class StandInReviewer : IReviewerModel
{
    public string Name => "voter1";

    public Task<Review> ReviewAsync(ReviewTask task, CancellationToken cancellationToken) => Task.FromResult(new Review(true, [], 1));

    public Task<Review> ReviewTestAsync(TestWritingTask task, ReproductionTest test, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The stand-in for a reviewer reviews no tests.");
}
