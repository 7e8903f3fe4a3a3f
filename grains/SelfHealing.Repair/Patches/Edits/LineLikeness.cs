namespace SelfHealing.Repair.Patches.Edits;

/// <summary>How alike two runs of lines are, white space at their edges left out.</summary>
internal static class LineLikeness
{
    private const int MostCharacters = 400;

    /// <summary>1 − edit distance / length over all lines, from 0 to 1; 0 as soon as it must fall below what is worth knowing.</summary>
    public static double Of(IReadOnlyList<SourceLine> lines, int start, IReadOnlyList<string> search, double least)
    {
        var length = 0;
        for (var i = 0; i < search.Count; i++)
        {
            length += Math.Max(Capped(lines[start + i].Text).Length, Capped(search[i]).Length);
        }

        var most = (int)((1 - least) * length);
        var distance = 0;
        for (var i = 0; i < search.Count && distance <= most; i++)
        {
            distance += Distance(Capped(lines[start + i].Text), Capped(search[i]), most - distance);
        }

        return length == 0 || distance > most ? 0 : 1 - (distance / (double)length);
    }

    private static ReadOnlySpan<char> Capped(string line)
    {
        var text = line.AsSpan().Trim();
        return text.Length > MostCharacters ? text[..MostCharacters] : text;
    }

    /// <summary>Levenshtein's distance, or more than <paramref name="most"/> as soon as it is known to be.</summary>
    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
        {
            return most + 1;
        }

        Span<int> row = stackalloc int[MostCharacters + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            var smallest = row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], next);
                smallest = Math.Min(smallest, next);
            }

            if (smallest > most)
            {
                return most + 1;
            }
        }

        return row[b.Length];
    }
}
