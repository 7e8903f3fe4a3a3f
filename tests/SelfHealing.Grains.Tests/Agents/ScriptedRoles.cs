using SelfHealing.Agents;
using SelfHealing.Models;
using SelfHealing.Repairs;

namespace SelfHealing.Grains.Tests.Agents;

/// <summary>A planner that answers what a script says, and counts.</summary>
internal sealed class ScriptedPlanner(string name, Func<RepairPlan, CancellationToken, Task<RepairPlan>> script) : IPlannerModel
{
    private int _asked;

    public string Name => name;

    public int Asked => _asked;

    public Task<RepairPlan> PlanAsync(PlanningTask task, RepairPlan builtIn, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return script(builtIn, cancellationToken);
    }
}

/// <summary>A reviewer that answers what a script says, and counts.</summary>
internal sealed class ScriptedReviewer(string name, Func<ReviewTask, Task<Review>> script) : IReviewerModel
{
    private int _asked;

    public string Name => name;

    public int Asked => _asked;

    public Task<Review> ReviewAsync(ReviewTask task, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return script(task);
    }

    public Task<Review> ReviewTestAsync(TestWritingTask task, ReproductionTest test, CancellationToken cancellationToken) => throw new NotSupportedException();
}
