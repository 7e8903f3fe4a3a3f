namespace SelfHealing.Repair.Reviews;

/// <summary>What a patch takes from a file and brings to it, in lines of code. A line that only moved, or changed its indentation, is neither.</summary>
internal sealed record CodeChange(IReadOnlyList<CodeLine> Before, IReadOnlyList<CodeLine> After, IReadOnlyList<CodeLine> Removed, IReadOnlyList<AddedLine> Added)
{
    public static CodeChange Of(FileChange file)
    {
        var (before, after) = Lexer.Lines(file);
        var first = before.Zip(after).TakeWhile(pair => pair.First.IsLike(pair.Second)).Count();
        var shorter = Math.Min(before.Count, after.Count) - first;
        var last = 0;
        while (last < shorter && before[^(last + 1)].IsLike(after[^(last + 1)]))
        {
            last++;
        }

        var added = Surplus(after.Take(first..^last), before.Take(first..^last));
        return new CodeChange(
            before,
            after,
            [.. Surplus(before.Take(first..^last), after.Take(first..^last)).Select(index => before[first + index])],
            [.. added.Select(index => new AddedLine(after[first + index], first + index))]);
    }

    /// <summary>How often something is on the added side beyond the removed side.</summary>
    public int Gained(Func<CodeLine, int> count) => Added.Sum(a => count(a.Line)) - Removed.Sum(count);

    // Places of the lines that the one side has more often than the other.
    private static List<int> Surplus(IEnumerable<CodeLine> side, IEnumerable<CodeLine> other)
    {
        var left = other.GroupBy(l => l.Key).ToDictionary(g => g.Key, g => g.Count());
        var surplus = new List<int>();
        foreach (var (index, line) in side.Index())
        {
            if (left.TryGetValue(line.Key, out var count) && count > 0)
            {
                left[line.Key] = count - 1;
            }
            else
            {
                surplus.Add(index);
            }
        }

        return surplus;
    }
}

/// <summary>A line that the patch brings.</summary>
/// <param name="Line">The line.</param>
/// <param name="Index">Its place in <see cref="CodeChange.After"/>.</param>
internal sealed record AddedLine(CodeLine Line, int Index);
