using SelfHealing.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Views;

/// <summary>A unified diff in colour. The text is shown as it is, harmless, and never wrapped.</summary>
internal sealed class DiffView(string diff, string indent = "  ") : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        SafeText.Clean(diff).TrimEnd('\n').Split('\n').SelectMany(line => new Row().Add(indent).Add(line, StyleOf(line)).Render(maxWidth));

    private static Style StyleOf(string line) => line switch
    {
        _ when line.StartsWith("+++", StringComparison.Ordinal) || line.StartsWith("---", StringComparison.Ordinal) => Palette.Strong,
        ['+', ..] => Palette.Good,
        ['-', ..] => Palette.Bad,
        ['@', '@', ..] => Palette.Busy,
        _ when line.StartsWith("diff ", StringComparison.Ordinal) || line.StartsWith("index ", StringComparison.Ordinal) => Palette.Quiet,
        _ => Palette.Plain,
    };
}
