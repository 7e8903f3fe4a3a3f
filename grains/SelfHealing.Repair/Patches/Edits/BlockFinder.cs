namespace SelfHealing.Repair.Patches.Edits;

/// <summary>Finds the one place where a block's lines stand: exactly, else by white space, else as a part of a line, else by likeness.</summary>
/// <remarks>What stands at two places is at none: a patch is never guessed.</remarks>
internal static class BlockFinder
{
    private const double LeastLikeness = 0.9;
    private const int MostLines = 20_000;
    private const int LeastFragment = 8;

    public static BlockPlace Find(IReadOnlyList<SourceLine> lines, EditBlock block)
    {
        var search = block.SearchLines;
        if (Starts(lines, search, static (file, wanted) => file == wanted) is { Count: > 0 } exact)
        {
            return One(exact, search, how: null);
        }

        var core = WithoutBlankEdges(search);
        if (core.Count == 0)
        {
            return new BlockPlace.Nowhere(null);
        }

        if (Starts(lines, core, static (file, wanted) => file.AsSpan().Trim().SequenceEqual(wanted.AsSpan().Trim())) is { Count: > 0 } loose)
        {
            return One(loose, core, "with other white space");
        }

        return Fragment(lines, block) ?? ByLikeness(lines, core);
    }

    private static BlockPlace One(List<int> starts, IReadOnlyList<string> search, string? how) =>
        starts.Count == 1 ? new BlockPlace.At(starts[0], search, how) : new BlockPlace.Ambiguous(starts);

    private static List<int> Starts(IReadOnlyList<SourceLine> lines, IReadOnlyList<string> search, Func<string, string, bool> isSame)
    {
        List<int> starts = [];
        for (var start = 0; search.Count > 0 && start + search.Count <= lines.Count; start++)
        {
            var matched = 0;
            while (matched < search.Count && isSame(lines[start + matched].Text, search[matched]))
            {
                matched++;
            }

            if (matched == search.Count)
            {
                starts.Add(start);
            }
        }

        return starts;
    }

    // One line for one line, where the model left out the rest of it.
    private static BlockPlace? Fragment(IReadOnlyList<SourceLine> lines, EditBlock block)
    {
        if (block.SearchLines.Count != 1 || block.ReplaceLines.Count != 1 || block.Search.Trim().Length < LeastFragment)
        {
            return null;
        }

        var found = new List<BlockPlace.Within>();
        for (var line = 0; line < lines.Count; line++)
        {
            var text = lines[line].Text;
            for (var at = text.IndexOf(block.Search, StringComparison.Ordinal); at >= 0; at = text.IndexOf(block.Search, at + 1, StringComparison.Ordinal))
            {
                if (!CutsWord(text, at) && !CutsWord(text, at + block.Search.Length))
                {
                    found.Add(new BlockPlace.Within(line, at));
                }
            }
        }

        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => new BlockPlace.Ambiguous([.. found.Select(f => f.Line).Distinct()]),
        };
    }

    private static bool CutsWord(string text, int at) => at > 0 && at < text.Length && IsWord(text[at - 1]) && IsWord(text[at]);

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c);

    private static BlockPlace ByLikeness(IReadOnlyList<SourceLine> lines, List<string> core)
    {
        if (lines.Count > MostLines)
        {
            return new BlockPlace.Nowhere(null);
        }

        List<int> starts = [];
        var (nearest, best) = ((int?)null, 0.3);
        for (var start = 0; start + core.Count <= lines.Count; start++)
        {
            // The least worth knowing lets most places be dropped at their first lines.
            var likeness = LineLikeness.Of(lines, start, core, Math.Min(best, LeastLikeness));
            if (likeness >= LeastLikeness)
            {
                starts.Add(start);
            }

            if (likeness > best)
            {
                (nearest, best) = (start, likeness);
            }
        }

        return starts.Count > 0 ? One(starts, core, "by likeness") : new BlockPlace.Nowhere(nearest);
    }

    private static List<string> WithoutBlankEdges(IReadOnlyList<string> lines)
    {
        var from = 0;
        var to = lines.Count;
        while (from < to && string.IsNullOrWhiteSpace(lines[from]))
        {
            from++;
        }

        while (to > from && string.IsNullOrWhiteSpace(lines[to - 1]))
        {
            to--;
        }

        return [.. lines.Skip(from).Take(to - from)];
    }
}
