using SelfHealing.Cli.Tests.Support;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Tests.Views;

public sealed class RailViewTests
{
    [Fact]
    public void A_running_search_has_a_bar_for_each_voter()
    {
        var view = Stories.View(Stories.UpToSearch());
        view.Apply(new ProgressSignal("code-1-mutation", 206, 412, "1 plausible"));

        Shown.On(new RailView(view, Stories.Start.AddSeconds(4.2), 0)).ShouldBe("x");
    }

    [Fact]
    public void A_finished_repair_shows_what_came_of_each_stage() =>
        Shown.On(new RailView(Stories.View(Stories.Fixed()), Stories.Start.AddHours(1), 0)).ShouldBe("x");
}
