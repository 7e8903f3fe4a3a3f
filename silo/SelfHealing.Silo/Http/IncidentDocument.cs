using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Silo.Http;

/// <summary>How an incident stands, for programs that do not read its events.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reason">Why it ended, in a sentence; null while it has not.</param>
/// <param name="SubmittedAt">When it was submitted (UTC).</param>
/// <param name="Events">Events so far; the sequence number of the last one.</param>
/// <param name="Confidence">Confidence of the last vote, 0 to 1; null when there was none.</param>
/// <param name="Winner">The candidate that the last vote chose, or null.</param>
/// <param name="Tests">The tester's proof of the winner, or null.</param>
/// <param name="Deployment">Where the fix is, or null.</param>
/// <param name="Report">What was submitted.</param>
internal sealed record IncidentDocument(
    string Incident, IncidentStatus Status, string? Reason, DateTimeOffset SubmittedAt, long Events, double? Confidence, Candidate? Winner, TestReport? Tests,
    Deployment? Deployment, IncidentReport? Report)
{
    public static IncidentDocument Of(IncidentState incident) => new(
        incident.Id, incident.Status, incident.End?.Reason, incident.SubmittedAt, incident.Sequence, incident.Round?.Vote?.Confidence, incident.Winner,
        incident.Winner is { } winner && incident.Tests.TryGetValue(winner.Id, out var proof) ? proof : null, incident.Deployment, incident.Report);
}
