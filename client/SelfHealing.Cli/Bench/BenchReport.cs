using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using Spectre.Console;

namespace SelfHealing.Cli.Bench;

/// <summary>The results of a benchmark, as <c>--json</c> writes them.</summary>
internal sealed record BenchReport(string Benchmark, int Seed, BenchTotals Totals, IReadOnlyList<InstanceResult> Instances)
{
    public static BenchReport Of(string benchmark, int seed, IReadOnlyList<InstanceResult> instances) => new(benchmark, seed, BenchTotals.Of(instances), instances);

    /// <summary>The totals for people.</summary>
    public Rows Table()
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false }
            .AddColumn(new TableColumn("") { Padding = new Padding(0, 0, 2, 0), NoWrap = true })
            .AddColumn(new TableColumn("") { Padding = new Padding(0, 0, 2, 0), NoWrap = true }.RightAligned())
            .AddColumn(new TableColumn("") { NoWrap = true });
        void Line(string what, string figure, string share = "") => table.AddRow(new Text(what), new Text(figure, Palette.Strong), new Text(share, Palette.Quiet));
        Line("instances", Figures.Number(Totals.Instances));
        Line("correct", Figures.Number(Totals.Correct), Share(Totals.Correct));
        Line("plausible", Figures.Number(Totals.Plausible), Share(Totals.Plausible));
        Line("within reach of a perfect vote", Figures.Number(Totals.Ceiling), Share(Totals.Ceiling));
        Line("infrastructure faults", Figures.Number(Totals.Infrastructure));
        Line("seconds an instance, median", $"{Totals.MedianSeconds:0.0}");
        Line("seconds an instance, 90 %", $"{Totals.P90Seconds:0.0}");
        var models = Instances.Where(i => i.WinnerModel is not null).GroupBy(i => i.WinnerModel!, StringComparer.Ordinal).OrderByDescending(g => g.Count());
        foreach (var model in models)
        {
            Line($"won by {SafeText.Line(model.Key, 30)}", Figures.Number(model.Count()), $"{Figures.Number(model.Count(i => i.Correct))} correct");
        }

        return new Rows(new Text($"{Benchmark}, seed {Seed}", Palette.Strong), table);
    }

    private string Share(int part) => Totals.Instances == 0 ? "" : $"{100.0 * part / Totals.Instances:0.0} %";
}

/// <summary>The sums of a benchmark.</summary>
internal sealed record BenchTotals(
    int Instances, int Correct, int Plausible, int Ceiling, int Infrastructure, double MedianSeconds, double P90Seconds, double Seconds)
{
    public static BenchTotals Of(IReadOnlyList<InstanceResult> instances)
    {
        var seconds = instances.Where(i => !i.IsInfrastructure).Select(i => i.Seconds).Order().ToList();
        return new BenchTotals(
            instances.Count,
            instances.Count(i => i.Correct),
            instances.Count(i => i.Plausible),
            instances.Count(i => i.Ceiling),
            instances.Count(i => i.IsInfrastructure),
            Quantile(seconds, 0.5),
            Quantile(seconds, 0.9),
            Math.Round(seconds.Sum(), 1));
    }

    /// <summary>The nearest-rank quantile.</summary>
    private static double Quantile(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)], 2);
}
