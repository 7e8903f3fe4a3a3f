using SelfHealing.Agents;
using SelfHealing.Repair.Policy;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Planning;

/// <summary>Plans a round from the error, the failing tests and the suspicious lines alone.</summary>
public static class BuiltInPlanner
{
    private const int MaxFiles = 5;

    /// <summary>The plan of a round. Always gives one; <see cref="SearchScopes.Next"/> says beforehand whether the round is worth planning.</summary>
    public static RepairPlan Plan(PlanningTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var suspicions = task.Suspicions
            .Where(s => PatchPolicy.CheckPath(s.Path, task.Report.Subdirectory) is null)
            .OrderByDescending(s => s.Score)
            .ToList();
        var scope = SearchScopes.Next(task.PreviousScope, task.EarlierSearches) ?? task.PreviousScope!;
        return new RepairPlan(
            PlanWords.RootCause(task, suspicions),
            [.. suspicions.Select(s => s.Path).Distinct().Take(MaxFiles)],
            PlanWords.Strategy(task, scope),
            scope);
    }
}
