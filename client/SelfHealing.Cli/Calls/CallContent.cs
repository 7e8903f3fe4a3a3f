using System.Text.Json;
using SelfHealing.Cli.Terminals;
using SelfHealing.Models;

namespace SelfHealing.Cli.Calls;

/// <summary>What was asked and answered, as texts of the roles that said them. All of it is foreign text, made safe to show.</summary>
internal static class CallContent
{
    /// <summary>Each text with who said it, in order.</summary>
    public static IEnumerable<(string Role, string Text)> Of(RecordedReply reply)
    {
        if (Parse(reply.Request) is { } request)
        {
            if (request.TryGetProperty("instructions", out var instructions) && instructions.ValueKind == JsonValueKind.String)
            {
                yield return ("instructions", SafeText.Clean(instructions.GetString()));
            }

            foreach (var message in Items(request, "messages"))
            {
                yield return (SafeText.Line(Text(message, "role"), 20), SafeText.Clean(Text(message, "text")));
            }
        }

        foreach (var content in Parse(reply.Response) is { } response ? Items(response, "messages").SelectMany(m => Items(m, "contents")) : [])
        {
            var kind = Text(content, "$type");
            yield return kind switch
            {
                "functionCall" => ("reply calls", SafeText.Clean($"{Text(content, "name")} {(content.TryGetProperty("arguments", out var arguments) ? arguments.GetRawText() : "")}")),
                "reasoning" => ("reply thinks", SafeText.Clean(Text(content, "text"))),
                _ => ("reply", SafeText.Clean(Text(content, "text"))),
            };
        }
    }

    private static JsonElement? Parse(string json) => string.IsNullOrEmpty(json) ? null : JsonElement.Parse(json) is { ValueKind: JsonValueKind.Object } parsed ? parsed : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
