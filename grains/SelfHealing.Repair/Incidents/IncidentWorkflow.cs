using SelfHealing.Incidents;
using SelfHealing.Repair.Planning;

namespace SelfHealing.Repair.Incidents;

/// <summary>The order of an incident: which steps may run now. All rules of order, rounds, limits and endings live here.</summary>
/// <remarks>Pure: the same history always gives the same answer, which is what makes resuming safe.</remarks>
public static class IncidentWorkflow
{
    /// <summary>Most rounds of search before the incident gives up.</summary>
    public const int MaxRounds = 3;

    /// <summary>The steps that may run now and have not finished; a step that is running already is among them.</summary>
    public static IReadOnlyList<Step> Runnable(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident switch
        {
            { Report: null } or { End: not null } or { IsQueued: true } => [],
            { CancelledBy: { } by } => [new Close(IncidentStatus.Cancelled, $"Cancelled by {by}.")],
            { Rejection: { } refusal } => [new Close(IncidentStatus.Rejected, Refused(refusal))],
            _ when StepFaults.Fatal(incident) is { } reason => [new Close(IncidentStatus.Faulted, reason)],
            { Voters: null } => [new Triage()],
            { Workspace: null } => [new Prepare()],
            { Baseline: null } => [new Reproduce()],
            { Localisation: null } => Unasked(incident, [new Localise()]),
            { Recalled: null } when Unasked(incident, []) is { Count: > 0 } recall => recall,
            { Round: null } => [new MakePlan(1)],
            { Round: { Vote: null } round } => RoundWorkflow.Runnable(incident, round),
            { Winner: null, Round: { } round } => AfterNoWinner(incident, round),
            _ => Delivery.Runnable(incident, incident.Winner!),
        };
    }

    private static IReadOnlyList<Step> Unasked(IncidentState incident, IReadOnlyList<Step> others) =>
        incident.Recalled is null && !StepFaults.IsSetAside(incident, new Recall()) ? [.. others, new Recall()] : others;

    private static IReadOnlyList<Step> AfterNoWinner(IncidentState incident, RoundState round) =>
        round.Number < MaxRounds && SearchScopes.Next(round.Plan.Scope, [.. incident.Rounds.SelectMany(r => r.Searches.Values)]) is not null
            ? [new MakePlan(round.Number + 1)]
            : [new Close(IncidentStatus.GaveUp, Evidence.OfGivingUp(incident))];

    private static string Refused(Rejected refusal) =>
        string.IsNullOrWhiteSpace(refusal.Comment) ? $"Rejected by {refusal.By}." : $"Rejected by {refusal.By}: {refusal.Comment}";
}
