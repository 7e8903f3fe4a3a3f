using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat.Resilience;

/// <summary>Makes calls through the model's pipeline.</summary>
internal sealed class ResilientClient(IChatClient inner, ModelPipeline pipeline) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return pipeline.RunAsync(token => base.GetResponseAsync(list, options, token), cancellationToken);
    }
}
