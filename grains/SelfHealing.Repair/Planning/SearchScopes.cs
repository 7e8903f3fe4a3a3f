using SelfHealing.Repairs;

namespace SelfHealing.Repair.Planning;

/// <summary>How wide each round searches.</summary>
public static class SearchScopes
{
    /// <summary>Candidates each voter may test, by round: 3,000 single edits, then pairs.</summary>
    private static readonly int[] s_limits = [3_000, 8_000, 20_000];

    private const int MaxSeeds = 200;

    /// <summary>The scope of a round, or null when it would only repeat what was searched: then the incident gives up early.</summary>
    /// <remarks>
    /// The second round is new by its pairs and sibling edits, unless no voter found any edit to make.
    /// Later rounds are new when a search came up to its limit.
    /// </remarks>
    /// <param name="round">The round to plan, from 1.</param>
    /// <param name="earlier">The reports of every earlier search, in order of rounds.</param>
    public static SearchScope? Next(int round, IReadOnlyList<SearchReport> earlier)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(round, 1);
        ArgumentNullException.ThrowIfNull(earlier);
        var isNew = round switch
        {
            1 => true,
            2 => earlier.Any(s => s.Generated > 0),
            _ => earlier.Any(s => Math.Max(s.Generated, s.Tested) >= Limit(round - 1)),
        };
        return isNew && round <= s_limits.Length ? Widest(round, earlier) : null;
    }

    /// <summary>The scope of a round whether it is new or not.</summary>
    internal static SearchScope Widest(int round, IReadOnlyList<SearchReport> earlier) =>
        new(Limit(round), Pairs: round > 1, round > 1 ? [.. earlier.SelectMany(s => s.Partial).Distinct().Take(MaxSeeds)] : []);

    private static int Limit(int round) => s_limits[Math.Min(round, s_limits.Length) - 1];
}
