using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat.Limits;

/// <summary>Makes calls when their incident's turn has come.</summary>
internal sealed class LimitedClient(IChatClient inner, FairLimiter limiter, string incident) : DelegatingChatClient(inner)
{
    /// <summary>Characters of a token, roughly; the truth is settled with the vendor's own count.</summary>
    private const int CharactersPerToken = 4;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var read = (list.Sum(m => (long)m.Text.Length) + (options?.Instructions?.Length ?? 0)) / CharactersPerToken;
        using var turn = await limiter.EnterAsync(incident, read + (options?.MaxOutputTokens ?? 0), cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(list, options, cancellationToken);
            turn.Used = response.Usage?.TotalTokenCount ?? turn.Used;
            return response;
        }
        catch (ModelException)
        {
            turn.Used = 0;
            throw;
        }
    }
}
