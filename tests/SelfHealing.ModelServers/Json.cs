using System.Text.Json;

namespace SelfHealing.ModelServers;

/// <summary>Reading what every dialect writes in its own way.</summary>
internal static class Json
{
    public static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    public static string? Word(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The texts of a content, which is a string or a list of parts, joined by line ends.</summary>
    public static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var content) ? Text(content) : "";

    private static string Text(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(PartText)),
        _ => "",
    };

    private static string PartText(JsonElement part) =>
        part.ValueKind == JsonValueKind.String ? part.GetString()!
        : Word(part, "text") ?? (part.TryGetProperty("content", out var inner) ? Text(inner) : part.GetRawText());
}
