using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Grading;
using SelfHealing.Repair.Tests.Proofs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Grading;

public sealed class SweGradesTests
{
    private static readonly string[] Ids = ["t/a.py::x", "t/a.py::y[1]", "test_m (pkg.mod.Case)", "test_bare", "t/b.py::z[a"];
    private static readonly string[] Printed = ["t/a.py::x", "t/a.py::y[1]", "pkg.mod.Case.test_m", "sympy/tests/test_f.py::test_bare", "t/b.py::z[a b]"];

    [Theory]
    [InlineData(TestOutcome.Passed, true, true)]
    [InlineData(TestOutcome.Skipped, false, true)]
    [InlineData(TestOutcome.Failed, false, false)]
    [InlineData(TestOutcome.Error, false, false)]
    [InlineData(TestOutcome.TimedOut, false, false)]
    [InlineData(null, false, false)]
    public void A_skip_is_tolerated_in_what_passed_before_and_nowhere_else(TestOutcome? outcome, bool asFailing, bool asPassing)
    {
        var run = outcome is { } known ? Runs.Of(1, ("t::a", known), ("t::b", TestOutcome.Passed)) : Runs.Of(1, ("t::b", TestOutcome.Passed));

        SweGrades.Of(["t::a"], [], run).IsResolved.ShouldBe(asFailing);
        SweGrades.Of(["t::b"], ["t::a"], run).IsResolved.ShouldBe(asPassing);
    }

    [Theory]
    [InlineData("tests/test_a.py::T::test_b[x-1]", "tests/test_a.py::T::test_b[x-1]")]
    [InlineData("tests/test_a.py::test_b[a", "tests/test_a.py::test_b[a b c]")]
    [InlineData("test_m (pkg.mod.Case)", "pkg.mod.Case.test_m")]
    [InlineData("test_m (pkg.mod.Case.test_m)", "pkg.mod.Case.test_m")]
    [InlineData("test_solve", "sympy/solvers/tests/test_solvers.py::test_solve")]
    [InlineData("test_solve", "test_solve")]
    public void A_test_is_found_by_the_data_set_s_id(string id, string printed) =>
        SweGrades.Of([id], [], Runs.Of(0, (printed, TestOutcome.Passed))).IsResolved.ShouldBeTrue();

    [Theory]
    [InlineData("tests/test_a.py::test_b", "tests/test_a.py::test_bc")]
    [InlineData("tests/test_a.py::test_b", "other/test_a.py::test_b")]
    [InlineData("test_m (pkg.mod.Case)", "pkg.mod.Other.test_m")]
    [InlineData("pkg.mod.Case.test_m", "pkg.mod.Other.test_m")]
    public void Another_test_does_not_stand_for_it(string id, string printed) =>
        SweGrades.Of([id], [], Runs.Of(0, (printed, TestOutcome.Passed))).Missed.ShouldHaveSingleItem().ShouldBe($"{id} did not run");

    [Fact]
    public void Tests_that_share_an_id_count_by_the_worst_of_them() =>
        SweGrades.Of(["t::a[1"], [], Runs.Of(1, ("t::a[1 2]", TestOutcome.Passed), ("t::a[1 3]", TestOutcome.Failed))).IsResolved.ShouldBeFalse();

    [Fact]
    public void A_description_names_no_test_and_the_instance_is_not_graded()
    {
        var grade = SweGrades.Of(["Ensures that the cache works"], [], Runs.Of(0, ("a.B.c", TestOutcome.Passed)));

        (grade.IsGraded, grade.IsResolved).ShouldBe((false, false));
        grade.Unreadable.ShouldBe(["Ensures that the cache works"]);
    }

    [Fact]
    public void Resolved_means_both_lists_at_a_hundred_percent() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var outcomes = Printed.Select(_ => random.Next(4) == 0 ? (TestOutcome?)null : (TestOutcome)Math.Max(0, random.Next(-6, 5))).ToList();
            var failing = random.Next(1, Ids.Length);
            var run = Runs.Of(random.Next(2), [.. Printed.Zip(outcomes).Where(t => t.Second is not null).Select(t => (t.First, t.Second!.Value))]);
            var expected = outcomes.Select((o, i) => o is TestOutcome.Passed || (i >= failing && o is TestOutcome.Skipped)).All(isKept => isKept);

            var grade = SweGrades.Of(Ids[..failing], Ids[failing..], run);

            grade.IsResolved.ShouldBe(expected);
            (grade.Missed.Count + grade.Broken.Count == 0).ShouldBe(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_run_that_tells_of_the_command_alone_says_nothing()
    {
        SweGrades.SaysNothing(Runs.Of(1, ("pytest t", TestOutcome.Failed)), "pytest t").ShouldBeTrue();
        SweGrades.SaysNothing(Runs.Of(1), "pytest t").ShouldBeTrue();
        SweGrades.SaysNothing(Runs.Of(1, ("t::a", TestOutcome.Failed)), "pytest t").ShouldBeFalse();
        SweGrades.SaysNothing(Runs.Of(1) with { Fault = TestRunFault.TimedOut }, "pytest t").ShouldBeFalse();
    }
}
