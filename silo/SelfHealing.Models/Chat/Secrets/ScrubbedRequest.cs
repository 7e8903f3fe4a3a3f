using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat.Secrets;

/// <summary>A request without secrets in any of its texts. What has none is passed on as it is.</summary>
internal static class ScrubbedRequest
{
    public static List<ChatMessage> Of(IEnumerable<ChatMessage> messages, SecretScrubber scrubber) => [.. messages.Select(m => Of(m, scrubber))];

    private static ChatMessage Of(ChatMessage message, SecretScrubber scrubber)
    {
        var contents = message.Contents.Select(c => Of(c, scrubber)).ToList();
        if (contents.Zip(message.Contents).All(pair => ReferenceEquals(pair.First, pair.Second)))
        {
            return message;
        }

        var copy = message.Clone();
        copy.Contents = contents;
        copy.RawRepresentation = null;
        return copy;
    }

    private static AIContent Of(AIContent content, SecretScrubber scrubber) => content switch
    {
        TextContent text when scrubber.Clean(text.Text) is var clean && !ReferenceEquals(clean, text.Text) =>
            new TextContent(clean) { AdditionalProperties = text.AdditionalProperties },
        FunctionCallContent { Arguments: { } arguments } call when HasSecret(arguments, scrubber) =>
            new FunctionCallContent(call.CallId, call.Name, arguments.ToDictionary(a => a.Key, a => Of(a.Value, scrubber))),
        FunctionResultContent { Result: not null } result when Of(result.Result, scrubber) is var clean && !ReferenceEquals(clean, result.Result) =>
            new FunctionResultContent(result.CallId, clean),
        _ => content,
    };

    private static bool HasSecret(IDictionary<string, object?> arguments, SecretScrubber scrubber) =>
        arguments.Values.Any(value => !ReferenceEquals(value, Of(value, scrubber)));

    private static object? Of(object? value, SecretScrubber scrubber)
    {
        switch (value)
        {
            case null or bool or int or long or double or decimal:
                return value;
            case string text:
                return scrubber.Clean(text);
            default:
                var json = value is JsonElement element ? element.GetRawText() : JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions);
                var clean = scrubber.Clean(json);
                return ReferenceEquals(clean, json) ? value : Parsed(clean);
        }
    }

    /// <summary>What is no JSON any more goes as text: rather odd than secret no longer.</summary>
    private static object Parsed(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
