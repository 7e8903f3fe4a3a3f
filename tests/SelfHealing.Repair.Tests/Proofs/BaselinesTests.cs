using SelfHealing.Incidents;
using SelfHealing.Repair.Proofs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Proofs;

public sealed class BaselinesTests
{
    private const string Commit = "3f2a1c0000000000000000000000000000000000";

    [Fact]
    public void What_fails_must_pass_and_what_passes_must_go_on_passing()
    {
        var baseline = Reproduced(Runs.Of(1, ("t::a", TestOutcome.Failed), ("t::b", TestOutcome.Passed), ("t::c", TestOutcome.Skipped), ("t::d", TestOutcome.Error)));
        baseline.FailToPass.ShouldBe(["t::a", "t::d"]);
        baseline.PassToPass.ShouldBe(["t::b"]);
        baseline.KnownFailures.ShouldBeEmpty();
        baseline.Error.ShouldBe("error of t::a");
    }

    [Fact]
    public void Tests_that_never_ended_are_named()
    {
        var run = Runs.Of(1, ("t.py::a", TestOutcome.TimedOut), ("t.py::b", TestOutcome.Failed), ("t.py::c", TestOutcome.TimedOut));
        Reproduced(run).TimedOut.ShouldBe(["t.py::a", "t.py::c"]);
        Reproduced(run, "t.py::c").TimedOut.ShouldBe(["t.py::c"]);
    }

    [Fact]
    public void Only_the_named_tests_are_to_be_repaired_and_the_others_are_known()
    {
        var run = Runs.Of(1, ("t.py::a", TestOutcome.Failed), ("t.py::b[1]", TestOutcome.Failed), ("t.py::b[2]", TestOutcome.Passed), ("t.py::c", TestOutcome.Failed));
        var baseline = Reproduced(run, "t.py::b");
        baseline.FailToPass.ShouldBe(["t.py::b[1]"]);
        baseline.KnownFailures.ShouldBe(["t.py::a", "t.py::c"]);
        baseline.PassToPass.ShouldBe(["t.py::b[2]"]);
        baseline.Error.ShouldBe("error of t.py::b[1]");
    }

    [Theory]
    [InlineData("tests/test_a.py::TestA::test_b[x]", "tests/test_a.py::TestA::test_b[x]", true)]
    [InlineData("tests/test_a.py::TestA::test_b[x]", "tests/test_a.py", true)]
    [InlineData("tests/test_a.py::TestA::test_b[x]", "tests/test_a.py::TestA", true)]
    [InlineData("tests/test_a.py::TestA::test_b[x]", "test_a.py::TestA::test_b", true)]
    [InlineData("tests/test_a.py::TestA::test_b[x]", "test_b", true)]
    [InlineData("tests.test_a.TestA.test_b", "TestA.test_b", true)]
    [InlineData("tests.test_a.TestA.test_b", "tests.test_a", true)]
    [InlineData("tests/test_a.py::test_b", "b", false)]
    [InlineData("tests/test_a.py::test_b", "tests/test_a.py::test_", false)]
    [InlineData("tests/test_a.py::test_b[x]", "test_b[y]", false)]
    [InlineData("tests/test_a.py::test_b", "", false)]
    public void A_test_may_be_named_as_people_name_it(string id, string name, bool matches) => TestIds.Matches(id, name).ShouldBe(matches);

    [Fact]
    public void Tests_that_already_pass_cannot_be_reproduced()
    {
        var refusal = Refused(Runs.Of(0, ("t::a", TestOutcome.Passed)));
        refusal.Status.ShouldBe(IncidentStatus.CannotReproduce);
        refusal.Reason.ShouldBe(
            "The tests of app@3f2a1c0 already pass, so there is nothing to repair. Name the failing revision with --rev, or the failing test with --failing.");
    }

    [Fact]
    public void A_command_that_fails_though_every_test_passes_says_so() =>
        Refused(Runs.Of(3, ("t::a", TestOutcome.Passed))).Reason.ShouldContain("every test of app@3f2a1c0 passes, yet the test command fails (exit code 3)", Case.Insensitive);

    [Fact]
    public void A_named_test_that_passes_or_is_unknown_is_told_with_the_tests_that_fail()
    {
        var run = Runs.Of(1, ("t::a", TestOutcome.Failed), ("t::b", TestOutcome.Passed));
        var passing = Refused(run, "t::b");
        passing.Status.ShouldBe(IncidentStatus.CannotReproduce);
        passing.Reason.ShouldContain("t::b of app@3f2a1c0 already passes");
        passing.Reason.ShouldContain("with --failing: t::a.");
        var unknown = Refused(run, "t::z");
        unknown.Status.ShouldBe(IncidentStatus.Faulted);
        unknown.Reason.ShouldBe("The test command ran no test named t::z in app@3f2a1c0. Correct --failing; the tests that fail are t::a.");
    }

    [Theory]
    [InlineData(TestRunFault.CommandNotFound, "has no test command `pytest -q` (exit code 127)")]
    [InlineData(TestRunFault.TimedOut, "did not end within 5 minutes")]
    [InlineData(TestRunFault.OutOfMemory, "used up the sandbox's memory")]
    [InlineData(TestRunFault.DiskFull, "filled the sandbox's disk")]
    [InlineData(TestRunFault.EndedEarly, "ended (exit code 127) before every test had reported")]
    [InlineData(TestRunFault.NoTests, "ran no test of app@3f2a1c0")]
    public void A_run_that_says_nothing_is_refused_in_a_sentence(TestRunFault fault, string words)
    {
        var refusal = Refused(Runs.Of(127) with { Fault = fault, Seconds = 300 });
        refusal.Status.ShouldBe(fault == TestRunFault.TimedOut ? IncidentStatus.TimedOut : IncidentStatus.Faulted);
        refusal.Reason.ShouldContain(words);
    }

    [Fact]
    public void A_run_that_hung_in_a_known_test_is_a_baseline_all_the_same()
    {
        var run = Runs.Of(1, ("t::a", TestOutcome.Passed), ("t::b", TestOutcome.TimedOut));
        Reproduced(run).FailToPass.ShouldBe(["t::b"]);
        Reproduced(run with { ExitCode = null, Fault = TestRunFault.TimedOut }).FailToPass.ShouldBe(["t::b"]);
    }

    [Fact]
    public void A_run_without_a_test_or_with_skipped_ones_alone_is_refused()
    {
        Refused(Runs.Of(0)).Reason.ShouldContain("ran no test");
        Refused(Runs.Of(0, ("t::a", TestOutcome.Skipped))).Reason.ShouldContain("was skipped");
    }

    [Fact]
    public void A_test_that_reports_twice_counts_by_its_worst_outcome() =>
        Reproduced(Runs.Of(1, ("t::a", TestOutcome.Failed), ("t::a", TestOutcome.Passed))).FailToPass.ShouldBe(["t::a"]);

    [Fact]
    public void A_long_error_keeps_its_two_ends()
    {
        var run = Runs.Of(1) with { Tests = [new SelfHealing.Toolchains.TestResult("t", TestOutcome.Failed, 0, "first" + new string('x', 100_000) + "last")] };
        var error = Reproduced(run).Error;
        error.Length.ShouldBeLessThan(9_000);
        error.ShouldStartWith("first");
        error.ShouldEndWith("last");
    }

    private static Baseline Reproduced(TestRun run, params string[] failing) =>
        Baselines.From(run, Report(failing), Commit).ShouldBeOfType<Reproducible>().Baseline;

    private static NotReproducible Refused(TestRun run, params string[] failing) =>
        Baselines.From(run, Report(failing), Commit).ShouldBeOfType<NotReproducible>();

    private static IncidentReport Report(string[] failing) =>
        new() { Repository = "https://host/team/app.git", TestCommand = "pytest -q", FailingTests = failing };
}
