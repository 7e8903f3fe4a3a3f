using System.Text.Json;
using SelfHealing.Incidents;

namespace SelfHealing.Storage.Postgres;

/// <summary>The events of one row of the journal as JSON: one event as it is, several as an array.</summary>
internal static class JournalText
{
    /// <summary>The text of some events that are JSON already.</summary>
    public static string Of(IReadOnlyList<string> payloads) => payloads is [var only] ? only : $"[{string.Join(',', payloads)}]";

    /// <summary>The events of a text, in order.</summary>
    public static IReadOnlyList<RepairEvent> Read(string text) => text.StartsWith('[')
        ? JsonSerializer.Deserialize<RepairEvent[]>(text, StoredJson.Options)!
        : [JsonSerializer.Deserialize<RepairEvent>(text, StoredJson.Options)!];
}
