using SelfHealing.Repair.Ensemble;

namespace SelfHealing.Repair.Incidents;

/// <summary>When shared edits are combined: once, after the others are done, when no whole patch agrees but several voters changed the same place.</summary>
internal static class FusionTurn
{
    public static Code? Of(IncidentState incident, RoundState round)
    {
        if (!incident.Rules.Fuse || !RoundWorkflow.Participants(incident).Contains(VoterNames.Fusion))
        {
            return null;
        }

        return Agrees(incident) || !Fusion.MayShare(Fusion.Patches(incident.Candidates, VoteInputs.Drafts(incident)))
            ? null
            : RoundWorkflow.Open(incident, round, [VoterNames.Fusion]).FirstOrDefault();
    }

    /// <summary>True when models agree on a whole program that policy allows.</summary>
    public static bool Agrees(IncidentState incident) => RoundWorkflow.Allowed(incident)
        .GroupBy(c => c.NormalForm, StringComparer.Ordinal)
        .Any(program => program.Select(c => VoterNames.ModelOf(c.Voter)).Distinct(StringComparer.Ordinal).Skip(1).Any());
}
