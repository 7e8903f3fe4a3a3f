using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat;

namespace SelfHealing.Models.Tests.Chat.Agents;

/// <summary>One call as a scripted model saw it.</summary>
internal sealed record Asked(CallContext Context, IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    public string System => Options?.Instructions ?? "";

    public string Last => Messages[^1].Text;

    public string Prompt => Context.Prompt.Split('@')[0];
}

/// <summary>A chat model in this process that answers what a script says.</summary>
internal sealed class ScriptedModel(Func<Asked, Task<ChatResponse>> script) : IChatModel
{
    private readonly Lock _gate = new();
    private readonly List<Asked> _calls = [];

    public ScriptedModel(Func<Asked, string> script)
        : this(asked => Task.FromResult(Says(script(asked))))
    {
    }

    public string Name => "gpt";

    public ModelOptions Options { get; } = new() { Provider = "openai", Model = "some-model", Samples = 3 };

    public IReadOnlyList<Asked> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>A model that gives these replies one after the other.</summary>
    public static ScriptedModel InTurn(params ChatResponse[] replies)
    {
        var next = 0;
        return new ScriptedModel(_ => Task.FromResult(replies[next++]));
    }

    public static ChatResponse Says(string text) => new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop };

    public static ChatResponse Truncated(string text) => new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Length };

    public IChatClient Open(CallContext context) => new Client(this, context);

    private sealed class Client(ScriptedModel model, CallContext context) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var asked = new Asked(context, [.. messages], options);
            lock (model._gate)
            {
                model._calls.Add(asked);
            }

            return await model.Answer(asked).WaitAsync(cancellationToken);
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // Holds nothing.
        }
    }

    private Task<ChatResponse> Answer(Asked asked) => script(asked);
}
