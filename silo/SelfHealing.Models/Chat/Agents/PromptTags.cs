namespace SelfHealing.Models.Chat.Agents;

/// <summary>Cuts a template into plain text and what stands in double braces.</summary>
internal static class PromptTags
{
    /// <summary>Each stretch of plain text with the tag that follows it; the last has none.</summary>
    /// <exception cref="FormatException">Braces do not close.</exception>
    public static IEnumerable<(string Literal, string? Tag)> In(string text)
    {
        var at = 0;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                throw new FormatException("A prompt has '{{' without '}}'.");
            }

            yield return (text[at..open], text[(open + 2)..close]);
            at = close + 2;
        }

        yield return (text[at..], null);
    }

    /// <summary>The text in which a section's mark that has a line of its own takes the line's end with it.</summary>
    public static string OwnLines(string text) => string.Concat(text.Split('\n').Select(line =>
        (line.StartsWith("{{?", StringComparison.Ordinal) || line.StartsWith("{{/", StringComparison.Ordinal)) && line.IndexOf("}}", StringComparison.Ordinal) == line.Length - 2
            ? line
            : line + "\n"));
}
