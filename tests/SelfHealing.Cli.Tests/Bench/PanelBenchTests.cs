using System.Text.Json;
using SelfHealing.Cli.Bench.Panels;

namespace SelfHealing.Cli.Tests.Bench;

public sealed class PanelBenchTests
{
    private static readonly PanelBench s_bench = PanelBench.Run(seed: 3, incidents: 300, CancellationToken.None);

    [Fact]
    public void The_same_seed_gives_the_same_figures() =>
        PanelBench.Run(seed: 3, incidents: 300, CancellationToken.None).Settings.ShouldBe(s_bench.Settings);

    [Fact]
    public void Nobody_does_better_than_the_ceiling_and_the_vote_is_nowhere_clearly_behind() => s_bench.Settings.ShouldAllBe(s =>
        s.Ours <= s.Ceiling && s.Majority <= s.Ceiling && s.GroupedSelector <= s.Ceiling && s.FirstPassing <= s.Ceiling
        && s.Ours > s.Majority - 0.04 && s.Ours > s.GroupedSelector - 0.04 && s.Ours > s.FirstPassing);

    [Fact]
    public void The_written_results_have_the_documented_fields()
    {
        using var document = JsonDocument.Parse(s_bench.Json());
        var settings = document.RootElement.GetProperty("settings").EnumerateArray().ToList();
        settings.Count.ShouldBe(PanelSettings.All.Count);
        foreach (var name in (string[])["name", "ceiling", "ours", "firstPassing", "majority", "groupedSelector"])
        {
            settings.ShouldAllBe(s => s.GetProperty(name).ValueKind != JsonValueKind.Null);
        }
    }
}
