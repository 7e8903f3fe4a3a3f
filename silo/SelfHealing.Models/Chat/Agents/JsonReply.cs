using System.Text.Json;
using System.Text.Json.Serialization;

namespace SelfHealing.Models.Chat.Agents;

/// <summary>Reads a JSON object out of a reply that may wrap it in a fence or in prose.</summary>
internal static class JsonReply
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        MaxDepth = 16,
    };

    /// <summary>A reader of replies: extra fields are overlooked, missing and mistyped ones are told.</summary>
    /// <param name="check">What else is wrong with a value, as a sentence; null when nothing is.</param>
    public static Func<string, Reading<T>> Reader<T>(Func<T, string?> check)
        where T : class => reply => Read(reply, check);

    private static Reading<T> Read<T>(string reply, Func<T, string?> check)
        where T : class
    {
        string? problem = null;
        foreach (var text in Candidates(reply))
        {
            try
            {
                if (JsonSerializer.Deserialize<T>(text, s_options) is { } value)
                {
                    return check(value) is { } wrong ? Reading<T>.Wrong(wrong) : value;
                }
            }
            catch (JsonException e)
            {
                // The message may quote the reply; the path of what is wrong is enough.
                problem ??= $"it is not the JSON that was asked for{(e.Path is { Length: > 1 and < 100 } path ? $" (at {path})" : "")}.";
            }
        }

        return Reading<T>.Wrong(problem ?? "it holds no JSON object.");
    }

    /// <summary>Stretches of the reply that may be the object: from its first or last opening brace at a line's beginning, to its last closing one.</summary>
    private static IEnumerable<string> Candidates(string reply)
    {
        var text = reply.Trim().Trim('\ufeff');
        var last = text.LastIndexOf('}');
        var first = text.IndexOf('{', StringComparison.Ordinal);
        if (first < 0)
        {
            yield break;
        }

        if (last < first)
        {
            yield return text[first..];
            yield break;
        }

        yield return text[first..(last + 1)];

        // Prose in front may have braces of its own.
        for (var at = text.IndexOf("\n{", StringComparison.Ordinal); at >= 0 && at < last; at = text.IndexOf("\n{", at + 1, StringComparison.Ordinal))
        {
            yield return text[(at + 1)..(last + 1)];
        }
    }
}
