using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat;

namespace SelfHealing.Models.Tests.Chat.Shells;

/// <summary>A chat model that says one line of a script after the other, and its last line again and again.</summary>
internal sealed class CommandingModel(params Func<CancellationToken, Task<string>>[] script) : IChatModel, IChatClient
{
    public CommandingModel(params string[] replies)
        : this([.. replies.Select(reply => new Func<CancellationToken, Task<string>>(_ => Task.FromResult(reply)))])
    {
    }

    public string Name => "subject";

    public ModelOptions Options { get; init; } = new();

    /// <summary>What it was asked, call by call.</summary>
    public List<IReadOnlyList<ChatMessage>> Asked { get; } = [];

    /// <summary>The rules that it was given.</summary>
    public string? Instructions { get; private set; }

    /// <summary>On whose behalf.</summary>
    public CallContext? Context { get; private set; }

    /// <summary>A reply with one command.</summary>
    public static string Runs(string command) => $"I go on.\n\n```bash\n{command}\n```";

    public IChatClient Open(CallContext context)
    {
        Context = context;
        return this;
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Asked.Add([.. messages]);
        Instructions = options?.Instructions;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, await script[Math.Min(Asked.Count, script.Length) - 1](cancellationToken)));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("An agent asks for whole replies.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // Nothing is its own.
    }
}
