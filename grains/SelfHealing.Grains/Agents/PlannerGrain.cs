using SelfHealing.Agents;
using SelfHealing.Models;
using SelfHealing.Repair.Planning;
using SelfHealing.Repairs;

namespace SelfHealing.Grains.Agents;

/// <summary>Plans rounds: a chat model says the cause where there is one, the built-in planner how wide the search is.</summary>
[CollectionAgeLimit(Minutes = AgentHistory.KeptMinutes)]
internal sealed class PlannerGrain(RolePanel panel, LeavingSilo silo) : AgentGrain(silo), IPlannerGrain
{
    private readonly AgentHistory<RepairPlan> _plans = new();

    public Task<RepairPlan> PlanAsync(string step, PlanningTask task, CancellationToken cancellationToken) =>
        _plans.OnceAsync(step, () => PlanAsync(task, cancellationToken));

    private async Task<RepairPlan> PlanAsync(PlanningTask task, CancellationToken cancellationToken)
    {
        var builtIn = BuiltInPlanner.Plan(task);
        return panel.Planner(task.Report) is { } planner ? await AskAsync(planner, task, builtIn, cancellationToken) : builtIn;
    }

    private async Task<RepairPlan> AskAsync(IPlannerModel planner, PlanningTask task, RepairPlan builtIn, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await panel.AskAsync(planner.Name, task.Report, limit => planner.PlanAsync(task, builtIn, limit), cancellationToken);
            return plan with { Scope = builtIn.Scope };
        }
        catch (ModelException e)
        {
            return builtIn with { FixStrategy = $"{builtIn.FixStrategy} This plan is the built-in planner's: {e.Message}" };
        }
    }
}
