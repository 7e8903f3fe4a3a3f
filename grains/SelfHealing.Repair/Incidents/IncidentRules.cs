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
    /// <param name="incident">The incident, before anything of it runs again.</param>
    /// <param name="why">What ended them, in a sentence; null when all that is known is that their process ended.</param>
    public static IReadOnlyList<RepairEvent> Interrupted(IncidentState incident, string? why = null)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident.End is not null
            ? []
            : [.. Unfinished(incident).Select(s => new StepFailed(s.Key, s.Value.Attempts, why ?? ProcessEnded(incident.Id, s.Key, s.Value), IsFinal: false))];
    }

    /// <summary>True when steps were started that have not ended.</summary>
    public static bool IsInterrupted(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident.End is null && Unfinished(incident).Any();
    }

    /// <summary>What an incident says whose trouble another one repairs.</summary>
    public static string SameTrouble(string other) => $"Same trouble as {other}, which repairs it.";

    /// <summary>What an incident that ran out of time says.</summary>
    public static string OutOfTime(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var running = Unfinished(incident).Select(s => s.Key).FirstOrDefault();
        return $"The budget of {incident.Report!.Budget.TotalMinutes:0.##} minutes ran out{(running is null ? "" : $" during {running}")}. "
            + $"Go on with `selfheal resume {incident.Id} --max-minutes N`.";
    }

    private static IEnumerable<KeyValuePair<string, StepState>> Unfinished(IncidentState incident) => incident.Steps.Where(s => s.Value.EndedAt is null);

    private static string ProcessEnded(string incident, string step, StepState state)
    {
        var where = state.Silo is { } silo ? $"The silo {silo}" : "The process that ran it";
        return state.Attempts < StepState.MaxAttempts
            ? $"{where} ended before the step was done."
            : $"The step {step} was set aside: {state.Attempts} attempts ended with their process. {where} was the last. It may be the step that ends them: "
                + $"look at that machine's memory, disk and logs, then go on with `selfheal resume {incident}`.";
    }
}
