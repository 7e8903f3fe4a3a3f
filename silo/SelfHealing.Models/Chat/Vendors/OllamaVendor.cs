using System.Net.Http.Headers;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OllamaSharp.Models;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>Ollama's chat, of this machine or another.</summary>
internal sealed class OllamaVendor : IVendor
{
    private const int DefaultContextTokens = 32_768;

    public string Name => "ollama";

    public string TelemetryName => "ollama";

    public Uri DefaultEndpoint { get; } = new("http://localhost:11434");

    public string? DefaultKeyVariable => null;

    public IChatClient Connect(ModelOptions options, Uri endpoint, string? key, HttpClient http)
    {
        http.BaseAddress = Root(endpoint);
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return new WithContext(new OllamaApiClient(http, options.Model), options.ContextTokens ?? DefaultContextTokens);
    }

    private static Uri Root(Uri endpoint) =>
        endpoint.AbsoluteUri.TrimEnd('/') is var address && address.EndsWith("/api", StringComparison.OrdinalIgnoreCase)
            ? new Uri(address[..^3])
            : new Uri(address + "/");

    /// <summary>Ollama cuts prompts silently at 4096 tokens unless it is told how many there may be.</summary>
    private sealed class WithContext(IChatClient inner, int tokens) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GetResponseAsync(messages, (options?.Clone() ?? new ChatOptions()).AddOllamaOption(OllamaOption.NumCtx, tokens), cancellationToken);
    }
}
