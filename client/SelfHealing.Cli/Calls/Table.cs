using SelfHealing.Cli.Views;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Calls;

/// <summary>One column.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Text">What a row shows in it.</param>
/// <param name="IsRight">True for figures, which stand on the right.</param>
/// <param name="Style">How it is drawn; null for plainly.</param>
internal sealed record Column<T>(string Name, Func<T, string> Text, bool IsRight = false, Style? Style = null);

/// <summary>Rows whose columns are as wide as their widest text.</summary>
internal sealed class Table<T>
{
    private readonly List<(Column<T> Column, int Width)> _columns;

    public Table(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows) =>
        _columns = [.. columns.Select(c => (c, rows.Select(c.Text).Append(c.Name).Max(text => new Segment(text).CellCount())))];

    public Row Heading() => Line(c => c.Name, _ => Palette.Quiet);

    public Row Row(T row) => Line(c => c.Text(row), c => c.Style);

    private Row Line(Func<Column<T>, string> text, Func<Column<T>, Style?> style)
    {
        var line = new Row().Add("  ");
        foreach (var (index, (column, width)) in _columns.Index())
        {
            var shown = text(column);
            var room = new string(' ', Math.Max(0, width - new Segment(shown).CellCount()));
            line.Add(index == 0 ? "" : "  ").Add(column.IsRight ? room + shown : shown + room, style(column));
        }

        return line;
    }
}
