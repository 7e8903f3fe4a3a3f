using System.Text.Json;
using System.Text.Json.Nodes;

namespace SelfHealing.ModelServers.Dialects;

/// <summary>https://platform.openai.com/docs/api-reference/responses</summary>
internal sealed class OpenAIResponsesFormat : DialectFormat
{
    public override Dialect Dialect => Dialect.OpenAIResponses;

    public override string Path => "/v1/responses";

    public override Uri Endpoint(int port) => new($"http://127.0.0.1:{port}/v1/");

    public override JsonNode Reply(ModelRequest request, ModelReply reply) => new JsonObject
    {
        ["id"] = $"resp_{request.Number}",
        ["object"] = "response",
        ["created_at"] = 1_750_000_000,
        ["status"] = reply.IsTruncated ? "incomplete" : "completed",
        ["error"] = null,
        ["incomplete_details"] = reply.IsTruncated ? new JsonObject { ["reason"] = "max_output_tokens" } : null,
        ["instructions"] = null,
        ["max_output_tokens"] = null,
        ["model"] = request.Model,
        ["output"] = new JsonArray(Item(reply)),
        ["parallel_tool_calls"] = true,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["metadata"] = new JsonObject(),
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = reply.InputTokens,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = reply.CachedTokens },
            ["output_tokens"] = reply.OutputTokens,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
            ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
        },
    };

    public override JsonNode Error(ModelRequest request, int status) => OpenAIChatFormat.OpenAIError(request, status);

    protected override IEnumerable<ModelMessage> Messages(JsonElement request)
    {
        if (Json.Word(request, "instructions") is { } instructions)
        {
            yield return new ModelMessage("system", instructions);
        }

        var input = request.GetProperty("input");
        if (input.ValueKind == JsonValueKind.String)
        {
            yield return new ModelMessage("user", input.GetString()!);
            yield break;
        }

        foreach (var item in input.EnumerateArray())
        {
            yield return Json.Word(item, "type") is null or "message"
                ? new ModelMessage(Json.Word(item, "role")!, Json.Text(item, "content"))
                : new ModelMessage("tool", item.GetRawText());
        }
    }

    protected override int? MaxTokens(JsonElement request) => (int?)Json.Number(request, "max_output_tokens");

    private static JsonObject Item(ModelReply reply) => reply.What == ModelReply.Kind.ToolCall
        ? new JsonObject
        {
            ["type"] = "function_call",
            ["id"] = "fc_1",
            ["call_id"] = "call_1",
            ["name"] = reply.Content,
            ["arguments"] = "{}",
            ["status"] = "completed",
        }
        : new JsonObject
        {
            ["type"] = "message",
            ["id"] = "msg_1",
            ["status"] = reply.IsTruncated ? "incomplete" : "completed",
            ["role"] = "assistant",
            ["content"] = new JsonArray(reply.What == ModelReply.Kind.Refusal
                ? new JsonObject { ["type"] = "refusal", ["refusal"] = reply.Content }
                : new JsonObject { ["type"] = "output_text", ["text"] = reply.Content, ["annotations"] = new JsonArray() }),
        };
}
