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

        var candidates = incident.Candidates.ToList();
        var agrees = candidates.GroupBy(c => c.NormalForm, StringComparer.Ordinal)
            .Any(program => program.Select(c => VoterNames.ModelOf(c.Voter)).Distinct(StringComparer.Ordinal).Skip(1).Any());
        return agrees || !Fusion.MayShare(Fusion.Patches(candidates, VoteInputs.Drafts(incident)))
            ? null
            : RoundWorkflow.Open(incident, round, [VoterNames.Fusion]).FirstOrDefault();
    }
}
