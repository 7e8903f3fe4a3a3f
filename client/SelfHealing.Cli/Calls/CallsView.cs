using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Models;
using SelfHealing.Repair.Calls;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Calls;

/// <summary>The calls of an incident, step by step, and their sums by model. No text of a prompt or reply.</summary>
internal sealed class CallsView(IReadOnlyList<KeptCall> calls) : Renderable
{
    // A narrower terminal shows neither the agents nor, call by call, what a cache answered.
    private const int Wide = 104;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var isWide = maxWidth >= Wide;
        IReadOnlyList<Column<KeptCall>> columns =
        [
            new("", c => Number(c.Call), IsRight: true, Palette.Quiet),
            new("model", c => SafeText.Line(c.Call.Model, 20)),
            .. isWide ? [new Column<KeptCall>("agent", c => SafeText.Line(c.Call.Agent, 10))] : Array.Empty<Column<KeptCall>>(),
            new("prompt", c => SafeText.Line(c.Call.Prompt, isWide ? 28 : 20)),
            new("in", c => Figures.Number(c.Call.InputTokens), IsRight: true),
            .. isWide ? [new Column<KeptCall>("cached", c => Figures.Number(c.Call.CachedTokens), IsRight: true, Palette.Quiet)] : Array.Empty<Column<KeptCall>>(),
            new("out", c => Figures.Number(c.Call.OutputTokens), IsRight: true),
            new("cost", c => Figures.Money(c.Call.Cost), IsRight: true),
            new("time", c => Figures.Duration(c.Call.Latency), IsRight: true),
            new("try", c => c.Call.WasReplayed ? "" : Figures.Number(c.Call.Attempts), IsRight: true, Palette.Quiet),
        ];
        var table = new Table<KeptCall>(columns, calls);
        foreach (var step in calls.GroupBy(c => c.Call.Step))
        {
            foreach (var segment in new Row().Add(SafeText.Line(step.Key, 80), Palette.Strong).Render(maxWidth).Concat(table.Heading().Add("  end", Palette.Quiet).Render(maxWidth)))
            {
                yield return segment;
            }

            foreach (var segment in step.OrderBy(c => int.TryParse(Number(c.Call), out var number) ? number : 0).SelectMany(call => Lines(table, call, options, maxWidth)))
            {
                yield return segment;
            }

            yield return Segment.LineBreak;
        }

        foreach (var segment in ((IRenderable)Sums()).Render(options, maxWidth))
        {
            yield return segment;
        }
    }

    private static IEnumerable<Segment> Lines(Table<KeptCall> table, KeptCall kept, RenderOptions options, int width)
    {
        var call = kept.Call;
        var row = table.Row(kept).Add("  ");
        row = call.Fault is { } fault ? row.Add(FaultWords.Of(fault), Palette.Bad)
            : row.Add(SafeText.Line(call.FinishReason, 20), Palette.Good).Add(call.WasReplayed ? ", replayed" : "", Palette.Quiet);
        IEnumerable<Segment> lines = row.Render(width);
        return call.Reason is { } reason
            ? lines.Concat(((IRenderable)new Lines(new Row().Add("       "), SafeText.Line(reason, 600))).Render(options, width))
            : lines;
    }

    private Rows Sums()
    {
        var models = calls.GroupBy(c => c.Call.Model)
            .Select(g => (Name: SafeText.Line(g.Key, 30), Sum: g.Aggregate(CallTotals.None, (sum, c) => sum.Plus(c.Call))))
            .OrderByDescending(m => m.Sum.Cost).ThenBy(m => m.Name, StringComparer.Ordinal).ToList();
        if (models.Count > 1)
        {
            models.Add(("all", models.Aggregate(CallTotals.None, (sum, m) => sum.Plus(m.Sum))));
        }

        var table = new Table<(string Name, CallTotals Sum)>(
            [
                new("model", m => m.Name),
                new("calls", m => Figures.Number(m.Sum.Calls), IsRight: true),
                new("faults", m => Figures.Number(m.Sum.Faults), IsRight: true),
                new("in", m => Figures.Number(m.Sum.InputTokens), IsRight: true),
                new("cached", m => Figures.Number(m.Sum.CachedTokens), IsRight: true, Palette.Quiet),
                new("out", m => Figures.Number(m.Sum.OutputTokens), IsRight: true),
                new("cost", m => Figures.Money(m.Sum.Cost), IsRight: true),
                new("time", m => Figures.Duration(m.Sum.Latency), IsRight: true),
            ],
            models);
        return new Rows([new Text("Sums", Palette.Strong), new Views.Lines(table.Heading(), null), .. models.Select(m => new Views.Lines(table.Row(m), null))]);
    }

    /// <summary>The call's number within its step.</summary>
    private static string Number(ModelCall call) => call.Id.LastIndexOf('/') is >= 0 and var slash ? SafeText.Line(call.Id[(slash + 1)..], 8) : "";
}
