using SelfHealing.Repairs;

namespace SelfHealing.Repair.Planning;

/// <summary>How wide each round searches: the likeliest edits, then the rest of them, then pairs.</summary>
/// <remarks>
/// Most fixes that a search finds at all stand among the first few dozen of some voter's ranking: of the 63 right winners on HumanEvalFix's
/// development half, 59 ranked 70th or better. Asking the whole panel for its likeliest edits before any voter works off its long tail keeps
/// an incident short, and needs no talk between searches that would make runs differ.
/// </remarks>
public static class SearchScopes
{
    /// <summary>Single edits that each voter tests in the first round.</summary>
    public const int Likeliest = 100;

    /// <summary>Single edits that each voter tests at most.</summary>
    public const int Singles = 3_000;

    /// <summary>Pairs, and singles beyond, that each voter tests in the last round.</summary>
    public const int Pairs = 8_000;

    private const int MaxSeeds = 200;

    /// <summary>The scope of the next round, or null when it would only repeat what was searched: then the incident gives up.</summary>
    /// <param name="previous">The scope of the round before; null for the first round.</param>
    /// <param name="earlier">The reports of every earlier search, in order of rounds.</param>
    public static SearchScope? Next(SearchScope? previous, IReadOnlyList<SearchReport> earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return previous switch
        {
            null => new SearchScope(Likeliest, Pairs: false, []),
            { Pairs: true } => null,
            { From: 0 } when earlier.Any(s => s.Generated >= previous.MaxCandidates) =>
                new SearchScope(Singles - Likeliest, Pairs: false, []) { From = Likeliest },
            _ when earlier.Any(s => s.Generated > 0) =>
                new SearchScope(Pairs, Pairs: true, [.. earlier.SelectMany(s => s.Partial).Distinct().Take(MaxSeeds)]) { From = Searched(previous) },
            _ => null,
        };
    }

    private static int Searched(SearchScope previous) => previous.From + previous.MaxCandidates;
}
