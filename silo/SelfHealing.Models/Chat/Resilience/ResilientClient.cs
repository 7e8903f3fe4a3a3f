using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat.Limits;

namespace SelfHealing.Models.Chat.Resilience;

/// <summary>Makes an incident's calls through the model's pipeline.</summary>
internal sealed class ResilientClient(IChatClient inner, ModelPipeline pipeline, string incident) : DelegatingChatClient(inner)
{
    /// <summary>Characters of a token, roughly; the truth is settled with the vendor's own count.</summary>
    private const int CharactersPerToken = 4;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var read = (list.Sum(m => (long)m.Text.Length) + (options?.Instructions?.Length ?? 0)) / CharactersPerToken;
        var wish = new TurnWish(incident, read + (options?.MaxOutputTokens ?? 0));
        return pipeline.RunAsync(token => base.GetResponseAsync(list, options, token), wish, cancellationToken);
    }
}
