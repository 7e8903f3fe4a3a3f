using System.Globalization;
using System.Text.RegularExpressions;

namespace SelfHealing.Repair.Localisation;

/// <summary>The places and names that a text mentions: frames with lines, files, modules and the names of code.</summary>
/// <remarks>Every pattern is matched without backtracking, so no text makes it slow; the text is data and names nothing but places to look at.</remarks>
internal sealed record TextPlaces(IReadOnlyList<(string File, int Line)> Lines, IReadOnlyList<string> Names)
{
    private const int MaxPlaces = 400;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly Regex PythonFrame = Pattern("""File "(?<file>[^"\n]{1,300})", line (?<line>\d{1,7})""");
    private static readonly Regex Located = Pattern(@"(?<file>[\w./\\~+-]{1,300}\.[A-Za-z]{1,5})(:line |:|#L|\()(?<line>\d{1,7})");
    private static readonly Regex Word = Pattern(@"[A-Za-z_][\w./-]{1,200}\(?");
    private static readonly Regex Quoted = Pattern(@"`{1,2}(?<code>[^`\n]{1,120})`{1,2}");

    /// <summary>Reads a text.</summary>
    public static TextPlaces In(string text)
    {
        var lines = new[] { PythonFrame, Located }
            .SelectMany(p => p.Matches(text))
            .OrderBy(m => m.Index)
            .Select(m => (m.Groups["file"].Value.Replace('\\', '/'), int.Parse(m.Groups["line"].Value, CultureInfo.InvariantCulture)))
            .Distinct().Take(MaxPlaces);
        var quoted = Quoted.Matches(text).SelectMany(m => Word.Matches(m.Groups["code"].Value)).Select(m => m.Value);
        var words = Word.Matches(text).Select(m => m.Value).Where(LooksLikeCode);
        return new TextPlaces([.. lines], [.. quoted.Concat(words).Select(w => w.Trim('(', '.', '-', '/')).Where(w => w.Length > 1).Distinct().Take(MaxPlaces)]);
    }

    // Prose has plain words; code has dots, underscores, slashes, camel case, or a parenthesis behind it.
    private static bool LooksLikeCode(string word) =>
        word[^1] == '(' || word.AsSpan(1).IndexOfAny('_', '/') >= 0 || word[0] == '_'
        || (word.TrimEnd('.') is var inner && inner.Contains('.', StringComparison.Ordinal))
        || word.Skip(1).Zip(word, (current, before) => char.IsUpper(current) && char.IsLower(before)).Any(isHump => isHump);

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Longest);
}
