using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SelfHealing.Models.Chat;
using SelfHealing.Models.Chat.Keys;
using SelfHealing.Models.Chat.Secrets;
using SelfHealing.Models.Tests.Chat.Ledger;
using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat;

/// <summary>The models room as a silo has it, with one model <c>subject</c> at a server, keys of its own and a log that can be read.</summary>
internal sealed class Room : IDisposable
{
    /// <summary>The key of the model. It must turn up nowhere but in the vendor's header.</summary>
    public const string Key = "canary-key-7f3a9b2c4d5e";

    /// <summary>Text of the prompt. It must turn up nowhere but in the request.</summary>
    public const string Prompt = "canary-prompt: why does the sum fail?";

    private readonly ServiceProvider _services;
    private readonly LogBook _log = new();

    public Room(Dialect dialect, Uri endpoint, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["subject:Provider"] = ProviderOf(dialect),
            ["subject:Model"] = "some-model",
            ["subject:Endpoint"] = endpoint.AbsoluteUri,
            ["subject:KeyVariable"] = "SUBJECT_KEY",
        };
        foreach (var (key, value) in settings)
        {
            values[$"subject:{key}"] = value;
        }

        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.AddSingleton(new KeyRing(name => name == "SUBJECT_KEY" ? Key : null));
        services.AddSingleton(new SecretScrubber([]));
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddSingleton<ICallLedger>(Ledger);
        services.AddModels(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        _services = services.BuildServiceProvider();
    }

    /// <summary>The calls that were recorded.</summary>
    public MemoryLedger Ledger { get; } = new();

    /// <summary>Everything that was logged, exceptions included.</summary>
    public string Log => _log.Text;

    public static string ProviderOf(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIChat => "openai",
        Dialect.OpenAIResponses => "openai-responses",
        Dialect.AzureOpenAI => "azure-openai",
        Dialect.Anthropic => "anthropic",
        _ => "ollama",
    };

    public IChatModel Model => _services.GetRequiredService<IChatModels>().All.Single();

    public IChatClient Open(string incident = "inc-1") => Model.Open(new CallContext(incident, "tenant", "code-1", "coder", "test@1"));

    /// <summary>Asks once, as an agent does.</summary>
    public async Task<ChatResponse> AskAsync(string prompt = Prompt, ChatOptions? options = null, string incident = "inc-1", CancellationToken cancellationToken = default)
    {
        using var client = Open(incident);
        return await client.GetResponseAsync([new ChatMessage(ChatRole.User, prompt)], options, cancellationToken);
    }

    public void Dispose() => _services.Dispose();

    private sealed class LogBook : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Nothing to close.
        }
    }
}
