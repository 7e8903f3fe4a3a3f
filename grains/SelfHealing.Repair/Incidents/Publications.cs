using SelfHealing.Repair.Publishing;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Repair.Incidents;

/// <summary>Brings what an incident knows of its winner into the form of a publication.</summary>
public static class Publications
{
    /// <summary>The commit and the pull request of a winner.</summary>
    public static Publication Of(IncidentState incident, Candidate winner)
    {
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentNullException.ThrowIfNull(winner);
        return PublicationText.Compose(new PublicationFacts(
            incident.Id, incident.Report!, incident.Round!.Plan, incident.Baseline!, winner, incident.Tests[winner.Id], incident.Round.Vote!,
            incident.Approval?.By)) with { Base = incident.Workspace!.Commit, At = incident.SubmittedAt };
    }
}
