using SelfHealing.Agents;
using SelfHealing.Repair.Planning;
using SelfHealing.Repairs;

namespace SelfHealing.Grains.Agents;

/// <summary>Plans rounds with the built-in planner.</summary>
internal sealed class PlannerGrain : Grain, IPlannerGrain
{
    public Task<RepairPlan> PlanAsync(string step, PlanningTask task, CancellationToken cancellationToken) =>
        Task.FromResult(BuiltInPlanner.Plan(task));
}
