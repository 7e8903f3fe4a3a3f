using System.Text.RegularExpressions;

namespace SelfHealing.Repair.Agentic;

/// <summary>Makes what a command printed the same for every run of it that differs by chance alone.</summary>
/// <remarks>Then an interrupted agent asks its model again what it asked before, and is answered from the record; and a circle is seen as one.</remarks>
public static partial class Observations
{
    /// <summary>The output without fractions of seconds, addresses, names of temporary files and terminal colours.</summary>
    public static string Settled(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var plain = Colours().Replace(output, "").ReplaceLineEndings("\n");
        plain = Temporary().Replace(Addresses().Replace(plain, "0x…"), "/tmp/tmp…");
        return string.Concat(Seconds().Replace(plain, "${whole}${unit}").Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\ufffd' : c));
    }

    [GeneratedRegex(@"\b0x[0-9a-fA-F]{6,16}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"/tmp/tmp[A-Za-z0-9_]{6,12}", RegexOptions.NonBacktracking)]
    private static partial Regex Temporary();

    [GeneratedRegex(@"\b(?<whole>[0-9]+)\.[0-9]+(?<unit> ?(?:s|sec|secs|seconds|ms)\b)", RegexOptions.NonBacktracking)]
    private static partial Regex Seconds();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]", RegexOptions.NonBacktracking)]
    private static partial Regex Colours();
}
