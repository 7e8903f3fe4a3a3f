using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Incidents;

/// <summary>The order of one round: code at once, review what was found, observe it, prove the leader, vote.</summary>
internal static class RoundWorkflow
{
    /// <summary>The voter that only takes part when memory recalled a lesson.</summary>
    public const string LessonsVoter = "lessons";

    public static IReadOnlyList<Step> Runnable(IncidentState incident, RoundState round)
    {
        var coding = Participants(incident)
            .Where(v => !round.Searches.ContainsKey(v))
            .Select(v => new Code(round.Number, v))
            .Where(s => !StepFaults.IsSetAside(incident, s))
            .ToList<Step>();
        var reviewing = incident.Candidates
            .Where(c => !incident.Reviews.ContainsKey(c.Id))
            .Select(c => new ReviewCandidate(c));
        List<Step> open = [.. coding, .. reviewing];
        return open.Count > 0 ? open : Deciding(incident, round);
    }

    /// <summary>The voters of this incident, in their fixed order.</summary>
    public static IEnumerable<string> Participants(IncidentState incident) =>
        (incident.Voters ?? []).Where(v => v != LessonsVoter || incident.Recalled?.Lessons.Count > 0);

    private static IReadOnlyList<Step> Deciding(IncidentState incident, RoundState round)
    {
        var allowed = Allowed(incident).ToList();
        var observe = new Observe(round.Number, allowed);
        if (round.Behaviour is null && DiffersInForm(allowed) && !StepFaults.IsSetAside(incident, observe))
        {
            return [observe];
        }

        return VoteRule.Decide(VoteInputs.Of(incident, round)) switch
        {
            NeedsTest needed => [new TestCandidate(incident.Candidates.First(c => c.Id == needed.Candidate))],
            Decided decided => [new RecordVote(round.Number, decided.Vote)],
            _ => [],
        };
    }

    private static IEnumerable<Candidate> Allowed(IncidentState incident) =>
        incident.Candidates.Where(c => incident.Reviews.TryGetValue(c.Id, out var review) && review.Allowed);

    private static bool DiffersInForm(List<Candidate> candidates) => candidates.DistinctBy(c => c.NormalForm).Skip(1).Any();
}
