using System.Text.Json;
using System.Text.Json.Nodes;

namespace SelfHealing.ModelServers.Dialects;

/// <summary>https://platform.claude.com/docs/en/api/messages, version 2026-10-21.</summary>
internal sealed class AnthropicFormat : DialectFormat
{
    public override Dialect Dialect => Dialect.Anthropic;

    public override string Path => "/v1/messages";

    public override Uri Endpoint(int port) => new($"http://127.0.0.1:{port}/");

    /// <summary>Anthropic counts tokens from its cache apart from the others that were read.</summary>
    public override JsonNode Reply(ModelRequest request, ModelReply reply) => new JsonObject
    {
        ["id"] = $"msg_{request.Number}",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = request.Model,
        ["content"] = Content(reply),
        ["stop_reason"] = reply switch
        {
            { What: ModelReply.Kind.Refusal } => "refusal",
            { What: ModelReply.Kind.ToolCall } => "tool_use",
            { IsTruncated: true } => "max_tokens",
            _ => "end_turn",
        },
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = reply.InputTokens - reply.CachedTokens,
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = reply.CachedTokens,
            ["output_tokens"] = reply.OutputTokens,
            ["service_tier"] = "standard",
        },
    };

    public override JsonNode Error(ModelRequest request, int status) => new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject
        {
            ["type"] = status switch
            {
                401 => "authentication_error",
                403 => "permission_error",
                404 => "not_found_error",
                429 => "rate_limit_error",
                529 => "overloaded_error",
                >= 500 => "api_error",
                _ => "invalid_request_error",
            },
            ["message"] = Complaint(request, status),
        },
        ["request_id"] = $"req_{request.Number}",
    };

    public override ModelReply? Complains(ModelRequest request) => request is { Temperature: not null } or { MaxTokens: null } ? ModelReply.Status(400) : null;

    protected override IEnumerable<ModelMessage> Messages(JsonElement request) =>
        request.GetProperty("messages").EnumerateArray().Select(m => new ModelMessage(Json.Word(m, "role")!, Json.Text(m, "content")))
            .Prepend(new ModelMessage("system", Json.Text(request, "system")));

    protected override int? MaxTokens(JsonElement request) => (int?)Json.Number(request, "max_tokens");

    /// <summary>Of both headers the vendor takes the older one.</summary>
    protected override string? KeyOf(IReadOnlyDictionary<string, string> headers) => headers.GetValueOrDefault("x-api-key") ?? base.KeyOf(headers);

    private static JsonArray Content(ModelReply reply) => reply switch
    {
        { What: ModelReply.Kind.ToolCall } => new JsonArray(
            new JsonObject { ["type"] = "tool_use", ["id"] = "toolu_1", ["name"] = reply.Content, ["input"] = new JsonObject() }),
        { What: ModelReply.Kind.Refusal } or { Content: "" } => [],
        _ => new JsonArray(new JsonObject { ["type"] = "text", ["text"] = reply.Content }),
    };
}
