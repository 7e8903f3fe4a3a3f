using SelfHealing.Agents;
using SelfHealing.Models;
using SelfHealing.Repair.Planning;
using SelfHealing.Repairs;

namespace SelfHealing.Grains.Agents;

/// <summary>Plans rounds: a chat model says the cause where there is one, the built-in planner how wide the search is.</summary>
internal sealed class PlannerGrain([PersistentState("planner-history")] IPersistentState<PlannerHistory> history, RolePanel panel) : Grain, IPlannerGrain
{
    public async Task<RepairPlan> PlanAsync(string step, PlanningTask task, CancellationToken cancellationToken)
    {
        if (history.State.Plans.TryGetValue(step, out var finished))
        {
            return finished;
        }

        var builtIn = BuiltInPlanner.Plan(task);
        if (panel.Planner(task.Report) is not { } planner)
        {
            return builtIn;
        }

        var plan = await AskAsync(planner, task, builtIn, cancellationToken);
        history.State = new PlannerHistory { Plans = new(history.State.Plans, StringComparer.Ordinal) { [step] = plan } };
        await history.WriteStateAsync(cancellationToken);
        return plan;
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

/// <summary>The plans that a planner finished.</summary>
[GenerateSerializer, Alias("PlannerHistory")]
public sealed class PlannerHistory
{
    /// <summary>Plans by step id.</summary>
    [Id(0)] public Dictionary<string, RepairPlan> Plans { get; set; } = new(StringComparer.Ordinal);
}
