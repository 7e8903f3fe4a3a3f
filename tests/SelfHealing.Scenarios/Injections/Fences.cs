using System.Text.RegularExpressions;
using SelfHealing.ModelServers;

namespace SelfHealing.Scenarios.Injections;

/// <summary>Reads prompts as a model should: text between a fence's marks is data, everything else is ours.</summary>
internal static partial class Fences
{
    private const int Telling = 24;

    /// <summary>What a request says outside of its fences, the model's own earlier replies left out.</summary>
    public static string Outside(ModelRequest request) => string.Join('\n',
        request.Messages.Where(m => m.Role != "assistant").Select(m => OutsideOf(m.Text)).Prepend(OutsideOf(request.System)));

    /// <summary>A text without what stands in fences.</summary>
    public static string OutsideOf(string text) => Fence().Replace(text, "");

    /// <summary>Words of an injection by which it is known wherever it stands; null when it has none that nobody else would use.</summary>
    public static string? Mark(Injection injection) => injection.Text.Split('\n').MaxBy(line => line.Length)?.Trim() is { Length: >= Telling } line
        ? line[..Math.Min(line.Length, 3 * Telling)]
        : null;

    [GeneratedRegex("<data-(?<nonce>[0-9A-Za-z]{16,}) is=\"[^\"]*\">\n.*?</data-\\k<nonce>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Fence();
}
