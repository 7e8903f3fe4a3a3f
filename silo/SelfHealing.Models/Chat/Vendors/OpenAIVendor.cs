using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>Chat completions of OpenAI and of every compatible endpoint. Long prompts are cached by the vendor itself.</summary>
internal sealed class OpenAIVendor : IVendor
{
    public string Name => "openai";

    public string TelemetryName => "openai";

    public Uri DefaultEndpoint { get; } = new("https://api.openai.com/v1");

    public string DefaultKeyVariable => "OPENAI_API_KEY";

    public IChatClient Connect(ModelOptions options, Uri endpoint, string? key, HttpClient http) =>
        new OpenAIClient(Credential(key), Settings(options, endpoint, http)).GetChatClient(options.Model).AsIChatClient();

    /// <summary>Compatible endpoints without keys still get a word, because the client cannot do without.</summary>
    internal static ApiKeyCredential Credential(string? key) => new(key ?? "none");

    /// <summary>Retries and time-outs are the pipeline's, so that they are the same for every vendor.</summary>
    internal static OpenAIClientOptions Settings(ModelOptions options, Uri endpoint, HttpClient http) => new()
    {
        Endpoint = endpoint,
        Transport = new HttpClientPipelineTransport(http),
        RetryPolicy = new ClientRetryPolicy(0),
        NetworkTimeout = Patience.Of(options),
        ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
    };
}
