using System.Buffers;
using System.Globalization;
using System.Text;

namespace SelfHealing.Repair.Publishing;

/// <summary>Makes text from outside harmless where people and forges read it.</summary>
internal static class Foreign
{
    // What a forge takes for a trailer, a reference, a link or a command, and the same with a space in it.
    private static readonly (string Live, string Dead)[] s_live =
        [("-by:", "-by :"), ("://", ": //"), ("www.", "www ."), ("GH-", "GH -"), ("[skip", "[ skip"), ("[ci", "[ ci"), ("[no", "[ no")];

    private static readonly SearchValues<string> s_anyLive = SearchValues.Create([.. s_live.Select(word => word.Live)], StringComparison.OrdinalIgnoreCase);

    /// <summary>One line of plain text, capped, that mentions nobody and refers to nothing.</summary>
    public static string Plain(string text, int limit = 300)
    {
        var line = new StringBuilder();
        for (var i = 0; i < text.Length && line.Length < limit; i++)
        {
            var c = IsVisible(text[i]) ? text[i] : ' ';
            if (c == ' ' && (line.Length == 0 || line[^1] == ' '))
            {
                continue;
            }

            line.Append(c);
            // A mention and an issue's number need their sign right in front.
            if (c is '@' or '#' or '!' && i + 1 < text.Length && (char.IsLetterOrDigit(text[i + 1]) || text[i + 1] == '_'))
            {
                line.Append(' ');
            }
        }

        var plain = line.ToString();
        if (plain.AsSpan().ContainsAny(s_anyLive))
        {
            plain = s_live.Aggregate(plain, (current, pair) => current.Replace(pair.Live, pair.Dead, StringComparison.OrdinalIgnoreCase));
        }

        plain = plain.Trim();
        return plain.Length >= limit ? plain[..(limit - 1)].TrimEnd() + "…" : plain;
    }

    /// <summary>One line that Markdown shows as it is.</summary>
    public static string Markdown(string text, int limit = 300)
    {
        var escaped = new StringBuilder();
        var plain = Plain(text, limit);
        foreach (var c in plain)
        {
            escaped = c switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '#' or '+' or '!' or '|' or '~' or '$' or '=' => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        }

        // What would begin a list at the beginning of a line.
        return plain.Length > 0 && plain[0] == '-' ? $"\\{escaped}"
            : plain.Length > 0 && char.IsAsciiDigit(plain[0]) ? escaped.Replace(".", "\\.").Replace(")", "\\)").ToString()
            : escaped.ToString();
    }

    /// <summary>One line as code.</summary>
    public static string Code(string text, int limit = 200)
    {
        var plain = Plain(text, limit);
        var ticks = new string('`', LongestRun(plain) + 1);
        return plain.Length == 0 ? "(empty)" : ticks.Length > 1 || plain[0] == '`' ? $"{ticks} {plain} {ticks}" : $"`{plain}`";
    }

    /// <summary>Lines in a fence that nothing inside can close.</summary>
    public static string Fence(string text, string language, int maxLines, int maxLine = 400)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var shown = lines.Take(maxLines)
            .Select(l => string.Create(Math.Min(l.Length, maxLine), l, static (shown, line) => Show(line.AsSpan(0, shown.Length), shown)))
            .Concat(lines.Length > maxLines ? [$"… {lines.Length - maxLines} more lines"] : [])
            .ToList();
        var ticks = new string('`', Math.Max(3, shown.Max(LongestRun) + 1));
        return $"{ticks}{language}\n{string.Join('\n', shown)}\n{ticks}";
    }

    private static void Show(ReadOnlySpan<char> line, Span<char> shown)
    {
        for (var i = 0; i < line.Length; i++)
        {
            shown[i] = line[i] == '\t' || IsVisible(line[i]) ? line[i] : ' ';
        }
    }

    private static bool IsVisible(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
