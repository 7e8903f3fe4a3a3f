using SelfHealing.Incidents;

namespace SelfHealing.Repair.Incidents;

/// <summary>What may be asked of an incident, and what an interruption means.</summary>
public static class IncidentRules
{
    /// <summary>True when nothing happens any more until a person acts.</summary>
    public static bool IsAtRest(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident.Report is null || incident.End is not null || incident.IsWaitingForPerson;
    }

    /// <summary>True when a resume goes on: an open incident, a fault that somebody may have mended, a budget that ran out.</summary>
    public static bool CanResume(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident is { Report: not null, End: null, IsWaitingForPerson: false }
            or { End.Status: IncidentStatus.Faulted or IncidentStatus.TimedOut };
    }

    /// <summary>Why an approval or a refusal cannot be taken, or null. Deciding the same twice is fine.</summary>
    public static string? WhyNotDecide(IncidentState incident, RepairEvent decision)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return (incident, decision) switch
        {
            ({ IsWaitingForPerson: true }, _) => null,
            ({ Approval: not null }, Approved) or ({ Rejection: not null }, Rejected) => null,
            ({ Rejection: not null }, _) => $"Incident {incident.Id} was rejected already.",
            ({ Approval: { } approval }, _) => $"Incident {incident.Id} was approved already, by {approval.By}.",
            _ => $"Incident {incident.Id} is not waiting for approval: it is {incident.Status}.",
        };
    }

    /// <summary>The steps that a dead process left unfinished, as failures: each is tried again under its own id, three times at most.</summary>
    public static IReadOnlyList<RepairEvent> Interrupted(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident.End is not null
            ? []
            : [.. incident.Steps.Where(s => s.Value.EndedAt is null)
                .Select(s => new StepFailed(s.Key, s.Value.Attempts, "The process that ran this step ended before it was done.", IsFinal: false))];
    }

    /// <summary>What an incident that ran out of time says.</summary>
    public static string OutOfTime(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var running = incident.Steps.Where(s => s.Value.EndedAt is null).Select(s => s.Key).FirstOrDefault();
        return $"The budget of {incident.Report!.Budget.TotalMinutes:0.##} minutes ran out{(running is null ? "" : $" during {running}")}. "
            + $"Go on with `selfheal resume {incident.Id} --max-minutes N`.";
    }
}
