namespace SelfHealing.Repair.Policy;

/// <summary>Whether a path means on every file system what it seems to mean.</summary>
internal static class PathForm
{
    private const int MaxLength = 400;

    /// <summary>What is wrong with the path, as the end of a sentence; null when nothing is.</summary>
    public static string? Fault(string path)
    {
        if (path.Length is 0 or > MaxLength)
        {
            return path.Length == 0 ? "which is no path" : "which is longer than any path that a patch may touch";
        }

        if (path[0] is '/' or '~' or '-' || path.Contains('\\', StringComparison.Ordinal) || path is [_, ':', ..])
        {
            return "which does not lie below the repository's root";
        }

        if (path.Any(c => char.IsControl(c) || c is ':' or '*' or '?' or '"' or '<' or '>' or '|'))
        {
            return "which has characters that no source file's name needs";
        }

        if (path.Any(c => !char.IsAscii(c) && !IsPlainLetter(c)))
        {
            return "which has characters that can pass for others";
        }

        return path.Split('/').Any(IsAmbiguous) ? "which names another file on some systems" : null;
    }

    /// <summary>The path as it may stand in a sentence: quoted, on one line, capped, with unusual characters as codes.</summary>
    public static string Shown(string path)
    {
        var shown = string.Concat(path.Take(80).Select(c => c is >= ' ' and <= '~' and not '`' ? c.ToString() : $"\\u{(int)c:x4}"));
        return $"`{shown}{(path.Length > 80 ? "…" : "")}`";
    }

    // '.', '..', empty names, names that Windows trims, and its short names (GIT~1).
    private static bool IsAmbiguous(string name) =>
        name.Length == 0 || name is "." or ".." || name[^1] is '.' or ' ' || name[0] == ' '
        || (name.IndexOf('~', StringComparison.Ordinal) is >= 0 and var tilde && tilde + 1 < name.Length && char.IsAsciiDigit(name[tilde + 1]));

    // Accented Latin letters and the scripts of East Asia look like nothing else; letters that copy ASCII ones (Cyrillic, Greek, full width …) do not pass.
    private static bool IsPlainLetter(char c) => c switch
    {
        '\u00d7' or '\u00f7' or '\u0131' or '\u017f' => false,
        >= '\u00c0' and <= '\u017e' => true,
        >= '\u3041' and <= '\u3096' => true,
        >= '\u30a1' and <= '\u30fa' => true,
        >= '\u4e00' and <= '\u9fff' => true,
        >= '\uac00' and <= '\ud7a3' => true,
        _ => false,
    };
}
