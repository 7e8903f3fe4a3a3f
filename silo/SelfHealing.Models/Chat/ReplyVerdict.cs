using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat;

/// <summary>Whether a reply that came whole is one that can be used. Pure, so that a recorded reply is judged as it was the first time.</summary>
internal static class ReplyVerdict
{
    /// <summary>Why nobody can use the reply; null when it holds text, or a call of a tool that was offered.</summary>
    /// <param name="model">The configured name of the model.</param>
    /// <param name="response">The reply.</param>
    /// <param name="options">What was asked for.</param>
    public static ModelException? Of(string model, ChatResponse response, ChatOptions? options)
    {
        ArgumentNullException.ThrowIfNull(response);
        var contents = response.Messages.SelectMany(m => m.Contents).ToList();
        if (IsRefused(response, contents))
        {
            return new ModelException(
                ModelFault.Refused, $"The model '{model}' refused to answer. Nothing need be done: others are asked; if it does so often, take it out of the voters.");
        }

        var calls = contents.OfType<FunctionCallContent>().ToList();
        if (calls.Exists(call => options?.Tools?.Any(tool => tool.Name == call.Name) != true))
        {
            return new ModelException(ModelFault.Malformed, $"The model '{model}' called a tool that nobody offered it.");
        }

        return calls.Count > 0 || !string.IsNullOrWhiteSpace(response.Text) ? null
            : response.FinishReason == ChatFinishReason.Length
                ? new ModelException(
                    ModelFault.Malformed,
                    $"The model '{model}' used up its {(options?.MaxOutputTokens is { } most ? $"{most} " : "")}tokens before it wrote any text. Raise SelfHealing:Models:{model}:MaxOutputTokens.")
                : new ModelException(ModelFault.Malformed, $"The model '{model}' answered without any text.");
    }

    private static bool IsRefused(ChatResponse response, List<AIContent> contents) =>
        response.FinishReason == ChatFinishReason.ContentFilter
        || string.Equals(response.FinishReason?.Value, "refusal", StringComparison.OrdinalIgnoreCase)
        || contents.OfType<ErrorContent>().Any();
}
