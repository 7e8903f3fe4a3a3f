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
        var setAside = incident.Steps.Where(s => s.Value.IsSetAside).ToList();
        if (setAside.FirstOrDefault(s => !IsOptional(s.Key)) is { Value: { } failed })
        {
            return failed.Failure;
        }

        return incident.Round is { Vote: null, Searches.Count: 0 } round
            && RoundWorkflow.Searchers(incident).All(v => IsSetAside(incident, new Code(round.Number, v)))
                ? setAside.First(s => s.Key.StartsWith($"code-{round.Number}-", StringComparison.Ordinal)).Value.Failure
                : null;
    }

    private static bool IsOptional(string step) => Optional.Any(o => step.StartsWith(o, StringComparison.Ordinal));
}
