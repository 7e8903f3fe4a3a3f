namespace SelfHealing.Toolchains.Python;

public sealed class FocusTests
{
    [Fact]
    public void The_function_that_only_failing_tests_run_comes_first_and_those_they_never_run_are_left_out()
    {
        CoveredFile[] files =
        [
            new("a.py", [new("shared", 1, 3), new("idle", 5, 7)], [[2, 2, 5], [6, 0, 5]]),
            new("b.py", [new("guilty", 1, 3)], [[2, 2, 0], [3, 1, 0], [9, 2, 0]]),
        ];

        var focus = Focus.Of(files, 2, 10);

        focus.Select(f => (f.Path, f.Function.Name)).ShouldBe([("b.py", "guilty"), ("b.py", ""), ("a.py", "shared")]);
        focus[0].Score.ShouldBe(1);
        Focus.Of(files, 2, 1).ShouldHaveSingleItem();
    }
}
