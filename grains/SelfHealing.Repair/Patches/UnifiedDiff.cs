using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace SelfHealing.Repair.Patches;

/// <summary>Writes a change as a unified diff, as <c>git diff</c> shows it.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The diff of one file, or an empty text when nothing differs.</summary>
    /// <param name="path">Path below the repository's root.</param>
    /// <param name="before">The old content; bytes that are no UTF-8 are shown as replacement characters.</param>
    /// <param name="after">The new content.</param>
    public static string Of(string path, byte[] before, byte[] after)
    {
        var diff = Differ.Instance.CreateDiffs(
            Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(after), ignoreWhiteSpace: false, ignoreCase: false, new WholeLines());
        if (diff.DiffBlocks.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"--- a/{path}\n+++ b/{path}\n");
        foreach (var hunk in Hunks(diff))
        {
            Write(text, diff, hunk);
        }

        return text.ToString();
    }

    /// <summary>Blocks whose contexts touch share a hunk.</summary>
    private static IEnumerable<List<DiffBlock>> Hunks(DiffResult diff)
    {
        List<DiffBlock> hunk = [];
        foreach (var block in diff.DiffBlocks)
        {
            if (hunk.Count > 0 && block.DeleteStartA - EndA(hunk[^1]) > 2 * Context)
            {
                yield return hunk;
                hunk = [];
            }

            hunk.Add(block);
        }

        yield return hunk;
    }

    private static void Write(StringBuilder text, DiffResult diff, List<DiffBlock> hunk)
    {
        var startA = Math.Max(0, hunk[0].DeleteStartA - Context);
        var endA = Math.Min(diff.PiecesOld.Count, EndA(hunk[^1]) + Context);
        var startB = Math.Max(0, hunk[0].InsertStartB - (hunk[0].DeleteStartA - startA));
        var lengthB = endA - startA + hunk.Sum(b => b.InsertCountB - b.DeleteCountA);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(startA, endA - startA)} +{Range(startB, lengthB)} @@\n");
        var at = startA;
        foreach (var block in hunk)
        {
            WriteLines(text, ' ', diff.PiecesOld, at, block.DeleteStartA);
            WriteLines(text, '-', diff.PiecesOld, block.DeleteStartA, EndA(block));
            WriteLines(text, '+', diff.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            at = EndA(block);
        }

        WriteLines(text, ' ', diff.PiecesOld, at, endA);
    }

    private static void WriteLines(StringBuilder text, char mark, IReadOnlyList<string> lines, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            text.Append(mark).Append(lines[i]);
            if (!lines[i].EndsWith('\n'))
            {
                text.Append("\n\\ No newline at end of file\n");
            }
        }
    }

    private static int EndA(DiffBlock block) => block.DeleteStartA + block.DeleteCountA;

    private static string Range(int start, int length) =>
        length == 1 ? (start + 1).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(length == 0 ? start : start + 1)},{length}");
}
