using DiffPlex;

namespace SelfHealing.Repair.Patches.Edits;

/// <summary>Carries what a block changes over to the lines of the file, and nothing else: lines that the block repeats stay as the file has them.</summary>
internal static class Transplant
{
    /// <summary>The replacements of a block that was found at a place.</summary>
    public static IEnumerable<LineHunk> Hunks(IReadOnlyList<SourceLine> lines, BlockPlace.At place, EditBlock block)
    {
        var edges = block.SearchLines.Count - place.Search.Count;
        var before = Math.Min(LeadingBlanks(block.SearchLines), edges);
        var wanted = WithoutBlanks(block.ReplaceLines, before, edges - before);
        var diff = Differ.Instance.CreateDiffs(Text(place.Search), Text(wanted), ignoreWhiteSpace: false, ignoreCase: false, new WholeLines());
        foreach (var change in diff.DiffBlocks)
        {
            var written = wanted.Skip(change.InsertStartB).Take(change.InsertCountB)
                .Select(line => place.How is null ? line : Indented(line, lines, place, Math.Min(change.DeleteStartA, place.Search.Count - 1)));
            yield return new LineHunk(place.Start + change.DeleteStartA, change.DeleteCountA, [.. written]);
        }
    }

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    /// <summary>The blank lines around what was searched belong to the block and not to the place: as many go from what is written.</summary>
    private static List<string> WithoutBlanks(IReadOnlyList<string> lines, int before, int after)
    {
        var kept = lines.Skip(Math.Min(before, LeadingBlanks(lines))).ToList();
        for (; after > 0 && kept.Count > 0 && string.IsNullOrWhiteSpace(kept[^1]); after--)
        {
            kept.RemoveAt(kept.Count - 1);
        }

        return kept;
    }

    private static int LeadingBlanks(IReadOnlyList<string> lines) => lines.TakeWhile(string.IsNullOrWhiteSpace).Count();

    // A block that was found by other white space has its new lines moved by as much as its old ones are.
    private static string Indented(string line, IReadOnlyList<SourceLine> lines, BlockPlace.At place, int near)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return "";
        }

        var (wrote, has) = (Indent(place.Search[near]), Indent(lines[place.Start + near].Text));
        var own = Indent(line);
        return own.StartsWith(wrote, StringComparison.Ordinal) ? has + own[wrote.Length..] + line[own.Length..]
            : wrote.StartsWith(own, StringComparison.Ordinal) && has.Length >= wrote.Length - own.Length
                ? has[..^(wrote.Length - own.Length)] + line[own.Length..]
            : line;
    }

    private static string Indent(string line) => line[..^line.TrimStart().Length];
}
