using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Views;

/// <summary>A start of a line and text that may go on below it, hanging under its own beginning.</summary>
/// <remarks>On a stream that is no terminal nothing wraps, so what is meant to be copied stays in one piece.</remarks>
internal sealed class Lines(Row start, string? text, int hang = 2) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var lead = start.Render(maxWidth).Where(s => !s.IsLineBreak).ToList();
        if (string.IsNullOrEmpty(text))
        {
            return [.. lead, Segment.LineBreak];
        }

        var used = Segment.CellCount(lead);
        return used + new Segment(text).CellCount() + (hang == 0 ? maxWidth : 0) <= maxWidth
            ? [.. lead, new Segment(text), Segment.LineBreak]
            : [.. lead, .. hang == 0 ? [Segment.LineBreak] : Array.Empty<Segment>(), .. Wrapped(hang == 0 ? 0 : used, maxWidth)];
    }

    private IEnumerable<Segment> Wrapped(int used, int width)
    {
        var room = Math.Max(20, width - used);
        var line = "";
        var isFirst = true;
        foreach (var word in text!.Split(' '))
        {
            if (line.Length > 0 && new Segment($"{line} {word}").CellCount() > room)
            {
                yield return new Segment((isFirst ? "" : new string(' ', used)) + line);
                yield return Segment.LineBreak;
                (line, isFirst) = ("", false);
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return new Segment((isFirst ? "" : new string(' ', used)) + line);
        yield return Segment.LineBreak;
    }
}
