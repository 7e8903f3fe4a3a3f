using SelfHealing.Repair.Ensemble;

namespace SelfHealing.Repair.Incidents;

/// <summary>When selectors are asked: while several behaviours stand and no majority has chosen, as many at once as a majority still needs.</summary>
internal static class Selecting
{
    // More alternatives than a prompt can compare only dilute the choice.
    private const int MostShown = 5;

    public static IReadOnlyList<Step> Of(IncidentState incident, RoundState round)
    {
        if (incident.Rules.Selectors <= 0 || incident.Selectors.Count == 0)
        {
            return [];
        }

        var shown = VoteRule.Standing(VoteInputs.Of(incident, round with { Selections = round.Selections.Clear() }), MostShown);
        var open = incident.Selectors
            .Where(m => !round.Selections.ContainsKey(m))
            .Select(m => new Select(round.Number, m, shown))
            .Where(s => !StepFaults.IsSetAside(incident, s))
            .ToList();
        var missing = SelectorVotes.Majority(incident.Selectors.Count) - Leading(round);
        return shown.Count < 2 || missing <= 0
            ? [.. open.Where(s => IsRunning(incident, s)).Select(s => new StopSelecting(round.Number, s.Model))]
            : [.. open.Take(missing)];
    }

    private static int Leading(RoundState round) => round.Selections.Values
        .Where(s => s.Candidate is not null)
        .GroupBy(s => s.Candidate, StringComparer.Ordinal)
        .Select(g => g.Count())
        .DefaultIfEmpty(0)
        .Max();

    private static bool IsRunning(IncidentState incident, Select step) => incident.Steps.TryGetValue(step.Id, out var state) && state.EndedAt is null;
}
