using System.Text;
using DiffPlex;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Patches;

/// <summary>Finds the smallest text edits that turn one version of a file into another.</summary>
/// <remarks>Applying them to the first version gives the second, byte for byte. Whole words are replaced, so that a reader of an edit sees the names that it writes.</remarks>
public static class PatchDiff
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The edits of one file; none when nothing differs.</summary>
    /// <param name="path">The file's path below the repository's root.</param>
    /// <param name="before">The base revision's bytes.</param>
    /// <param name="after">The wanted bytes.</param>
    /// <exception cref="ArgumentException">One of them is no UTF-8 text.</exception>
    public static IReadOnlyList<TextEdit> Of(string path, byte[] before, byte[] after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, wanted) = (Text(path, before), Text(path, after));
        var diff = Differ.Instance.CreateDiffs(old, wanted, ignoreWhiteSpace: false, ignoreCase: false, new WholeLines());
        var edits = new List<TextEdit>();
        var (line, at) = (0, 0);
        foreach (var block in diff.DiffBlocks)
        {
            for (; line < block.DeleteStartA; line++)
            {
                at += s_strict.GetByteCount(diff.PiecesOld[line]);
            }

            var removed = string.Concat(diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA));
            var added = string.Concat(diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB));
            edits.Add(Trimmed(path, at, removed, added));
        }

        return edits;
    }

    private static TextEdit Trimmed(string path, int start, string removed, string added)
    {
        var most = Math.Min(removed.Length, added.Length);
        var head = 0;
        while (head < most && removed[head] == added[head])
        {
            head++;
        }

        while (head > 0 && (IsInside(removed, head) || IsInside(added, head)))
        {
            head--;
        }

        var tail = 0;
        while (tail < most - head && removed[^(tail + 1)] == added[^(tail + 1)])
        {
            tail++;
        }

        while (tail > 0 && (IsInside(removed, removed.Length - tail) || IsInside(added, added.Length - tail)))
        {
            tail--;
        }

        return new TextEdit(
            path, start + s_strict.GetByteCount(removed.AsSpan(0, head)),
            s_strict.GetByteCount(removed.AsSpan(head, removed.Length - tail - head)), added[head..^tail]);
    }

    // Within a word, a surrogate pair or a line's end: no place to cut.
    private static bool IsInside(string text, int at) =>
        at > 0 && at < text.Length
        && ((IsWord(text[at - 1]) && IsWord(text[at])) || (text[at - 1] == '\r' && text[at] == '\n'));

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static string Text(string path, byte[] bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new ArgumentException($"{path} is no UTF-8 text, and only such files can be changed.", nameof(bytes), e);
        }
    }
}
