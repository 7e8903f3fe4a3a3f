using System.Text;

namespace SelfHealing.Repair.Patches.Edits;

/// <summary>A file as lines that remember their own ends, so that whatever no edit means to change stays as it is.</summary>
internal sealed class SourceText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _mark;
    private readonly string _end;
    private readonly bool _endsWithLine;

    private SourceText(string mark, IReadOnlyList<SourceLine> lines)
    {
        _mark = mark;
        Lines = lines;
        _end = lines.GroupBy(l => l.End).Where(g => g.Key.Length > 0).MaxBy(g => g.Count())?.Key ?? "\n";
        _endsWithLine = lines.Count == 0 || lines[^1].End.Length > 0;
    }

    /// <summary>The lines, without a byte order mark.</summary>
    public IReadOnlyList<SourceLine> Lines { get; }

    /// <summary>Reads a file's bytes; null when they are no UTF-8 text.</summary>
    public static SourceText? Of(byte[] bytes)
    {
        try
        {
            var text = s_strict.GetString(bytes);
            var mark = text.StartsWith('\ufeff') ? "\ufeff" : "";
            return text.Contains('\0', StringComparison.Ordinal) ? null : new SourceText(mark, [.. Split(text[mark.Length..])]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The bytes with some lines replaced; new lines end as most lines of the file do.</summary>
    /// <param name="hunks">Replacements that do not overlap.</param>
    public byte[] With(IEnumerable<LineHunk> hunks)
    {
        var lines = Lines.ToList();
        foreach (var hunk in hunks.OrderByDescending(h => h.Start).ThenByDescending(h => h.Count))
        {
            lines.RemoveRange(hunk.Start, hunk.Count);
            lines.InsertRange(hunk.Start, hunk.Lines.Select(text => new SourceLine(text, _end)));
        }

        var result = new StringBuilder(_mark);
        for (var i = 0; i < lines.Count; i++)
        {
            var isLast = i == lines.Count - 1;
            result.Append(lines[i].Text).Append(isLast && !_endsWithLine ? "" : lines[i].End.Length == 0 ? _end : lines[i].End);
        }

        return s_strict.GetBytes(result.ToString());
    }

    private static IEnumerable<SourceLine> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var feed = text.IndexOf('\n', start);
            var next = feed < 0 ? text.Length : feed + 1;
            var end = feed < 0 ? text.Length : feed > start && text[feed - 1] == '\r' ? feed - 1 : feed;
            yield return new SourceLine(text[start..end], text[end..next]);
            start = next;
        }
    }
}

/// <summary>One line and how it ends.</summary>
internal readonly record struct SourceLine(string Text, string End);

/// <summary>Lines to be replaced: <paramref name="Count"/> of them from <paramref name="Start"/>, counted from 0.</summary>
internal sealed record LineHunk(int Start, int Count, IReadOnlyList<string> Lines)
{
    public bool Overlaps(LineHunk other) =>
        (Start < other.Start + other.Count && other.Start < Start + Count) || (Start == other.Start && (Count == 0 || other.Count == 0));
}
