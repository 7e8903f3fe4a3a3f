using System.Text.Json.Nodes;

namespace SelfHealing.ModelServers.Dialects;

/// <summary>https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle: chat completions below another path, with content filters.</summary>
internal sealed class AzureOpenAIFormat : OpenAIChatFormat
{
    public override Dialect Dialect => Dialect.AzureOpenAI;

    public override string Path => "/openai/v1/chat/completions";

    public override Uri Endpoint(int port) => new($"http://127.0.0.1:{port}/");

    /// <summary>Azure refuses by its content filter: a choice without content.</summary>
    public override JsonNode Reply(ModelRequest request, ModelReply reply)
    {
        var body = base.Reply(request, reply);
        if (reply.What == ModelReply.Kind.Refusal)
        {
            var choice = body["choices"]![0]!;
            choice["finish_reason"] = "content_filter";
            choice["message"]!["refusal"] = null;
            choice["content_filter_results"] = new JsonObject { ["violence"] = new JsonObject { ["filtered"] = true, ["severity"] = "high" } };
        }

        return body;
    }

    protected override string? KeyOf(IReadOnlyDictionary<string, string> headers) => headers.GetValueOrDefault("api-key") ?? base.KeyOf(headers);
}
