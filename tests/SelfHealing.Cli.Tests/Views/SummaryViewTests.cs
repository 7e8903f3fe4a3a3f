using SelfHealing.Cli.Tests.Support;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Tests.Views;

public sealed class SummaryViewTests
{
    private static readonly CommandHints Hints = new("./selfheal", null);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void A_fix_is_summed_up_with_diff_vote_confidence_tests_and_branch(int width) =>
        Snapshot.ShouldMatch(SummaryView.Of(Stories.View(Stories.Fixed()), Hints), $"summary-fixed-{width}", width);

    [Fact]
    public void A_winner_below_the_threshold_comes_with_the_commands_that_decide() =>
        Snapshot.ShouldMatch(SummaryView.Of(Stories.View(Stories.Fixed(confidence: 0.6)), Hints with { Place = "/srv/my data" }), "summary-awaiting", 100);

    [Fact]
    public void A_fault_says_how_to_go_on() =>
        Snapshot.ShouldMatch(SummaryView.Of(Stories.View(Stories.Faulted()), Hints), "summary-faulted", 100);

    [Fact]
    public void Giving_up_says_why() =>
        Snapshot.ShouldMatch(SummaryView.Of(Stories.View(Stories.GaveUp()), Hints), "summary-gave-up", 100);

    [Fact]
    public void A_command_to_copy_is_never_broken_over_lines() =>
        Snapshot.Of(SummaryView.Of(Stories.View(Stories.Fixed()), Hints), 60)
            .ShouldContain($"git fetch /home/ann/remotes/inventory.git selfheal/{Stories.Id} && git show FETCH_HEAD");

    [Fact]
    public void Hostile_text_in_a_history_reaches_the_screen_as_text_only()
    {
        const string hostile = "\u001b]0;owned\u0007\u001b[2J[red]no[/]\u202egnp.exe\u0007\n\u009b31m";
        var report = Stories.Report with { Repository = hostile, TestCommand = hostile };
        var history = Stories.Fixed().Select(e => e.Event switch
        {
            Submitted => e with { Event = new Submitted(report) },
            Voted voted => e with { Event = voted with { Vote = voted.Vote with { Reasons = [hostile], Ballots = [.. voted.Vote.Ballots.Select(b => b with { Reason = hostile })] } } },
            Coded coded => e with { Event = coded with { Search = coded.Search with { Candidates = [.. coded.Search.Candidates.Select(c => c with { Diff = "+" + hostile })] } } },
            Deployed deployed => e with { Event = new Deployed(deployed.Deployment with { Remote = hostile, PullRequest = hostile }) },
            _ => e,
        }).ToList();
        var view = Stories.View(history);

        var shown = Snapshot.Of(SummaryView.Of(view, Hints), 100) + Snapshot.Of(new RailView(view, Stories.Start, 0), 100);

        shown.ShouldContain("[red]no[/]");
        shown.EnumerateRunes().Where(r => r.Value != '\n').ShouldAllBe(r => !Terminals.SafeText.IsHidden(r));
    }
}
