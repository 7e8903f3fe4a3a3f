using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Agentic;

namespace SelfHealing.Repair.Tests.Agentic;

public sealed class AgentHistoryTests
{
    [Fact]
    public void However_many_steps_there_were_what_is_shown_is_bounded()
    {
        var most = Enumerable.Range(0, 500).Max(count => AgentHistory.Of(Steps(count)).Shown.Sum(s => s.Reply.Length + s.Observation.Length));

        most.ShouldBeLessThan(450_000);
    }

    [Fact]
    public void The_last_steps_are_whole_the_order_is_kept_and_none_is_lost_silently() =>
        Prop.ForAll(Gen.Choose(0, 200).ToArbitrary(), count =>
        {
            var steps = Steps(count);
            var (shown, leftOut) = AgentHistory.Of(steps);
            return shown.Count + leftOut == count
                && shown.Select(s => s.Action).SequenceEqual(steps.Skip(leftOut).Select(s => s.Action))
                && shown.TakeLast(6).SequenceEqual(steps.TakeLast(6));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Most_prompts_begin_with_the_one_before_so_that_a_cache_answers_them()
    {
        var grown = Enumerable.Range(0, 100).Count(count =>
            AgentHistory.Of(Steps(count + 1)).Shown.Take(AgentHistory.Of(Steps(count)).Shown.Count).SequenceEqual(AgentHistory.Of(Steps(count)).Shown));

        grown.ShouldBeGreaterThan(85);
    }

    private static List<AgentStep> Steps(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new AgentStep(new string('r', 10_000), $"{i}", new string('o', 10_000), false))];
}
