using SelfHealing.Agents;
using SelfHealing.Repairs;

namespace SelfHealing.Models;

/// <summary>A model that can tell the root cause of an incident.</summary>
public interface IPlannerModel
{
    /// <summary>The configured name of the model.</summary>
    string Name { get; }

    /// <summary>The root cause, the files that a fix may touch and how to go about it. The scope of the search is left as <paramref name="builtIn"/> has it.</summary>
    /// <param name="task">What is known.</param>
    /// <param name="builtIn">The plan of the built-in planner: advice.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ModelException">Nothing usable came.</exception>
    Task<RepairPlan> PlanAsync(PlanningTask task, RepairPlan builtIn, CancellationToken cancellationToken);
}
