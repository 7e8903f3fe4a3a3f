namespace SelfHealing.Repair.Incidents;

/// <summary>What a step that failed for good means for its incident.</summary>
internal static class StepFaults
{
    private static readonly string[] Optional = ["code-", "write-test-", "observe-", "check-tests-", "select-", "recall", "learn"];

    /// <summary>True when the step failed and must not be tried again.</summary>
    public static bool IsSetAside(IncidentState incident, Step step) =>
        incident.Steps.TryGetValue(step.Id, out var state) && state.IsSetAside;

    /// <summary>Why the incident cannot go on, or null. A voter that fails only abstains; when all of a round's voters failed, nobody searched.</summary>
    public static string? Fatal(IncidentState incident)
    {
        // Asked at every turn, and almost always there is none.
        foreach (var (id, step) in incident.Steps)
        {
            if (step.IsSetAside && !IsOptional(id))
            {
                return step.Failure;
            }
        }

        return incident.Round is { Vote: null, Searches.Count: 0 } round
            && RoundWorkflow.Searchers(incident).All(v => IsSetAside(incident, new Code(round.Number, v)))
                ? incident.Steps.First(s => s.Value.IsSetAside && s.Key.StartsWith($"code-{round.Number}-", StringComparison.Ordinal)).Value.Failure
                : null;
    }

    private static bool IsOptional(string step) => Optional.Any(o => step.StartsWith(o, StringComparison.Ordinal));
}
