using SelfHealing.Repairs;

namespace SelfHealing.Repair.Incidents;

/// <summary>When reproduction tests are written: beside the searches, and waited for only while they could tell programs apart.</summary>
internal static class TestWriting
{
    // Below it the reviewer finds that the test asks for something else than the incident demands.
    private const double LeastReview = 0.5;

    /// <summary>The writers that have not finished. They start in the first round; one that is slow goes on beside later ones.</summary>
    public static IEnumerable<WriteTest> Open(IncidentState incident) =>
        incident.Rules.ReproductionTests <= 0
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

    /// <summary>The writers that a decision waits for: those whose tests matter.</summary>
    public static IReadOnlyList<Step> WaitedFor(IncidentState incident) => Open(incident).ToList<Step>() is { Count: > 0 } open && Matters(incident) ? open : [];

    /// <summary>The end of the writers that still run when a winner is found without them.</summary>
    public static IReadOnlyList<Step> Stopped(IncidentState incident) =>
        [.. Open(incident).Where(w => incident.Steps.TryGetValue(w.Id, out var state) && state.EndedAt is null).Select(w => new StopWriting(w.Model))];

    /// <summary>The check of the programs on which the tests have not run in this round; null when there is none.</summary>
    public static CheckTests? Unchecked(IncidentState incident, RoundState round, IReadOnlyList<Candidate> allowed)
    {
        if (round.AreTestsChecked || Accepted(incident) is not { Count: > 0 } tests || !Matters(incident))
        {
            return null;
        }

        var tried = incident.SignalsOf(round).SelectMany(s => s.Passed.Concat(s.Failed)).ToHashSet(StringComparer.Ordinal);
        List<Candidate> untried = [.. allowed.DistinctBy(c => c.NormalForm).Where(c => !tried.Contains(c.Id))];
        return untried.Count > 0 ? new CheckTests(round.Number, IsEarly: false, tests, untried) : null;
    }

    /// <summary>The tests that fail on the unchanged program and that no reviewer found to ask for something else, by model.</summary>
    public static IReadOnlyList<ReproductionTest> Accepted(IncidentState incident) => incident.Rules.ReproductionTests <= 0
        ? []
        : [.. incident.WrittenTests.Values
            .Where(w => w is { FailsOnBase: true, Test.Review: null or { Allowed: true, Score: >= LeastReview } })
            .Select(w => w.Test!)];
}
