using Spectre.Console;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Views;

/// <summary>One line that never wraps: what does not fit is cut, what is on the right stays on the right.</summary>
internal sealed class Row
{
    private readonly List<Segment> _left = [];
    private Segment? _right;

    public Row Add(string text, Style? style = null)
    {
        if (text.Length > 0)
        {
            _left.Add(new Segment(text, style ?? Style.Plain));
        }

        return this;
    }

    /// <summary>Adds text in a column of its own: padded, or cut, to the width.</summary>
    public Row Column(string text, int width, Style? style = null)
    {
        var cells = new Segment(text).CellCount();
        return cells > width
            ? Add(Cut([new Segment(text)], width) is [var cut, ..] ? cut.Text : "", style)
            : Add(text + new string(' ', width - cells), style);
    }

    public Row Right(string text, Style? style = null)
    {
        _right = new Segment(text, style ?? Style.Plain);
        return this;
    }

    /// <summary>The line's segments, its line break included.</summary>
    public IEnumerable<Segment> Render(int width)
    {
        var right = _right?.CellCount() ?? 0;
        var room = Math.Max(0, width - right - (right > 0 ? 1 : 0));
        var left = Cut(_left, room);
        foreach (var segment in left)
        {
            yield return segment;
        }

        if (_right is { } last && right <= width)
        {
            yield return Segment.Padding(width - right - Segment.CellCount(left));
            yield return last;
        }

        yield return Segment.LineBreak;
    }

    private static List<Segment> Cut(List<Segment> segments, int width)
    {
        if (Segment.CellCount(segments) <= width)
        {
            return segments;
        }

        var kept = new List<Segment>();
        var room = width - 1;
        foreach (var segment in segments)
        {
            if (room <= 0)
            {
                break;
            }

            var part = segment.CellCount() <= room ? segment : Segment.Truncate(segment, room);
            if (part is not null)
            {
                kept.Add(part);
                room -= part.CellCount();
            }

            if (part != segment)
            {
                break;
            }
        }

        if (width > 0)
        {
            kept.Add(new Segment("…", kept.Count > 0 ? kept[^1].Style : Style.Plain));
        }

        return kept.Count == 1 || width <= 0 ? kept : Join(kept);
    }

    /// <summary>Puts the ellipsis at the end of the text it shortens.</summary>
    private static List<Segment> Join(List<Segment> kept)
    {
        var (last, ellipsis) = (kept[^2], kept[^1]);
        kept.RemoveRange(kept.Count - 2, 2);
        kept.Add(new Segment(last.Text.TrimEnd() + ellipsis.Text, last.Style));
        return kept;
    }
}
