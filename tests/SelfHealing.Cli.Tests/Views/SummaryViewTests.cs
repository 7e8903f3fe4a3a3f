using SelfHealing.Cli.Tests.Support;
using SelfHealing.Cli.Views;

namespace SelfHealing.Cli.Tests.Views;

public sealed class SummaryViewTests
{
    [Fact]
    public void A_fix_is_summed_up_with_diff_vote_confidence_tests_and_branch() =>
        Shown.On(SummaryView.Of(Stories.View(Stories.Fixed()), new CommandHints("./selfheal", null))).ShouldBe("x");
}
