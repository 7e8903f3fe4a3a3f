using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>An order of chance that is the same in every attempt, so that no place in a list is favoured by all selectors.</summary>
public static class Shuffled
{
    /// <summary>The candidates in the order of a seed and a step.</summary>
    public static IReadOnlyList<Candidate> Of(IReadOnlyList<Candidate> candidates, int seed, string step)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(step);
        Candidate[] shuffled = [.. candidates];
        new Random(step.Aggregate(seed, (hash, c) => unchecked((hash * 31) + c))).Shuffle(shuffled);
        return shuffled;
    }
}
