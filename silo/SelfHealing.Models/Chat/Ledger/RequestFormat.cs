using System.Text.Json.Nodes;

namespace SelfHealing.Models.Chat.Ledger;

/// <summary>Requests as JSON for people: settings, instructions, tools by name, and the messages.</summary>
internal static class RequestFormat
{
    /// <summary>The request, secrets removed.</summary>
    public static string Write(CallRequest request, Func<string, string> clean)
    {
        var options = request.Options;
        return JsonTexts.Clean(
            new JsonObject
            {
                ["model"] = options?.ModelId,
                ["temperature"] = options?.Temperature,
                ["maxOutputTokens"] = options?.MaxOutputTokens,
                ["instructions"] = options?.Instructions,
                ["tools"] = new JsonArray([.. (options?.Tools ?? []).Select(t => (JsonNode)t.Name)]),
                ["messages"] = new JsonArray([.. request.Messages.Select(m => (JsonNode)new JsonObject
                {
                    ["role"] = m.Role.Value,
                    ["text"] = string.Join('\n', m.Contents.Select(CallRequest.TextOf)),
                })]),
            },
            clean);
    }
}
