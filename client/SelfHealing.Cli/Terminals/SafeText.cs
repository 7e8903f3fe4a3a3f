using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace SelfHealing.Cli.Terminals;

/// <summary>Makes foreign text (test output, file names, errors, model replies) harmless to show.</summary>
/// <remarks>The one place where it is done: everything that the command shows of an incident goes through here.</remarks>
internal static partial class SafeText
{
    private const int Tab = 4;

    /// <summary>The text without escape sequences and without characters that are invisible, move the cursor or turn the direction of reading. Line breaks stay.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var visible = new StringBuilder(text.Length);
        foreach (var rune in EscapeSequence().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), "").EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n':
                    visible.Append('\n');
                    break;
                case '\t':
                    visible.Append(' ', Tab);
                    break;
                default:
                    if (!IsHidden(rune))
                    {
                        visible.Append(rune.ToString());
                    }

                    break;
            }
        }

        return visible.ToString();
    }

    /// <summary>The text on one line, without what <see cref="Clean"/> removes.</summary>
    /// <param name="text">Foreign text.</param>
    /// <param name="limit">Most characters kept; the rest is replaced by an ellipsis.</param>
    public static string Line(string? text, int limit = 400)
    {
        var line = WhiteSpace().Replace(Clean(text?.Length > limit * 8 ? text[..(limit * 8)] : text), " ").Trim();
        return line.Length <= limit ? line : $"{line[..(limit - 1)].TrimEnd()}…";
    }

    /// <summary>One line that Spectre's markup takes literally.</summary>
    public static string Markup(string? text) => Line(text).EscapeMarkup();

    /// <summary>Whether a character is shown as nothing, or does more than being shown.</summary>
    public static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned => true,
        // Fillers and variation selectors: letters and marks by category, nothing to the eye.
        _ => rune.Value is 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF),
    };

    /// <summary>CSI, OSC, DCS, SOS, PM and APC sequences in their 7-bit and 8-bit forms, ended or cut off, and the short escapes.</summary>
    [GeneratedRegex(
        """(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]{0,4096}(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?""",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EscapeSequence();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();
}
