using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repositories;
using SelfHealing.Sandboxes;

namespace SelfHealing.Grains.Incidents;

/// <summary>What a thrown exception means for its step, in words.</summary>
internal static class StepFailures
{
    public static StepFailed Of(Step step, int attempt, Exception e) => e switch
    {
        RepositoryException repository => new(step.Id, attempt, repository.Message, repository.IsUserError),
        SetUpException setUp => new(step.Id, attempt, setUp.Message, IsFinal: true),
        IncidentException incident => new(step.Id, attempt, incident.Message, IsFinal: true),
        SandboxException sandbox => new(step.Id, attempt, sandbox.Message, IsFinal: false),
        _ => new(step.Id, attempt, $"{step.Stage} failed: {e.Message}", IsFinal: false),
    };
}
