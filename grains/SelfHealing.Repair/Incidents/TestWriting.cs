using SelfHealing.Repairs;

namespace SelfHealing.Repair.Incidents;

/// <summary>When reproduction tests are written: beside the first round's searches, and waited for only while they could tell programs apart.</summary>
internal static class TestWriting
{
    // Below it the reviewer finds that the test asks for something else than the incident demands.
    private const double LeastReview = 0.5;

    /// <summary>The writers that have not finished in the first round.</summary>
    public static IEnumerable<WriteTest> Open(IncidentState incident, RoundState round) =>
        round.Number > 1 || incident.Rules.ReproductionTests <= 0
            ? []
            : incident.TestWriters
                .Where(m => !incident.WrittenTests.ContainsKey(m))
                .Select(m => new WriteTest(m))
                .Where(s => !StepFaults.IsSetAside(incident, s));

    /// <summary>True when a test would say something: several programs stand, or one that no failing test of the project backs.</summary>
    public static bool Matters(IncidentState incident)
    {
        var allowed = RoundWorkflow.Allowed(incident).ToList();
        return incident.Baseline!.FailToPass.Count == 0 ? allowed.Count > 0 : RoundWorkflow.DifferInForm(allowed);
    }

    /// <summary>What to do about writers that run once nobody searches any more: wait where their tests matter, else stop them.</summary>
    public static IReadOnlyList<Step> WaitedFor(IncidentState incident, RoundState round) =>
        Matters(incident)
            ? [.. Open(incident, round)]
            : [.. Open(incident, round).Select(w => new StopWriting(w.Model))];

    /// <summary>The tests that fail on the unchanged program and that no reviewer found to ask for something else, by model.</summary>
    public static IReadOnlyList<ReproductionTest> Accepted(IncidentState incident) => incident.Rules.ReproductionTests <= 0
        ? []
        : [.. incident.WrittenTests.Values
            .Where(w => w is { FailsOnBase: true, Test.Review: null or { Allowed: true, Score: >= LeastReview } })
            .Select(w => w.Test!)];
}
