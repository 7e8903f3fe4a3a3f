using System.Text;
using DiffPlex;
using DiffPlex.Chunkers;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Patches;

/// <summary>A change of one file as replaced lines, however its edits were written.</summary>
public static class LineEdits
{
    /// <summary>The replaced lines: first line from 0, how many, and the new text.</summary>
    /// <exception cref="ArgumentException">The patch does not fit the file.</exception>
    public static IReadOnlyList<(int Line, int Removed, string Text)> Of(byte[] file, string path, Patch patch)
    {
        var diff = Differ.Instance.CreateDiffs(
            Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(PatchText.Apply(file, path, patch)), ignoreWhiteSpace: false, ignoreCase: false,
            LineEndingsPreservingChunker.Instance);
        return [.. diff.DiffBlocks.Select(b => (
            b.DeleteStartA, b.DeleteCountA, string.Concat(diff.PiecesNew.Skip(b.InsertStartB).Take(b.InsertCountB))))];
    }

    /// <summary>Replaced lines as an edit of the file's bytes.</summary>
    public static TextEdit Edit(byte[] file, string path, int line, int removed, string text)
    {
        ArgumentNullException.ThrowIfNull(file);
        var start = Offset(file, 0, line);
        return new TextEdit(path, start, Offset(file, start, removed) - start, text);
    }

    private static int Offset(byte[] file, int from, int lines)
    {
        for (var at = from; lines > 0; lines--)
        {
            var end = Array.IndexOf(file, (byte)'\n', at);
            (from, at) = end < 0 ? (file.Length, file.Length) : (end + 1, end + 1);
        }

        return from;
    }
}
