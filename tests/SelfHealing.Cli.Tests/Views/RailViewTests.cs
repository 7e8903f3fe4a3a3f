using SelfHealing.Cli.Tests.Support;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Tests.Views;

public sealed class RailViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void A_running_search_has_a_bar_for_each_voter(int width)
    {
        var view = Stories.View(Stories.UpToSearch());
        view.Apply(new ProgressSignal("code-1-mutation", 206, 412, "1 plausible"));
        view.Apply(new ProgressSignal("code-1-template", 12, null, ""));

        Snapshot.ShouldMatch(new RailView(view, Stories.Start.AddSeconds(4.2), 0), $"rail-searching-{width}", width);
    }

    [Fact]
    public void A_terminal_without_unicode_gets_plain_signs()
    {
        var view = Stories.View(Stories.UpToSearch());
        view.Apply(new ProgressSignal("code-1-mutation", 206, 412, "1 plausible"));

        var shown = Snapshot.Of(new RailView(view, Stories.Start.AddSeconds(4.2), 0), 80, unicode: false);

        shown.Replace("…", "", StringComparison.Ordinal).ShouldAllBe(c => c < 128);
    }

    [Fact]
    public void A_finished_repair_shows_what_came_of_each_stage() =>
        Snapshot.ShouldMatch(new RailView(Stories.View(Stories.Fixed()), Stories.Start.AddHours(1), 0), "rail-fixed", 100);

    [Fact]
    public void A_second_round_keeps_what_the_first_one_brought() =>
        Snapshot.ShouldMatch(new RailView(Stories.View(Stories.GaveUp()), Stories.Start.AddHours(1), 0), "rail-gave-up", 100);

    [Fact]
    public void A_step_that_failed_says_why() =>
        Snapshot.ShouldMatch(new RailView(Stories.View(Stories.Faulted()), Stories.Start.AddHours(1), 0), "rail-faulted", 100);

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(61)]
    public void No_line_is_ever_wider_than_the_terminal(int width)
    {
        var view = Stories.View(Stories.UpToSearch());
        view.Apply(new ProgressSignal("code-1-mutation", 206, 412, "漢字漢字漢字漢字漢字漢字漢字"));

        Snapshot.Of(new RailView(view, Stories.Start, 3), width).Split('\n').ShouldAllBe(line => new Segment(line).CellCount() <= width);
    }
}
