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

    /// <summary>What it says of a test.</summary>
    public Func<ReproductionTest, Task<Review>> OfTest { get; init; } = _ => throw new NotSupportedException();

    public Task<Review> ReviewTestAsync(TestWritingTask task, ReproductionTest test, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return OfTest(test);
    }
}

/// <summary>A test writer that answers what a script says.</summary>
internal sealed class ScriptedTestWriter(string name, Func<Task<string>> script) : ITestWriterModel
{
    public string Name => name;

    public async Task<ReproductionTest> WriteTestAsync(TestWritingTask task, CancellationToken cancellationToken) => new("test-of-its-own-name", "somebody-else", await script());
}
