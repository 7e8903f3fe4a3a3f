using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SelfHealing.Models.Chat.Ledger;

/// <summary>Changes the texts inside JSON, and nothing of its form nor of what only has a meaning unchanged: ids and a vendor's seals.</summary>
internal static class JsonTexts
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON on one line with every text cleaned.</summary>
    public static string Clean(JsonNode json, Func<string, string> clean) => Cleaned(json, clean)!.ToJsonString(Compact);

    private static bool IsSealed(string name) => name is "$type" or "protectedData" or "callId" or "responseId" or "messageId";

    private static JsonNode? Cleaned(JsonNode? node, Func<string, string> clean) => node switch
    {
        JsonObject parts => new JsonObject(parts.Select(p => KeyValuePair.Create(p.Key, IsSealed(p.Key) ? p.Value?.DeepClone() : Cleaned(p.Value, clean)))),
        JsonArray items => new JsonArray([.. items.Select(i => Cleaned(i, clean))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(clean(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };
}
