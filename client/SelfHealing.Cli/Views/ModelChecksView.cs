using SelfHealing.Cli.Terminals;
using SelfHealing.Models.Catalog;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Views;

/// <summary>What came of asking the chat models: one line each.</summary>
internal sealed class ModelChecksView(IReadOnlyList<ModelCheck> checks) : Renderable
{
    private const int Names = 14;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        checks.Select(Line).SelectMany(part => ((IRenderable)part).Render(options, maxWidth));

    private static Lines Line(ModelCheck check) => check.Problem is { } problem
        ? new Lines(new Row().Add("fail  ", Palette.Bad).Column(check.Name, Names, Palette.Strong), SafeText.Line(problem, 1000))
        : new Lines(
            new Row().Add("ok    ", Palette.Good).Column(check.Name, Names, Palette.Strong),
            $"answered in {Figures.Duration(check.Latency)}{(check is { InputTokens: { } read, OutputTokens: { } written } ? $", {Figures.Count(read, "token")} read and {Figures.Number(written)} written" : "")}");
}
