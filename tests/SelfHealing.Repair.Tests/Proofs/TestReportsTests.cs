using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Proofs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Proofs;

public sealed class TestReportsTests
{
    private static readonly Baseline s_baseline = new(["f"], ["p"], "", 1);

    [Fact]
    public void A_candidate_that_makes_the_failing_tests_pass_and_breaks_none_is_proven()
    {
        var report = TestReports.From(Runs.Of(0, ("f", TestOutcome.Passed), ("p", TestOutcome.Passed)), s_baseline);
        report.Passed.ShouldBeTrue();
        report.Reason.ShouldBeNull();
        report.FailToPass["f"].ShouldBe(TestOutcome.Passed);
    }

    [Theory]
    [InlineData(TestOutcome.Failed, "f should pass now and fails.")]
    [InlineData(TestOutcome.Error, "f should pass now and cannot be run.")]
    [InlineData(TestOutcome.Skipped, "f should pass now and is skipped.")]
    [InlineData(TestOutcome.TimedOut, "f should pass now and does not end in time.")]
    public void A_failing_test_must_pass(TestOutcome outcome, string reason) =>
        TestReports.From(Runs.Of(0, ("f", outcome), ("p", TestOutcome.Passed)), s_baseline).Reason.ShouldBe(reason);

    [Fact]
    public void A_failing_test_that_is_gone_is_not_fixed()
    {
        var report = TestReports.From(Runs.Of(0, ("p", TestOutcome.Passed)), s_baseline);
        report.Reason.ShouldBe("f should pass now and did not run.");
        report.FailToPass["f"].ShouldBe(TestOutcome.Error);
    }

    [Theory]
    [InlineData("t.py", "t.py::a", "t.py::b")]
    [InlineData("pkg.test_t", "pkg.test_t.Cases.a", "pkg.test_t.Cases.b")]
    public void A_file_that_could_not_be_imported_is_fixed_when_its_tests_pass(string file, string one, string other)
    {
        var baseline = new Baseline([file], [], "", 1);
        TestReport Judge(TestOutcome first, TestOutcome second) => TestReports.From(Runs.Of(0, (one, first), (other, second), (file + "x::c", TestOutcome.Passed)), baseline);

        Judge(TestOutcome.Passed, TestOutcome.Skipped).Passed.ShouldBeTrue();
        Judge(TestOutcome.Passed, TestOutcome.Skipped).FailToPass[file].ShouldBe(TestOutcome.Passed);
        Judge(TestOutcome.Skipped, TestOutcome.Skipped).Reason.ShouldBe($"{file} should pass now and is skipped.");
        Judge(TestOutcome.Passed, TestOutcome.Failed).Reason.ShouldBe($"{file} should pass now and fails.");
        TestReports.From(Runs.Of(0, (file + "x::c", TestOutcome.Passed)), baseline).Reason.ShouldBe($"{file} should pass now and did not run.");
    }

    [Fact]
    public void A_passing_test_may_be_skipped_and_may_not_vanish_or_fail()
    {
        TestReports.From(Runs.Of(0, ("f", TestOutcome.Passed), ("p", TestOutcome.Skipped)), s_baseline).Passed.ShouldBeTrue();
        TestReports.From(Runs.Of(0, ("f", TestOutcome.Passed)), s_baseline).Reason.ShouldBe("p passed before and did not run.");
        TestReports.From(Runs.Of(1, ("f", TestOutcome.Passed), ("p", TestOutcome.Failed)), s_baseline).Reason.ShouldBe("p passed before and fails.");
    }

    [Fact]
    public void Where_the_whole_command_should_be_green_its_exit_code_counts()
    {
        var run = Runs.Of(1, ("f", TestOutcome.Passed), ("p", TestOutcome.Passed));
        TestReports.From(run, s_baseline).Reason.ShouldBe("Every test passes, yet the test command fails (exit code 1).");
        TestReports.From(run with { ExitCode = null }, s_baseline).Passed.ShouldBeFalse();
        TestReports.From(run, s_baseline with { KnownFailures = ["k"] }).Passed.ShouldBeTrue();
    }

    [Fact]
    public void Failures_that_were_known_are_tolerated_and_new_ones_are_not()
    {
        var run = Runs.Of(1, ("f", TestOutcome.Passed), ("p", TestOutcome.Passed), ("k", TestOutcome.Failed));
        TestReports.From(run, s_baseline with { KnownFailures = ["k"] }).Passed.ShouldBeTrue();
        TestReports.From(run, s_baseline with { KnownFailures = ["other"] }).Reason.ShouldBe("k did not fail before and fails.");
    }

    [Fact]
    public void A_run_with_a_fault_proves_nothing()
    {
        foreach (var fault in Enum.GetValues<TestRunFault>())
        {
            var run = Runs.Of(0, ("f", TestOutcome.Passed), ("p", TestOutcome.Passed)) with { Fault = fault };
            var report = TestReports.From(run, s_baseline);
            report.Passed.ShouldBeFalse();
            report.Reason.ShouldNotBeNull().ShouldEndWith(".");
        }
    }

    [Fact]
    public void A_proof_needs_every_failing_test_passed_and_no_passing_test_lost() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string[] ids = ["a", "b", "c", "d", "e"];
            var baseline = new Baseline([.. ids.Take(random.Next(4))], [.. ids.Skip(3)], "", 1) { KnownFailures = random.Next(2) == 0 ? ["k"] : [] };
            var run = Runs.Of(random.Next(2), [.. Enumerable.Range(0, random.Next(9)).Select(_ => (random.GetItems(ids, 1)[0], (TestOutcome)Math.Max(0, random.Next(-6, 5))))]);
            var report = TestReports.From(run, baseline);
            report.Passed.ShouldBe(report.Reason is null);
            if (report.Passed)
            {
                baseline.FailToPass.ShouldAllBe(id => run.Tests.Any(t => t.Id == id) && run.Tests.Where(t => t.Id == id).All(t => t.Outcome == TestOutcome.Passed));
                baseline.PassToPass.ShouldAllBe(id => run.Tests.Any(t => t.Id == id && (t.Outcome == TestOutcome.Passed || t.Outcome == TestOutcome.Skipped)));
                (run.ExitCode == 0 || baseline.KnownFailures.Count > 0).ShouldBeTrue();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
