namespace SelfHealing.Repair.Ensemble;

/// <summary>Counts what selectors chose. Abstentions count nothing, and a majority settles the matter whatever the others would say (trae-agent).</summary>
public static class SelectorVotes
{
    /// <summary>How many of the selectors settle the matter.</summary>
    public static int Majority(int selectors) => (selectors / 2) + 1;

    /// <summary>Votes by candidate. Once a candidate has a majority it has exactly that and nobody else any, so that it makes no difference who was stopped.</summary>
    public static IReadOnlyDictionary<string, int> Of(VoteInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var votes = input.Selections.Values.OfType<string>().GroupBy(id => id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var majority = Majority(Math.Max(input.Selectors, input.Selections.Count));
        return votes.Where(v => v.Value >= majority).Select(v => v.Key).FirstOrDefault() is { } chosen
            ? new Dictionary<string, int>(StringComparer.Ordinal) { [chosen] = majority }
            : votes;
    }
}
