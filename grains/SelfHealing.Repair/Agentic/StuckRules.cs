namespace SelfHealing.Repair.Agentic;

/// <summary>Tells an agent that goes round in circles from one that works.</summary>
/// <remarks>The rules of OpenHands' stuck detector (Wang et al., 2024): four times the same, three times the same error, two things by turns.</remarks>
public static class StuckRules
{
    private const int Same = 4;
    private const int SameError = 3;
    private const int Turns = 6;

    /// <summary>How the last steps are stuck, as part of a sentence; null when they are not.</summary>
    public static string? Of(IReadOnlyList<AgentStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return Last(steps, Same) is { } four && four.All(s => AreAlike(s, four[0])) ? "the same command gave the same result four times"
            : Last(steps, SameError) is { } three && three.All(s => s.IsError && AreAlike(s, three[0])) ? "the same error came three times"
            : Last(steps, Turns) is { } six && !AreAlike(six[0], six[1]) && Enumerable.Range(2, Turns - 2).All(i => AreAlike(six[i], six[i - 2]))
                ? "two commands gave the same two results by turns for six steps"
            : null;
    }

    private static List<AgentStep>? Last(IReadOnlyList<AgentStep> steps, int count) => steps.Count >= count ? [.. steps.Skip(steps.Count - count)] : null;

    private static bool AreAlike(AgentStep one, AgentStep other) => one.Action == other.Action && one.Observation == other.Observation && one.IsError == other.IsError;
}
