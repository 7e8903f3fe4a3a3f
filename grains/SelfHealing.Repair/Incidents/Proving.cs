using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Incidents;

/// <summary>Which candidates are proven now: the leader; and, where a proof is cheap, who may come to lead.</summary>
/// <remarks>What was begun together is awaited together, so that it makes no difference what ends first.</remarks>
internal static class Proving
{
    /// <summary>Seconds that the suite may take for a proof that nobody needs in the end to cost less than to wait until that is known.</summary>
    public const double ShortSuite = 10;

    private const int MostAtOnce = 3;

    /// <summary>The proof of who leads while behaviours are still told apart, in the hope that it leads afterwards too.</summary>
    public static IReadOnlyList<Step> Ahead(IncidentState incident, RoundState round)
    {
        if (!IsCheap(incident) || Candidates(round).Any(c => incident.Tests.ContainsKey(c.Id)))
        {
            return [];
        }

        return Begun(incident, round) is { Count: > 0 } begun ? begun
            : VoteRule.Decide(VoteInputs.Of(incident, round)) is NeedsTest needed ? Of(incident, round, needed)
            : [];
    }

    /// <summary>The proofs that were begun and have not finished.</summary>
    public static IReadOnlyList<Step> Begun(IncidentState incident, RoundState round) =>
        [.. Candidates(round).Where(c => !incident.Tests.ContainsKey(c.Id)).Select(c => new TestCandidate(c)).Where(s => incident.Steps.ContainsKey(s.Id))];

    /// <summary>The proof of the leader. Once a proof of the round failed, the searches' own verdicts are worth little, and who leads next is proven beside it.</summary>
    public static IReadOnlyList<Step> Of(IncidentState incident, RoundState round, NeedsTest needed)
    {
        IEnumerable<string> next = IsCheap(incident) && HasFailed(incident, round) ? needed.Next.Take(MostAtOnce - 1) : [];
        return [.. next.Prepend(needed.Candidate).Select(id => new TestCandidate(incident.Candidates.First(c => c.Id == id)))];
    }

    private static bool IsCheap(IncidentState incident) => incident.Baseline!.Seconds <= ShortSuite;

    private static bool HasFailed(IncidentState incident, RoundState round) =>
        Candidates(round).Any(c => incident.Tests.TryGetValue(c.Id, out var report) && !report.Passed);

    private static IEnumerable<Candidate> Candidates(RoundState round) => round.Searches.Values.SelectMany(s => s.Candidates);
}
