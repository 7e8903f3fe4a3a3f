using SelfHealing.Repair.Supervision;

namespace SelfHealing.Cli.Chaos;

/// <summary>What <c>selfheal chaos</c> was asked for.</summary>
/// <param name="Interval">Time from one kill to the next.</param>
/// <param name="Kinds">What is killed.</param>
/// <param name="Duration">How long it goes on.</param>
/// <param name="Seed">The seed of chance.</param>
/// <param name="Limit">How long a recovery may take.</param>
internal sealed record ChaosOptions(TimeSpan Interval, IReadOnlyList<ChaosKind> Kinds, TimeSpan Duration, int Seed, TimeSpan Limit)
{
    private static readonly Dictionary<string, ChaosKind> Words = new(StringComparer.Ordinal)
    {
        ["silo"] = ChaosKind.Silo,
        ["sandbox"] = ChaosKind.Sandbox,
        ["database-connection"] = ChaosKind.DatabaseConnection,
        ["database"] = ChaosKind.Database,
    };

    /// <summary>The words for the kinds.</summary>
    public static string AllWords => string.Join(", ", Words.Keys);

    /// <summary>The word for a kind.</summary>
    public static string WordOf(ChaosKind kind) => Words.First(w => w.Value == kind).Key;

    /// <summary>Reads kinds, separated by commas; null when one is unknown or there is none.</summary>
    public static IReadOnlyList<ChaosKind>? KindsIn(string text)
    {
        var words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && words.All(Words.ContainsKey) ? [.. words.Select(w => Words[w]).Distinct()] : null;
    }

    /// <summary>Reads a time such as <c>20s</c>, <c>10m</c> or <c>1h</c>; null for anything else.</summary>
    public static TimeSpan? TimeIn(string text) =>
        text.Length > 1 && double.TryParse(text[..^1], System.Globalization.NumberStyles.AllowDecimalPoint, null, out var number) && number is > 0 and < 100_000
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                _ => null,
            }
            : null;
}
