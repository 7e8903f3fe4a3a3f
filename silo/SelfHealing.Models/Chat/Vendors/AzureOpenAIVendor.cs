using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>Azure OpenAI by its version 1 interface, which needs no dated version: chat completions below <c>/openai/v1/</c>.</summary>
internal sealed class AzureOpenAIVendor : IVendor
{
    private const string Version = "/openai/v1";

    public string Name => "azure-openai";

    public string TelemetryName => "azure.ai.openai";

    public Uri? DefaultEndpoint => null;

    public string DefaultKeyVariable => "AZURE_OPENAI_API_KEY";

    public IChatClient Connect(ModelOptions options, Uri endpoint, string? key, HttpClient http) =>
        new OpenAIClient(
            ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(OpenAIVendor.Credential(key), "api-key"),
            OpenAIVendor.Settings(options, Versioned(endpoint), http)).GetChatClient(options.Model).AsIChatClient();

    /// <summary>The portal shows the resource's address alone, guides show it with the version: both are meant.</summary>
    private static Uri Versioned(Uri endpoint) =>
        endpoint.AbsolutePath.TrimEnd('/') is var path && path.EndsWith(Version, StringComparison.OrdinalIgnoreCase)
            ? endpoint
            : new UriBuilder(endpoint) { Path = path + Version }.Uri;
}
