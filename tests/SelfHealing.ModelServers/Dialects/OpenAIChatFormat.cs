using System.Text.Json;
using System.Text.Json.Nodes;

namespace SelfHealing.ModelServers.Dialects;

/// <summary>https://platform.openai.com/docs/api-reference/chat</summary>
internal class OpenAIChatFormat : DialectFormat
{
    public override Dialect Dialect => Dialect.OpenAIChat;

    public override string Path => "/v1/chat/completions";

    public override Uri Endpoint(int port) => new($"http://127.0.0.1:{port}/v1/");

    public override JsonNode Reply(ModelRequest request, ModelReply reply) => new JsonObject
    {
        ["id"] = $"chatcmpl-{request.Number}",
        ["object"] = "chat.completion",
        ["created"] = 1_750_000_000,
        ["model"] = request.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = Message(reply),
            ["logprobs"] = null,
            ["finish_reason"] = reply switch
            {
                { What: ModelReply.Kind.ToolCall } => "tool_calls",
                { IsTruncated: true } => "length",
                _ => "stop",
            },
        }),
        ["usage"] = new JsonObject
        {
            ["prompt_tokens"] = reply.InputTokens,
            ["completion_tokens"] = reply.OutputTokens,
            ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = reply.CachedTokens },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        },
    };

    public override JsonNode Error(ModelRequest request, int status) => OpenAIError(request, status);

    internal static JsonObject OpenAIError(ModelRequest request, int status) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = Complaint(request, status),
            ["type"] = status switch { 429 => "requests", >= 500 => "server_error", _ => "invalid_request_error" },
            ["param"] = null,
            ["code"] = status switch { 401 => "invalid_api_key", 404 => "model_not_found", 429 => "rate_limit_exceeded", _ => null },
        },
    };

    protected override IEnumerable<ModelMessage> Messages(JsonElement request) =>
        request.GetProperty("messages").EnumerateArray().Select(m => new ModelMessage(Json.Word(m, "role")!, Json.Text(m, "content")));

    protected override int? MaxTokens(JsonElement request) =>
        (int?)(Json.Number(request, "max_completion_tokens") ?? Json.Number(request, "max_tokens"));

    private static JsonObject Message(ModelReply reply) => new()
    {
        ["role"] = "assistant",
        ["content"] = reply.What == ModelReply.Kind.Text ? reply.Content : null,
        ["refusal"] = reply.What == ModelReply.Kind.Refusal ? reply.Content : null,
        ["tool_calls"] = reply.What != ModelReply.Kind.ToolCall ? null : new JsonArray(new JsonObject
        {
            ["id"] = "call_1",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = reply.Content, ["arguments"] = "{}" },
        }),
    };
}
