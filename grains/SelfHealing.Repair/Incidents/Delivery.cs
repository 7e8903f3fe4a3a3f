using SelfHealing.Incidents;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Incidents;

/// <summary>The order after a winner: approval, branch, lesson, end.</summary>
internal static class Delivery
{
    public static IReadOnlyList<Step> Runnable(IncidentState incident, Candidate winner) => incident switch
    {
        { IsWaitingForPerson: true } => [],
        { Approval: null, Report.DryRun: false } => [new ApproveByConfidence()],
        { Deployment: null } => [new Deploy(winner)],
        { Report.DryRun: true } => [new Close(IncidentStatus.Resolved, "Fixed. Nothing left the data folder, as this was a dry run.")],
        { Lesson: null } when !StepFaults.IsSetAside(incident, new Learn(winner)) => [new Learn(winner)],
        { Deployment: { } deployment } => [new Close(IncidentStatus.Resolved, $"Fixed on branch {deployment.Branch}.")],
    };
}
