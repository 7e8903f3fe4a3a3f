using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SelfHealing.Models;

namespace SelfHealing.Repair.Calls;

/// <summary>Calls as lines of JSON: <c>{"call":{…},"request":{…},"response":{…}}</c>. What a line does not have is null.</summary>
public static class TranscriptFormat
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>One call as one line.</summary>
    public static string Line(RecordedCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return JsonSerializer.Serialize(new Written(call.Call, Json(call.Reply?.Request), Json(call.Reply?.Response)), Options);
    }

    /// <summary>The call of a line.</summary>
    /// <exception cref="FormatException">It is no line of a transcript.</exception>
    public static RecordedCall Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Written>(line, Options) is { Call: { } call } written
                ? new RecordedCall(call, written.Response is { } response ? new RecordedReply(Text(written.Request) ?? "", Text(response)!) : null)
                : throw new FormatException("A line of a transcript needs a call.");
        }
        catch (JsonException e)
        {
            throw new FormatException("A line of a transcript is JSON with call, request and response.", e);
        }
    }

    private static JsonElement? Json(string? text) => string.IsNullOrEmpty(text) ? null : JsonElement.Parse(text);

    private static string? Text(JsonElement? json) => json is { ValueKind: not JsonValueKind.Null } element ? element.GetRawText() : null;

    private sealed record Written(ModelCall? Call, JsonElement? Request, JsonElement? Response);
}
