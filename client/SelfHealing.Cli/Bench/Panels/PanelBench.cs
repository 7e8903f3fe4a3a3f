using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using Spectre.Console;

namespace SelfHealing.Cli.Bench.Panels;

/// <summary>The panel benchmark: the vote against other ways to decide on the same simulated pools. Needs no model and no container.</summary>
/// <param name="Seed">Seed of every random choice.</param>
/// <param name="Incidents">Incidents drawn for each setting.</param>
/// <param name="Settings">The results in the order of <see cref="PanelSettings.All"/>.</param>
internal sealed record PanelBench(int Seed, int Incidents, IReadOnlyList<PanelResult> Settings)
{
    /// <summary>Runs every setting.</summary>
    public static PanelBench Run(int seed, int incidents, CancellationToken cancellationToken) => new(
        seed, incidents, [.. PanelSettings.All.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(s => PanelSimulation.Of(s, seed, incidents))]);

    /// <summary>The results as <c>--json</c> writes them.</summary>
    public string Json() => RepairDocument.Serialize(this);

    /// <summary>The results for people; the best of each row stands out.</summary>
    public Rows Table()
    {
        var table = new Table { Border = TableBorder.Simple }.AddColumn("setting");
        foreach (var heading in (string[])["ceiling", "ours", "of ceiling", "first passing", "majority", "grouped selector"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var result in Settings)
        {
            var best = new[] { result.Ours, result.FirstPassing, result.Majority, result.GroupedSelector }.Max();
            Text Rate(double rate) => new(Percent(rate), rate == best ? Palette.Strong : Palette.Plain);
            table.AddRow(
                new Text(result.Name), new Text(Percent(result.Ceiling), Palette.Quiet), Rate(result.Ours), new Text(Percent(result.ShareOfCeiling), Palette.Quiet),
                Rate(result.FirstPassing), Rate(result.Majority), Rate(result.GroupedSelector));
        }

        return new Rows(new Text($"Panels, seed {Seed}, {Figures.Count(Incidents, "incident")} a setting", Palette.Strong), table);
    }

    private static string Percent(double rate) => $"{100 * rate:0.0} %";
}
