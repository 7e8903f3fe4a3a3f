using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat.Secrets;

namespace SelfHealing.Models.Chat;

/// <summary>The client that an agent holds: asks with the model's own settings, without secrets, for whole replies, and judges them.</summary>
/// <remarks>Disposing of it ends nothing, because what is inside is shared by all calls of the model.</remarks>
internal sealed class OpenedClient(string name, ModelOptions model, SecretScrubber scrubber, IChatClient inner) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = Settings(options);
        var response = await inner.GetResponseAsync(ScrubbedRequest.Of(messages, scrubber), asked, cancellationToken);
        return ReplyVerdict.Of(name, response, asked) is { } fault ? throw fault : response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : inner.GetService(serviceType, serviceKey);

    public void Dispose()
    {
        // Nothing is this client's own.
    }

    private ChatOptions Settings(ChatOptions? options)
    {
        var asked = options?.Clone() ?? new ChatOptions();
        asked.ModelId = model.Model;
        asked.MaxOutputTokens ??= model.MaxOutputTokens;
        asked.Temperature ??= (float?)model.Temperature;
        asked.Instructions = asked.Instructions is { } instructions ? scrubber.Clean(instructions) : null;
        return asked;
    }
}
