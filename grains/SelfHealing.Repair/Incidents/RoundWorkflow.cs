using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Incidents;

/// <summary>The order of one round: code at once, review what was found, combine it, tell it apart, prove the leader, vote.</summary>
internal static class RoundWorkflow
{
    /// <summary>The voter that only takes part when memory recalled a lesson.</summary>
    public const string LessonsVoter = "lessons";

    public static IReadOnlyList<Step> Runnable(IncidentState incident, RoundState round)
    {
        var coding = Open(incident, round, Searchers(incident)).ToList();
        var reviewing = incident.Candidates
            .Where(c => !incident.Reviews.ContainsKey(c.Id))
            .Select(c => new ReviewCandidate(c))
            .ToList();
        return (coding, reviewing) switch
        {
            ({ Count: > 0 }, _) => EarlyStop.Of(incident, round, coding) switch
            {
                [StopSearch, ..] and var stopping => stopping,
                var early => [.. coding, .. reviewing, .. TestWriting.Open(incident), .. early],
            },
            (_, { Count: > 0 }) => [.. reviewing, .. TestWriting.Open(incident)],
            _ when FusionTurn.Of(incident, round) is { } fusion => [fusion, .. TestWriting.Open(incident)],
            _ when TestWriting.WaitedFor(incident) is { Count: > 0 } writing => writing,
            _ => Deciding(incident, round),
        };
    }

    /// <summary>The voters of this incident, in their fixed order.</summary>
    public static IEnumerable<string> Participants(IncidentState incident) =>
        (incident.Voters ?? []).Where(v => v != LessonsVoter || incident.Recalled?.Lessons.Count > 0);

    /// <summary>The voters that search by themselves, at once.</summary>
    public static IEnumerable<string> Searchers(IncidentState incident) => Participants(incident).Where(v => v != VoterNames.Fusion);

    /// <summary>The searches of some voters that may still bring something.</summary>
    public static IEnumerable<Code> Open(IncidentState incident, RoundState round, IEnumerable<string> voters) => voters
        .Where(v => !round.Searches.ContainsKey(v))
        .Select(v => new Code(round.Number, v))
        .Where(s => !StepFaults.IsSetAside(incident, s));

    /// <summary>The candidates that policy allows, of this and earlier rounds.</summary>
    public static IEnumerable<Candidate> Allowed(IncidentState incident) =>
        incident.Candidates.Where(c => incident.Reviews.TryGetValue(c.Id, out var review) && review.Allowed);

    /// <summary>True when candidates make more than one program.</summary>
    public static bool DifferInForm(IEnumerable<Candidate> candidates) => candidates.DistinctBy(c => c.NormalForm).Skip(1).Any();

    private static IReadOnlyList<Step> Deciding(IncidentState incident, RoundState round)
    {
        if (TellingApart(incident, round) is { Count: > 0 } open)
        {
            return [.. open, .. Proving.Ahead(incident, round)];
        }

        if (Proving.Begun(incident, round) is { Count: > 0 } proving)
        {
            return proving;
        }

        if (Selecting.Of(incident, round) is { Count: > 0 } selecting)
        {
            return selecting;
        }

        return VoteRule.Decide(VoteInputs.Of(incident, round)) switch
        {
            NeedsTest needed => Proving.Of(incident, round, needed),
            Decided { Vote.Winner: not null } when TestWriting.Stopped(incident) is { Count: > 0 } stopping => stopping,
            Decided decided => [new RecordVote(round.Number, decided.Vote)],
            _ => [],
        };
    }

    // Generated inputs and reproduction tests need nothing of each other.
    private static IReadOnlyList<Step> TellingApart(IncidentState incident, RoundState round)
    {
        var allowed = Allowed(incident).ToList();
        List<Step> open = [];
        if (round.Behaviour is null && DifferInForm(allowed))
        {
            open.Add(new Observe(round.Number, allowed));
        }

        if (TestWriting.Unchecked(incident, round, allowed) is { } check)
        {
            open.Add(check);
        }

        return [.. open.Where(s => !StepFaults.IsSetAside(incident, s))];
    }
}
