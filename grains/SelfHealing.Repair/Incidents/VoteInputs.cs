using SelfHealing.Agents;
using SelfHealing.Memory;
using SelfHealing.Repair.Ensemble;

namespace SelfHealing.Repair.Incidents;

/// <summary>Brings what an incident knows into the form of a vote, and what came of it into the form of a record.</summary>
public static class VoteInputs
{
    /// <summary>What the vote of a round knows. Candidates of earlier rounds still stand.</summary>
    public static VoteInput Of(IncidentState incident, RoundState round)
    {
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentNullException.ThrowIfNull(round);
        return new VoteInput
        {
            Candidates = incident.Candidates,
            Reviews = incident.Reviews,
            Behaviour = round.Behaviour,
            Records = incident.Recalled?.Records ?? new Dictionary<string, VoterRecord>(StringComparer.Ordinal),
            Tests = incident.Tests,
            Abstentions = Abstentions(incident, round),
            Signals = incident.SignalsOf(round),
            Selections = round.Selections.ToDictionary(s => s.Key, s => s.Value.Candidate, StringComparer.Ordinal),
            SignalAbstentions = SignalAbstentions(incident, round),
            Selectors = incident.Selectors.Count,
            Rules = incident.Rules,
            FailingTests = incident.Baseline!.FailToPass.Count,
            PassingTests = incident.Baseline.PassToPass.Count,
        };
    }

    /// <summary>Drafts of every voter, in the order of rounds, voters and drafts.</summary>
    public static IEnumerable<VoterDraft> Drafts(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident.Rounds.SelectMany(r => r.Searches).SelectMany(s => s.Value.Drafts.Select(d => new VoterDraft(s.Key, d)));
    }

    /// <summary>For each voter that stood behind a candidate: whether it stood behind the winner's behaviour.</summary>
    public static IReadOnlyDictionary<string, bool> Outcomes(IncidentState incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var winner = incident.Winner!;
        var alike = incident.Round!.Behaviour?.Clusters.FirstOrDefault(c => c.Candidates.Contains(winner.Id))?.Candidates ?? [winner.Id];
        return incident.Candidates
            .GroupBy(c => c.Voter, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Any(c => alike.Contains(c.Id) || c.NormalForm == winner.NormalForm), StringComparer.Ordinal);
    }

    // Of those who were asked for a test or a choice and gave none.
    private static Dictionary<string, string> SignalAbstentions(IncidentState incident, RoundState round)
    {
        var writers = incident.TestWriters.Select(m => ($"{m} as test writer", Reason: incident.WrittenTests.TryGetValue(m, out var written)
            ? written.Abstained
            : incident.Steps.GetValueOrDefault(new WriteTest(m).Id)?.Failure));
        var selectors = incident.Selectors.Select(m => ($"{m} as selector", Reason: round.Selections.TryGetValue(m, out var selected)
            ? selected.Abstained
            : incident.Steps.GetValueOrDefault(new Select(round.Number, m, []).Id)?.Failure));
        return writers.Concat(selectors).Where(a => a.Reason is not null).ToDictionary(a => a.Item1, a => a.Reason!, StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Abstentions(IncidentState incident, RoundState round) =>
        RoundWorkflow.Participants(incident)
            .Select(v => (Voter: v, Reason: round.Searches.TryGetValue(v, out var search)
                ? search.Abstained
                : incident.Steps.GetValueOrDefault(new Code(round.Number, v).Id)?.Failure))
            .Where(v => v.Reason is not null)
            .ToDictionary(v => v.Voter, v => v.Reason!, StringComparer.Ordinal);
}
