using SelfHealing.Cli.Calls;
using SelfHealing.Cli.Tests.Support;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Tests.Views;

public sealed class CallsViewTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Calls_are_told_step_by_step_with_sums_by_model(int width) => Snapshot.ShouldMatch(new CallsView(Calls()), $"calls-{width}", width);

    [Fact]
    public void What_chat_models_cost_stands_in_the_summary() =>
        Snapshot.ShouldMatch(SummaryView.Of(Stories.View(CallStories.Fixed(new InMemoryArtifacts())), new CommandHints("./selfheal", null)), "summary-calls", 100);

    [Fact]
    public void Hostile_names_reach_the_screen_as_text_only()
    {
        const string hostile = "\u001b[2J[red]no[/]\u202e\n";
        var calls = Calls().Select(c => c with { Call = c.Call with { Step = hostile, Model = hostile, Prompt = hostile, Agent = hostile, FinishReason = hostile, Reason = hostile } }).ToList();

        Snapshot.Of(new CallsView(calls), 120).EnumerateRunes().Where(r => r.Value != '\n').ShouldAllBe(r => !Terminals.SafeText.IsHidden(r));
    }

    private static List<KeptCall> Calls() =>
        [.. CallStories.Fixed(new InMemoryArtifacts()).Where(e => e.Event is ModelCalled).Select(e => new KeptCall(e.At, ((ModelCalled)e.Event).Call, null))];
}
