using SelfHealing.Incidents;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Agents;

/// <summary>On whose behalf an agent works.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Tenant">Who pays.</param>
/// <param name="Step">The step's id.</param>
internal sealed record Assignment(string Incident, string Tenant, string Step)
{
    public static Assignment Of(Workspace workspace, IncidentReport report, string step) => new(workspace.Incident, report.Tenant, step);
}
