using System.Text.Json;
using Microsoft.Extensions.AI;
using SelfHealing.Repair.Budgets;

namespace SelfHealing.Models.Chat.Ledger;

/// <summary>What is asked of a model.</summary>
internal sealed record CallRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    /// <summary>Tokens that are sent, at most as <see cref="CallEstimate"/> counts them.</summary>
    public long EstimatedTokens =>
        Messages.Sum(m => CallEstimate.Message(string.Concat(m.Contents.Select(TextOf))))
        + Texts.Sum(text => CallEstimate.Message(text));

    /// <summary>The texts beside the messages: instructions, tools and the asked form.</summary>
    public IEnumerable<string> Texts
    {
        get
        {
            if (Options?.Instructions is { } instructions)
            {
                yield return instructions;
            }

            foreach (var tool in Options?.Tools ?? [])
            {
                yield return $"{tool.Name}\n{tool.Description}\n{(tool is AIFunctionDeclaration function ? function.JsonSchema.GetRawText() : "")}";
            }

            if (Options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
            {
                yield return schema.GetRawText();
            }
        }
    }

    /// <summary>All that a model reads of a content. Ids by which calls and results find each other are chance, and left out.</summary>
    public static string TextOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent reasoning => reasoning.Text,
        FunctionCallContent call => $"{call.Name}({(call.Arguments is { } arguments ? Json(arguments) : "")})",
        FunctionResultContent result => result.Result as string ?? Json(result.Result),
        DataContent data => data.Uri,
        UriContent uri => uri.Uri.ToString(),
        _ => "",
    };

    private static string Json(object? value) => JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions);
}
