using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Views;

/// <summary>A start of a line and text that may go on below it, hanging under its own beginning.</summary>
/// <param name="start">How the first line starts.</param>
/// <param name="text">The text; null for none.</param>
/// <param name="isForCopying">True for text that must stay in one piece, however long it is.</param>
internal sealed class Lines(Row start, string? text, bool isForCopying = false) : Renderable
{
    private const int NarrowestText = 20;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var lead = start.Render(maxWidth).Where(s => !s.IsLineBreak).ToList();
        if (string.IsNullOrEmpty(text))
        {
            return [.. lead, Segment.LineBreak];
        }

        var used = Segment.CellCount(lead);
        return isForCopying || used + new Segment(text).CellCount() <= maxWidth
            ? [.. lead, new Segment(text), Segment.LineBreak]
            : [.. lead, .. Wrapped(used, maxWidth)];
    }

    private IEnumerable<Segment> Wrapped(int used, int width)
    {
        var indent = "";
        foreach (var line in Broken(Math.Max(NarrowestText, width - used)))
        {
            yield return new Segment(indent + line);
            yield return Segment.LineBreak;
            indent = new string(' ', used);
        }
    }

    private IEnumerable<string> Broken(int room)
    {
        var line = "";
        foreach (var word in text!.Split(' '))
        {
            if (line.Length > 0 && new Segment($"{line} {word}").CellCount() > room)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
