using System.Text.Json;
using System.Text.Json.Nodes;

namespace SelfHealing.ModelServers.Dialects;

/// <summary>https://github.com/ollama/ollama/blob/main/docs/api.md</summary>
internal sealed class OllamaFormat : DialectFormat
{
    public override Dialect Dialect => Dialect.Ollama;

    public override string Path => "/api/chat";

    public override Uri Endpoint(int port) => new($"http://127.0.0.1:{port}/");

    public override JsonNode Reply(ModelRequest request, ModelReply reply) => new JsonObject
    {
        ["model"] = request.Model,
        ["created_at"] = "2026-01-05T10:00:00.000000Z",
        ["message"] = Message(reply),
        ["done"] = true,
        ["done_reason"] = reply.IsTruncated ? "length" : "stop",
        ["total_duration"] = 1_000_000_000,
        ["load_duration"] = 1_000_000,
        ["prompt_eval_count"] = reply.InputTokens,
        ["prompt_eval_duration"] = 100_000_000,
        ["eval_count"] = reply.OutputTokens,
        ["eval_duration"] = 800_000_000,
    };

    public override JsonNode Error(ModelRequest request, int status) => new JsonObject { ["error"] = Complaint(request, status) };

    protected override IEnumerable<ModelMessage> Messages(JsonElement request) =>
        request.GetProperty("messages").EnumerateArray().Select(m => new ModelMessage(Json.Word(m, "role")!, Json.Text(m, "content")));

    protected override double? Temperature(JsonElement request) => Option(request, "temperature");

    protected override int? MaxTokens(JsonElement request) => (int?)Option(request, "num_predict");

    private static double? Option(JsonElement request, string name) =>
        request.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object ? Json.Number(options, name) : null;

    private static JsonObject Message(ModelReply reply) => reply.What == ModelReply.Kind.ToolCall
        ? new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = "",
            ["tool_calls"] = new JsonArray(new JsonObject
            {
                ["function"] = new JsonObject { ["name"] = reply.Content, ["arguments"] = new JsonObject() },
            }),
        }
        : new JsonObject { ["role"] = "assistant", ["content"] = reply.Content };
}
