using SelfHealing.Repair.Prompting;

namespace SelfHealing.Repair.Agentic;

/// <summary>What of its earlier steps a model is shown: the last ones whole, older ones shortened, the oldest not at all.</summary>
/// <remarks>
/// Were everything shown, the tokens of a long repair would grow with the square of its steps. Steps are shortened several at once, so that
/// between two shortenings each prompt begins with the one before it, which a vendor's prompt cache answers.
/// </remarks>
public static class AgentHistory
{
    private const int Whole = 6;
    private const int Block = 8;
    private const int MostShortened = 40;
    private const int ShortReply = 1_500;
    private const int ShortObservation = 400;

    /// <summary>The steps to show, oldest first, and how many before them are left out.</summary>
    public static (IReadOnlyList<AgentStep> Shown, int LeftOut) Of(IReadOnlyList<AgentStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var shortened = Math.Max(0, steps.Count - Whole) / Block * Block;
        var leftOut = Math.Max(0, shortened - MostShortened);
        return ([.. steps.Skip(leftOut).Take(shortened - leftOut).Select(Shortened), .. steps.Skip(shortened)], leftOut);
    }

    private static AgentStep Shortened(AgentStep step) => step with
    {
        Reply = TextEnds.Of(step.Reply, ShortReply),
        Observation = TextEnds.Of(step.Observation, ShortObservation),
    };
}
