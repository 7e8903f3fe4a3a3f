using System.Text.RegularExpressions;

namespace SelfHealing.Repair.Proofs;

/// <summary>Tells whether a reproduction test failed because of itself: what it cannot parse, import or name says nothing about the program.</summary>
public static class ScriptFailures
{
    private static readonly Regex s_frame = new("""^\s*File "(?<file>[^"\n]{1,300})", line \d+""", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly Regex s_own = new(
        "^(SyntaxError|IndentationError|TabError|ImportError|ModuleNotFoundError|NameError)\\b[^\n]*",
        RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>The error of the script itself, in its own words; null when the failure comes from the program, or cannot be told.</summary>
    /// <param name="output">What the run printed: data.</param>
    /// <param name="script">Name of the script's file.</param>
    public static string? OwnError(string output, string script)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(script);
        var error = s_own.Matches(output) is { Count: > 0 } errors ? errors[^1] : null;
        var frame = error is null ? null : s_frame.Matches(output).LastOrDefault(f => f.Index < error.Index);
        return error is not null && frame is not null && IsScript(frame.Groups["file"].Value, script) ? error.Value.Trim() : null;
    }

    private static bool IsScript(string file, string script) => file == script || file.EndsWith($"/{script}", StringComparison.Ordinal);
}
