using System.Text;
using System.Text.RegularExpressions;

namespace SelfHealing.Integrations.Git;

/// <summary>Git's words, made fit for people: no credentials, no control characters, not too long.</summary>
internal static partial class GitWords
{
    private const int LongestMessage = 2000;

    /// <summary>All that git said, on one line.</summary>
    public static string Clean(string error) => Fit(string.Join("; ", Lines(error).Select(line => Prefix.Replace(line, ""))));

    /// <summary>What the remote said (its <c>remote:</c> lines and the reason of the refusal), or all of it when it said nothing.</summary>
    public static string OfRemote(GitResult push)
    {
        var said = Lines(push.Error).Where(line => line.StartsWith("remote:", StringComparison.Ordinal)).Select(line => line["remote:".Length..].Trim()).Where(line => line.Length > 0);
        var reasons = push.Lines.Where(line => line.StartsWith('!')).Select(line => line.Split('\t')[^1]);
        var words = string.Join("; ", said.Concat(reasons));
        return words.Length > 0 ? Fit(words) : Clean(push.Error);
    }

    /// <summary>Text without the user part of any address in it.</summary>
    public static string WithoutCredentials(string text) => UserPart.Replace(text, "${scheme}");

    private static IEnumerable<string> Lines(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith("hint:", StringComparison.Ordinal));

    private static string Fit(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in Escape.Replace(WithoutCredentials(text), "").EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        var words = clean.ToString().TrimEnd('.', ' ');
        return words.Length > LongestMessage ? words[..LongestMessage] + " …" : words;
    }

    [GeneratedRegex(@"^(?:fatal|error|warning): ", RegexOptions.NonBacktracking)]
    private static partial Regex Prefix { get; }

    [GeneratedRegex(@"(?<scheme>\b[A-Za-z][A-Za-z0-9+.-]*://)[^/\s'""@]+@", RegexOptions.NonBacktracking)]
    private static partial Regex UserPart { get; }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]", RegexOptions.NonBacktracking)]
    private static partial Regex Escape { get; }
}
