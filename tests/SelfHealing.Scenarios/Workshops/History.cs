using System.Text.Json;

namespace SelfHealing.Scenarios.Workshops;

/// <summary>Reads an incident's recorded events.</summary>
internal static class History
{
    /// <summary>The event's kind.</summary>
    public static string Kind(JsonElement recorded) => recorded.GetProperty("event").GetProperty("kind").GetString()!;

    /// <summary>Step ids by the number of times that they were started.</summary>
    public static IReadOnlyDictionary<string, int> Starts(IEnumerable<JsonElement> events) =>
        events.Where(e => Kind(e) is "step-started")
            .GroupBy(e => e.GetProperty("event").GetProperty("step").GetString()!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    /// <summary>The results that may be recorded once at most, each told apart by what it is about.</summary>
    public static IEnumerable<string> Results(IEnumerable<JsonElement> events) =>
        from recorded in events
        let kind = Kind(recorded)
        where kind is not ("step-started" or "step-failed" or "resumed" or "closed")
        select kind + About(recorded.GetProperty("event"));

    /// <summary>Sequence numbers, in the order in which they were told.</summary>
    public static IEnumerable<long> Sequence(IEnumerable<JsonElement> events) => events.Select(e => e.GetProperty("sequence").GetInt64());

    private static string About(JsonElement happened) => string.Concat(
        from name in (string[])["round", "voter", "candidate"]
        where happened.TryGetProperty(name, out _)
        select $" {name} {happened.GetProperty(name)}");
}
