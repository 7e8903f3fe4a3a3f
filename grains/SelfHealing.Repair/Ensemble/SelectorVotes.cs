namespace SelfHealing.Repair.Ensemble;

/// <summary>Counts what selectors chose.</summary>
public static class SelectorVotes
{
    /// <summary>How many of the selectors settle the matter.</summary>
    public static int Majority(int selectors) => (selectors / 2) + 1;
}
