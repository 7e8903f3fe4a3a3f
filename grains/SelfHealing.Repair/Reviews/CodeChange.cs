namespace SelfHealing.Repair.Reviews;

/// <summary>What a patch takes from a file and brings to it, in lines of code. A line that only moved, or changed its indentation, is neither.</summary>
internal sealed record CodeChange(IReadOnlyList<CodeLine> Before, IReadOnlyList<CodeLine> After, IReadOnlyList<CodeLine> Removed, IReadOnlyList<AddedLine> Added)
{
    public static CodeChange Of(FileChange file)
    {
        var before = file.Base.Lines.All;
        var after = Lexer.Lines(file.After, file.Path, file.Base.Lines);
        var (first, last, shorter) = (0, 0, Math.Min(before.Count, after.Count));
        while (first < shorter && before[first].IsLike(after[first]))
        {
            first++;
        }

        while (last < shorter - first && before[^(last + 1)].IsLike(after[^(last + 1)]))
        {
            last++;
        }

        var (from, to) = (before[first..^last], after[first..^last]);
        return new CodeChange(
            before,
            after,
            Surplus(from, to).ConvertAll(index => from[index]),
            Surplus(to, from).ConvertAll(index => new AddedLine(to[index], first + index)));
    }

    /// <summary>How often something is on the added side beyond the removed side.</summary>
    public int Gained(Func<CodeLine, int> count) => Added.Sum(a => count(a.Line)) - Removed.Sum(count);

    // Places of the lines that the one side has more often than the other.
    private static List<int> Surplus(List<CodeLine> side, List<CodeLine> other)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in other)
        {
            left[line.Key] = left.GetValueOrDefault(line.Key) + 1;
        }

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
