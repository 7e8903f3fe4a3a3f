using Anthropic;
using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>Anthropic's messages, with the conversation's fixed parts marked for its cache.</summary>
/// <remarks>The interface's version of 2026-10-21 takes no temperature, so none is sent.</remarks>
internal sealed class AnthropicVendor : IVendor
{
    public string Name => "anthropic";

    public string TelemetryName => "anthropic";

    public Uri DefaultEndpoint { get; } = new("https://api.anthropic.com");

    public string DefaultKeyVariable => "ANTHROPIC_API_KEY";

    public IChatClient Connect(ModelOptions options, Uri endpoint, string? key, HttpClient http) =>
        new AnthropicCaching(new AnthropicClient
        {
            // Whatever is given here keeps the client from looking for a key in the environment by itself.
            ApiKey = key ?? "none",
            BaseUrl = Root(endpoint),
            HttpClient = http,
            MaxRetries = 0,
            Timeout = Patience.Of(options),
        }.AsIChatClient(options.Model, options.MaxOutputTokens));

    /// <summary>The client adds the version itself.</summary>
    private static string Root(Uri endpoint) =>
        endpoint.AbsoluteUri.TrimEnd('/') is var address && address.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? address[..^3] : address;
}
