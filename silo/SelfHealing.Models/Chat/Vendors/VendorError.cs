using System.Text.Json;
using System.Text.RegularExpressions;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>The few words of a vendor's error that are safe to tell: its code, and the parameter at fault.</summary>
internal sealed partial record VendorError(string? Code, string? Parameter)
{
    private static readonly VendorError s_silent = new(null, null);

    /// <summary>Code and parameter, for people.</summary>
    public string Words => string.Join(", ", ((string?[])[Code, Parameter is null ? null : $"parameter {Parameter}"]).OfType<string>());

    /// <summary>Azure refuses prompts with an error instead of a reply.</summary>
    public bool IsContentFilter => Code is "content_filter" or "content_policy_violation";

    /// <summary>OpenAI tells an empty account with the status of its rate limit, where waiting does not help.</summary>
    public bool IsOutOfCredit => Code is "insufficient_quota" or "billing_hard_limit_reached" or "billing_error";

    public bool IsTooLong => Code is "context_length_exceeded" or "string_above_max_length" or "request_too_large";

    public static VendorError Read(byte[]? body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? []);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                ? new VendorError(Word(error, "code") ?? Word(error, "type"), Word(error, "param"))
                : s_silent;
        }
        catch (JsonException)
        {
            return s_silent;
        }
    }

    /// <summary>Only what looks like a code: a key or a prompt never does.</summary>
    private static string? Word(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && CodeForm().IsMatch(value.GetString()!) ? value.GetString() : null;

    [GeneratedRegex(@"\A[a-z]+(?:[_.][a-z]+){0,6}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeForm();
}
