using Microsoft.Extensions.AI;
using SelfHealing.Repair.Budgets;

namespace SelfHealing.Models.Chat.Ledger;

/// <summary>The tokens of a call.</summary>
/// <param name="Input">Read, cached ones included.</param>
/// <param name="Cached">Among them those that the vendor's cache answered.</param>
/// <param name="Output">Written.</param>
internal sealed record CallUsage(long Input, long Cached, long Output)
{
    /// <summary>What the vendor counted; what it did not tell is estimated, rather too high.</summary>
    public static CallUsage Of(ChatResponse response, CallRequest request)
    {
        var input = response.Usage?.InputTokenCount ?? request.EstimatedTokens;
        var output = response.Usage?.OutputTokenCount
            ?? response.Messages.Sum(m => CallEstimate.Message(string.Concat(m.Contents.Select(CallRequest.TextOf))));
        return new CallUsage(Math.Max(0, input), Math.Clamp(response.Usage?.CachedInputTokenCount ?? 0, 0, Math.Max(0, input)), Math.Max(0, output));
    }
}
