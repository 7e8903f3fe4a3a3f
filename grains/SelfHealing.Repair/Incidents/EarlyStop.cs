using SelfHealing.Repair.Ensemble;

namespace SelfHealing.Repair.Incidents;

/// <summary>When searches that still run are stopped: the leader wins whatever they bring, and it is proven.</summary>
internal static class EarlyStop
{
    /// <summary>
    /// The reproduction tests of a leader that wins whatever comes if it passes them, then its proof, then the end of the searches that still run.
    /// Empty while the outcome is open.
    /// </summary>
    public static IReadOnlyList<Step> Of(IncidentState incident, RoundState round, IReadOnlyList<Code> searching)
    {
        if (!incident.Rules.StopEarly || searching.Count == 0 || !MayLead(incident))
        {
            return [];
        }

        var input = VoteInputs.Of(incident, round);
        var open = Open(incident, searching);
        var threshold = incident.Report!.DryRun ? (double?)null : incident.Report.AutoApproveAt;
        var isWriting = TestWriting.Open(incident).Any();
        var tests = TestWriting.Accepted(incident);
        return Foregone.Leader(input, open, isWriting || tests.Count > 0, isWriting ? [] : Passing(input, tests.Count), threshold) switch
        {
            { } proven when incident.Tests.ContainsKey(proven.Id) => [.. searching.Select(s => new StopSearch(round.Number, s.Voter))],
            { } leader => [new TestCandidate(leader)],
            null when isWriting || tests.Count == 0 || round.Signals is not null => [],
            _ => Foregone.Leader(input, open, testsMayCome: false, [], threshold) is { } hopeful
                && new CheckTests(round.Number, IsEarly: true, tests, [hopeful]) is var check && !StepFaults.IsSetAside(incident, check)
                    ? [check]
                    : [],
        };
    }

    // Most of the time nobody does, and then there is nothing to weigh.
    private static bool MayLead(IncidentState incident) =>
        RoundWorkflow.Allowed(incident).Any(c => !incident.Tests.TryGetValue(c.Id, out var report) || report.Passed);

    // Fusion takes its turn after the others wherever no whole patch agrees.
    private static IReadOnlyCollection<string> Open(IncidentState incident, IReadOnlyList<Code> searching) =>
        [.. searching.Select(s => s.Voter), .. RoundWorkflow.Participants(incident).Where(v => v == VoterNames.Fusion && !FusionTurn.Agrees(incident))];

    private static IReadOnlyCollection<string> Passing(VoteInput input, int tests) =>
        [.. input.Signals.SelectMany(s => s.Passed).GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Count() == tests).Select(g => g.Key)];
}
