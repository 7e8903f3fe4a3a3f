using SelfHealing.Cli.Tests.Support;
using SelfHealing.Cli.Views;

namespace SelfHealing.Cli.Tests.Views;

/// <summary>What a mixed panel looks like while it works and once it is done.</summary>
public sealed class PanelViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void While_voters_search_the_rail_tells_of_tests_and_of_stopped_searches(int width) =>
        Snapshot.ShouldMatch(new RailView(Stories.View(PanelStories.Searching()), Stories.Start.AddSeconds(6.4), 0), $"rail-panel-searching-{width}", width);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void While_selectors_choose_the_rail_tells_whose_choice_is_open(int width) =>
        Snapshot.ShouldMatch(new RailView(Stories.View(PanelStories.Selecting()), Stories.Start.AddSeconds(11.2), 0), $"rail-panel-selecting-{width}", width);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Afterwards_the_rail_and_the_summary_tell_how_the_fused_patch_came_to_win(int width)
    {
        var view = Stories.View(PanelStories.FusedWins());

        Snapshot.ShouldMatch(new RailView(view, Stories.Start.AddHours(1), 0), $"rail-panel-fixed-{width}", width);
        Snapshot.ShouldMatch(SummaryView.Of(view, new CommandHints("./selfheal", null)), $"summary-panel-{width}", width);
    }

    [Fact]
    public void The_timeline_has_a_line_for_each_of_the_panel_s_events()
    {
        var view = new IncidentView(Stories.Id);
        var lines = PanelStories.FusedWins().Select(recorded =>
        {
            view.Apply(new Incidents.EventSignal(recorded));
            return $"{EventSentence.Heading(recorded.Event),-10} {EventSentence.Of(recorded.Event, view)}";
        });

        Snapshot.ShouldMatch(string.Join('\n', lines), "timeline-panel");
    }
}
