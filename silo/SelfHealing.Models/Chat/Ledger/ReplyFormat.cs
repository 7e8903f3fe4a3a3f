using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat.Ledger;

/// <summary>Replies as JSON of the chat abstraction, secrets removed and whatever only the vendor understands left out.</summary>
internal static class ReplyFormat
{
    /// <summary>A reply that gives the same answer when it is read.</summary>
    public static string Write(ChatResponse response, Func<string, string> clean)
    {
        var kept = new ChatResponse([.. response.Messages.Select(Kept)])
        {
            FinishReason = response.FinishReason,
            ModelId = response.ModelId,
            ResponseId = response.ResponseId,
            CreatedAt = response.CreatedAt,
            Usage = response.Usage,
        };
        return JsonTexts.Clean(JsonSerializer.SerializeToNode(kept, AIJsonUtilities.DefaultOptions)!, clean);
    }

    /// <summary>The reply again.</summary>
    /// <exception cref="ModelException">It is no reply: the transcript was changed.</exception>
    public static ChatResponse Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ChatResponse>(json, AIJsonUtilities.DefaultOptions) ?? throw new JsonException("It is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new ModelException(ModelFault.NotRecorded, "A recorded reply cannot be read: its transcript was changed. Export it again, or repeat the incident without --replay.", inner: e);
        }
    }

    private static ChatMessage Kept(ChatMessage message) => new(message.Role, [.. message.Contents.Select(Kept).OfType<AIContent>()]) { MessageId = message.MessageId };

    private static AIContent? Kept(AIContent content) => content switch
    {
        TextContent text => new TextContent(text.Text),
        TextReasoningContent reasoning => new TextReasoningContent(reasoning.Text) { ProtectedData = reasoning.ProtectedData },
        FunctionCallContent call => new FunctionCallContent(call.CallId, call.Name, call.Arguments),
        ErrorContent error => new ErrorContent(error.Message) { ErrorCode = error.ErrorCode },
        _ => null,
    };
}
