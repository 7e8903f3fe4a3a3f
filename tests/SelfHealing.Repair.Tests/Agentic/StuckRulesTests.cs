using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Agentic;

namespace SelfHealing.Repair.Tests.Agentic;

public sealed class StuckRulesTests
{
    private static readonly Gen<AgentStep> s_step =
        from action in Gen.Elements("ls", "cat a", "pytest")
        from observation in Gen.Elements("one", "two")
        from isError in Gen.Elements(true, false)
        select new AgentStep("thought", action, observation, isError);

    [Theory]
    [InlineData("aaaa", true)]
    [InlineData("aaa", false)]
    [InlineData("AAA", true)]
    [InlineData("AA", false)]
    [InlineData("ababab", true)]
    [InlineData("babab", false)]
    [InlineData("ABABAB", true)]
    [InlineData("abcabc", false)]
    [InlineData("aaabaaab", false)]
    [InlineData("bbbcaaaa", true)]
    [InlineData("aaaac", false)]
    [InlineData("", false)]
    public void Circles_are_seen_at_the_end_of_the_steps(string steps, bool isStuck) =>
        (StuckRules.Of([.. steps.Select(c => Step(c))]) is not null).ShouldBe(isStuck);

    [Fact]
    public void The_same_command_with_another_result_is_no_circle() =>
        StuckRules.Of([.. Enumerable.Range(0, 8).Select(i => new AgentStep("", "pytest", $"{i} failed", IsError: true))]).ShouldBeNull();

    [Fact]
    public void What_was_done_before_the_last_six_steps_and_what_was_thought_change_nothing() =>
        Prop.ForAll(Steps(0, 12).ToArbitrary(), Steps(6, 6).ToArbitrary(), (before, last) =>
            StuckRules.Of([.. before, .. last]) == StuckRules.Of([.. last.Select(s => s with { Reply = "another thought" })])).QuickCheckThrowOnFailure();

    [Fact]
    public void A_step_that_differs_from_all_before_frees_any_agent() =>
        Prop.ForAll(Steps(0, 12).ToArbitrary(), steps => StuckRules.Of([.. steps, new AgentStep("", "new", "new", false)]) is null).QuickCheckThrowOnFailure();

    [Fact]
    public void Whoever_repeats_a_step_four_times_or_two_steps_three_times_is_stuck() =>
        Prop.ForAll(Steps(0, 12).ToArbitrary(), s_step.ToArbitrary(), s_step.ToArbitrary(), (before, one, other) =>
            StuckRules.Of([.. before, one, one, one, one]) is not null
            && StuckRules.Of([.. before, one, other, one, other, one, other]) is not null).QuickCheckThrowOnFailure();

    private static Gen<AgentStep[]> Steps(int least, int most) => Gen.Choose(least, most).SelectMany(count => Gen.ArrayOf(s_step, count));

    private static AgentStep Step(char c) => new("", char.ToLowerInvariant(c).ToString(), "result", char.IsUpper(c));
}
