using System.Text.Json;
using SelfHealing.Incidents;

namespace SelfHealing.Storage.Postgres;

/// <summary>The events of one row of the journal as JSON: one event as it is, several as an array.</summary>
internal static class JournalText
{
    /// <summary>The text of some events.</summary>
    public static string Of(IReadOnlyList<RepairEvent> events) =>
        events is [var only] ? JsonSerializer.Serialize(only, StoredJson.Options) : JsonSerializer.Serialize(events, StoredJson.Options);

    /// <summary>The text of all events of some texts, in order.</summary>
    public static string Together(IReadOnlyList<string> texts) =>
        texts is [var only] ? only : $"[{string.Join(',', texts.Select(text => text.StartsWith('[') ? text[1..^1] : text))}]";

    /// <summary>The events of a text, in order.</summary>
    public static IReadOnlyList<RepairEvent> Read(string text) => text.StartsWith('[')
        ? JsonSerializer.Deserialize<RepairEvent[]>(text, StoredJson.Options)!
        : [JsonSerializer.Deserialize<RepairEvent>(text, StoredJson.Options)!];
}
