using Microsoft.Extensions.AI;
using OpenAI;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>OpenAI's responses. The whole conversation is sent each time, so that nothing is kept at the vendor for us.</summary>
internal sealed class OpenAIResponsesVendor : IVendor
{
    public string Name => "openai-responses";

    public string TelemetryName => "openai";

    public Uri DefaultEndpoint { get; } = new("https://api.openai.com/v1");

    public string DefaultKeyVariable => "OPENAI_API_KEY";

    public IChatClient Connect(ModelOptions options, Uri endpoint, string? key, HttpClient http) =>
        new OpenAIClient(OpenAIVendor.Credential(key), OpenAIVendor.Settings(options, endpoint, http)).GetResponsesClient().AsIChatClient(options.Model);
}
