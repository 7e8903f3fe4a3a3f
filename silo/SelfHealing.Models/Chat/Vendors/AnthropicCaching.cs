using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>Marks where Anthropic's cache may begin again: after the system text, after the first long block and at the conversation's end.</summary>
/// <remarks>
/// The vendor allows four marks and ignores those on fewer than about 1024 tokens. A cached token costs a tenth; writing one costs a quarter
/// more, which the second call of the same agent already earns back.
/// </remarks>
internal sealed class AnthropicCaching(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <summary>Characters below which a mark is not worth its price.</summary>
    private const int LongBlock = 4096;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (marked, kept) = Marked([.. messages], options);
        return base.GetResponseAsync(marked, kept, cancellationToken);
    }

    private static (List<ChatMessage> Messages, ChatOptions? Options) Marked(List<ChatMessage> messages, ChatOptions? options)
    {
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            // Instructions have no place for a mark; as the first system message they have one.
            messages.Insert(0, new ChatMessage(ChatRole.System, instructions));
            options = options.Clone();
            options.Instructions = null;
        }

        var places = new HashSet<(int Message, int Content)>();
        Place(messages.FindLastIndex(m => m.Role == ChatRole.System && m.Text.Length >= LongBlock));
        Place(messages.FindIndex(m => m.Role == ChatRole.User && LastText(m) is { } last && ((TextContent)m.Contents[last]).Text.Length >= LongBlock));
        if (messages.Count(m => m.Role != ChatRole.System) > 1)
        {
            Place(messages.Count - 1);
        }

        foreach (var (message, content) in places)
        {
            messages[message] = WithMark(messages[message], content);
        }

        return (messages, options);

        void Place(int message)
        {
            if (message >= 0 && LastText(messages[message]) is { } content)
            {
                places.Add((message, content));
            }
        }
    }

    private static int? LastText(ChatMessage message) =>
        message.Contents.ToList().FindLastIndex(c => c is TextContent { Text.Length: > 0 }) is var found and >= 0 ? found : null;

    /// <summary>A copy, because the caller's history is the caller's.</summary>
    private static ChatMessage WithMark(ChatMessage message, int content)
    {
        var copy = message.Clone();
        copy.Contents = [.. message.Contents];
        copy.Contents[content] = new TextContent(((TextContent)message.Contents[content]).Text).WithCacheControl(ttl: null);
        return copy;
    }
}
