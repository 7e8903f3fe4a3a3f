using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SelfHealing.Models.Chat.Ledger;

/// <summary>A digest of what is asked: equal for calls that are identical but for nonces, addresses in memory and measured times.</summary>
internal static partial class CallDigest
{
    private const char Separator = '\u001f';

    /// <summary>The digest, 64 hexadecimal digits.</summary>
    /// <param name="model">The configured name of the model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="nonce">Marks of untrusted text, different in every prompt; empty for none.</param>
    public static string Of(string model, CallRequest request, string nonce)
    {
        var text = new StringBuilder();
        text.Append(model).Append(Separator);
        if (request.Options is { } options)
        {
            text.Append(CultureInfo.InvariantCulture, $"{options.ModelId} {options.Temperature} {options.TopP} {options.TopK} {options.Seed} {options.MaxOutputTokens} ");
            text.Append(CultureInfo.InvariantCulture, $"{options.Reasoning?.Effort} {options.ToolMode} {string.Join(' ', options.StopSequences ?? [])} {options.ResponseFormat?.GetType().Name}").Append(Separator);
        }

        foreach (var beside in request.Texts)
        {
            text.Append(Same(beside, nonce)).Append(Separator);
        }

        foreach (var message in request.Messages)
        {
            text.Append(message.Role.Value).Append(Separator);
            foreach (var content in message.Contents)
            {
                text.Append(Same(CallRequest.TextOf(content), nonce)).Append(Separator);
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Same(string text, string nonce) =>
        Chance().Replace(nonce.Length > 0 ? text.Replace(nonce, "", StringComparison.Ordinal) : text, "#");

    /// <summary>Addresses of objects, and times in seconds or milliseconds with fractions, as test runners print them.</summary>
    [GeneratedRegex(@"\b0x[0-9a-fA-F]{6,16}\b|\b\d+\.\d+ ?(?:s|ms|sec|secs|seconds)\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Chance();
}
