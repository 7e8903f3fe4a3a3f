using SelfHealing.Incidents;
using SelfHealing.Repair.Proofs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Proofs;

/// <summary>Incidents that are known by their text and have no failing test yet.</summary>
public sealed class TextBaselinesTests
{
    private const string Commit = "3f2a1c0000000000000000000000000000000000";
    private static readonly IncidentReport Report = new() { Repository = "/src/app", TestCommand = "pytest", ErrorText = "Cart.total is wrong\nValueError: no price" };
    private static readonly TestRun Green = Runs.Of(0, ("t::a", TestOutcome.Passed), ("t::b", TestOutcome.Skipped));
    private static readonly TestRun Red = Runs.Of(1, ("t::a", TestOutcome.Passed), ("t::b", TestOutcome.Failed));

    [Fact]
    public void With_a_chat_voter_the_text_is_the_baseline_s_error()
    {
        var baseline = Baselines.From(Green, Report, Commit, readsText: true).ShouldBeOfType<Reproducible>().Baseline;

        baseline.FailToPass.ShouldBeEmpty();
        baseline.PassToPass.ShouldBe(["t::a"]);
        baseline.KnownFailures.ShouldBeEmpty();
        baseline.Error.ShouldBe(Report.ErrorText);
    }

    [Fact]
    public void With_built_in_voters_alone_it_cannot_be_reproduced_and_the_sentence_says_what_would_help()
    {
        var refused = Baselines.From(Green, Report, Commit).ShouldBeOfType<NotReproducible>();

        refused.Status.ShouldBe(IncidentStatus.CannotReproduce);
        refused.Reason.ShouldBe(
            "No failing test of app@3f2a1c0 shows what the issue tells, and the built-in voters only search where a test fails. "
            + "Add a failing test that shows it, or let a chat model take part (see `selfheal models`).");
    }

    [Fact]
    public void Without_a_text_passing_tests_are_the_honest_end_for_chat_voters_too() =>
        Baselines.From(Green, Report with { ErrorText = "  " }, Commit, readsText: true).ShouldBeOfType<NotReproducible>().Reason.ShouldContain("already pass");

    [Fact]
    public void A_failing_test_is_repaired_as_ever_and_the_text_goes_beside_it()
    {
        var baseline = Baselines.From(Red, Report, Commit, readsText: true).ShouldBeOfType<Reproducible>().Baseline;

        baseline.FailToPass.ShouldBe(["t::b"]);
        baseline.Error.ShouldBe("error of t::b");
    }

    [Fact]
    public void Failures_that_are_known_need_not_be_repaired()
    {
        var baseline = Baselines.From(Red, Report with { FailuresAreKnown = true }, Commit, readsText: true).ShouldBeOfType<Reproducible>().Baseline;

        baseline.FailToPass.ShouldBeEmpty();
        baseline.KnownFailures.ShouldBe(["t::b"]);
        baseline.PassToPass.ShouldBe(["t::a"]);
    }

    [Fact]
    public void A_named_test_that_passes_is_told_even_when_there_is_a_text() =>
        Baselines.From(Green, Report with { FailingTests = ["t::a"] }, Commit, readsText: true).ShouldBeOfType<NotReproducible>().Reason.ShouldContain("--failing");

    [Fact]
    public void A_long_text_keeps_its_two_ends()
    {
        var report = Report with { ErrorText = "first" + new string('x', 500_000) + "last" };
        var error = Baselines.From(Green, report, Commit, readsText: true).ShouldBeOfType<Reproducible>().Baseline.Error;

        error.Length.ShouldBeLessThan(ErrorExcerpt.Limit + 10);
        error.ShouldStartWith("first");
        error.ShouldEndWith("last");
    }

    [Theory]
    [InlineData(0, TestOutcome.Passed, true)]
    [InlineData(1, TestOutcome.Failed, false)]
    public void A_candidate_holds_when_no_passing_test_breaks(int exit, TestOutcome outcome, bool passed)
    {
        var baseline = new Baseline([], ["t::a"], "text", 1);
        var report = TestReports.From(Runs.Of(exit, ("t::a", outcome)), baseline);

        report.Passed.ShouldBe(passed, report.Reason);
        report.FailToPass.ShouldBeEmpty();
    }

    [Fact]
    public void Known_failures_may_go_on_and_new_ones_may_not()
    {
        var baseline = new Baseline([], ["t::a"], "text", 1) { KnownFailures = ["t::b"] };

        TestReports.From(Red, baseline).Passed.ShouldBeTrue();
        TestReports.From(Runs.Of(1, ("t::a", TestOutcome.Passed), ("t::c", TestOutcome.Failed)), baseline).Reason.ShouldBe("t::c did not fail before and fails.");
    }
}
