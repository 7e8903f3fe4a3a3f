namespace SelfHealing.Toolchains.Python;

/// <summary>Patches that follow each other in one process, and what the first ones leave behind there.</summary>
public sealed class LeftoverTests(ToolchainFixture fixture)
{
    private const string Right = "n + 1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What a wrong patch runs before it fails. Each of them would make the right patch fail too, if it were still there.</summary>
    public static TheoryData<string, string> Leftovers => new()
    {
        { "a dictionary of the module", "memory.setdefault(n, -1)" },
        { "a variable of the module", "globals().__setitem__('offset', 5)" },
        { "an attribute of a class", "setattr(Kept, 'extra', 5)" },
        { "an item in an object that a class holds", "Kept.items.append(5)" },
        { "what an instance holds", "setattr(kept, 'own', 5)" },
        { "a default value that is changed in place", "defaulted(5)" },
        { "a cell of a closure", "count_up()" },
        { "a cached answer", "cached()" },
        { "a function of Python's own library that the program uses", "setattr(math, 'floor', lambda x: -1)" },
        { "a built-in function", "setattr(__import__('builtins'), 'abs', lambda x: -1)" },
        { "an environment variable", "__import__('os').environ.__setitem__('OFFSET', '5')" },
        { "the seed of the random numbers", "random.seed(99)" },
        { "the folder", "__import__('os').chdir('/')" },
        { "the limit of recursion", "__import__('sys').setrecursionlimit(__import__('sys').getrecursionlimit() + 500)" },
    };

    [Theory, MemberData(nameof(Leftovers))]
    public async Task What_a_patch_leaves_behind_does_not_reach_the_next(string what, string leaving)
    {
        var files = Program;

        var verdicts = await JudgeAsync(files, ["n + 2", $"(({leaving}), n + 3)[1]", "n + 4", $"(({leaving}), n + 5)[1]", Right]);

        verdicts.Select(v => v.Verdict).ShouldBe(
            [TrialVerdict.Failed, TrialVerdict.Failed, TrialVerdict.Failed, TrialVerdict.Failed, TrialVerdict.Plausible], what);
    }

    [Fact]
    public async Task A_patch_that_passes_because_of_another_is_not_plausible()
    {
        var files = Program;
        // In a module that nothing of the program refers to, where no watch looks.
        const string Planted = "hasattr(__import__('colorsys'), 'planted')";

        var verdicts = await JudgeAsync(
            files, ["n + 2", "(setattr(__import__('colorsys'), 'planted', 1), n + 3)[1]", "n + 4", $"n + 1 if {Planted} else n + 6", Right]);

        verdicts.Take(4).ShouldAllBe(v => v.Verdict == TrialVerdict.Failed);
        verdicts[4].Verdict.ShouldBe(TrialVerdict.Plausible, string.Join('\n', verdicts));
    }

    [Fact]
    public async Task Fixtures_of_every_scope_are_made_anew_for_each_patch()
    {
        var files = new ProjectFiles
        {
            ["boxes.py"] = "def work(box):\n    box.append(1)\n    return len(box)\n",
            ["test_boxes.py"] = """
                import pytest
                from boxes import work


                @pytest.fixture(scope="session")
                def session_box():
                    return []


                @pytest.fixture(scope="module")
                def module_box():
                    return []


                class TestWork:
                    def test_first(self, session_box, module_box):
                        assert session_box == module_box == []
                        assert work(session_box) == work(module_box) == 2

                    def test_length(self):
                        assert isinstance(work([]), int)
                """,
        };
        var baseline = new Baseline(["test_boxes.py::TestWork::test_first"], ["test_boxes.py::TestWork::test_length"], "", 0.5);
        string[] bodies = ["box.append(2)", "box.append(3)", "box.extend([1, 2, 3])", "box.insert(0, 1)", "box[:] = [1, 2]"];

        var verdicts = await JudgeAsync(files, bodies.Select((body, i) => new Trial(i, files.Replace("boxes.py", "box.append(1)", body))), "python3 -m pytest -q", baseline);

        verdicts.Select(v => v.Verdict).ShouldBe([TrialVerdict.Failed, TrialVerdict.Failed, TrialVerdict.Failed, TrialVerdict.Failed, TrialVerdict.Plausible]);
    }

    [Fact]
    public async Task Cases_of_unittest_are_made_anew_for_each_patch()
    {
        var files = new ProjectFiles
        {
            ["counter.py"] = "def step(n):\n    return n\n",
            ["test_counter.py"] = """
                import unittest
                from counter import step


                class StepTest(unittest.TestCase):
                    def test_step(self):
                        self.seen = getattr(self, "seen", 0) + 1
                        self.assertEqual(self.seen, 1)
                        self.assertEqual(step(1), 2)

                    def test_rest(self):
                        self.assertIsNotNone(step(1))
                """,
        };
        var baseline = new Baseline(["test_counter.StepTest.test_step"], ["test_counter.StepTest.test_rest"], "", 0.5);
        string[] returned = ["n + 2", "n + 3", "n - 1", "n * 5", "n + 1"];

        var verdicts = await JudgeAsync(files, returned.Select((value, i) => new Trial(i, files.Replace("counter.py", "return n", $"return {value}"))), "python3 -m unittest", baseline);

        verdicts.Select(v => v.Verdict).ShouldBe([TrialVerdict.Failed, TrialVerdict.Failed, TrialVerdict.Failed, TrialVerdict.Failed, TrialVerdict.Plausible]);
    }

    [Fact]
    public async Task A_change_that_spans_functions_is_the_change_of_what_differs()
    {
        var files = Program;
        const string Span = "    return n\n\n\ndef other(n):\n    return \"ö\" + str(n)\n";
        var rewritten = Enumerable.Range(2, 5).Select(i => Span.Replace("return n\n", $"return n + {i}\n", StringComparison.Ordinal))
            .Append(Span.Replace("ö", "öö", StringComparison.Ordinal))
            .Append(Span.Replace("return n\n", $"return {Right}\n", StringComparison.Ordinal));

        var verdicts = await JudgeAsync(files, rewritten.Select((text, i) => new Trial(i, files.Replace("program.py", Span, text))), "python3 -m pytest -q", Baseline);

        verdicts.Take(6).ShouldAllBe(v => v.Verdict == TrialVerdict.Failed);
        verdicts[6].Verdict.ShouldBe(TrialVerdict.Plausible);
    }

    private static ProjectFiles Program => new()
    {
        ["program.py"] = """
            import functools
            import math
            import os
            import random
            import sys

            memory = {}
            offset = 0


            class Kept:
                items = []
                extra = 0

                def __init__(self):
                    self.own = 0


            kept = Kept()


            def defaulted(value=None, items=[]):
                if value is not None:
                    items.append(value)
                return len(items)


            def counter():
                at = 0

                def up():
                    nonlocal at
                    at += 1
                    return at

                return up


            count_up = counter()


            @functools.lru_cache(maxsize=None)
            def cached():
                return len(memory)


            def step(n):
                return n


            def other(n):
                return "ö" + str(n)

            """,
        ["test_program.py"] = """
            import math
            import os
            import random
            import sys
            import program

            LIMIT = sys.getrecursionlimit()


            def test_step():
                assert program.step(1) == 2
                assert program.memory == {}
                assert program.offset == 0
                assert program.Kept.items == [] and program.Kept.extra == 0 and program.kept.own == 0
                assert program.defaulted() == 0
                assert program.count_up.__closure__[0].cell_contents == 0
                assert program.cached.cache_info().currsize == 0
                assert math.floor(1.5) == 1 and abs(-2) == 2
                assert "OFFSET" not in os.environ and os.path.exists("program.py")
                assert random.getstate() != random.Random(99).getstate()
                assert sys.getrecursionlimit() == LIMIT


            def test_other():
                assert program.other(1) == "ö1"
            """,
    };

    private static Baseline Baseline { get; } = new(["test_program.py::test_step"], ["test_program.py::test_other"], "", 0.5);

    private Task<List<CandidateVerdict>> JudgeAsync(ProjectFiles files, IEnumerable<string> returned) => JudgeAsync(
        files,
        returned.Select((value, i) => new Trial(i, files.Replace("program.py", "return n\n", $"return {value}\n"))),
        "python3 -m pytest -q",
        Baseline);

    private async Task<List<CandidateVerdict>> JudgeAsync(ProjectFiles files, IEnumerable<Trial> trials, string command, Baseline baseline) =>
        await fixture.Python.EvaluateAsync(await fixture.WorkspaceAsync(files, command), baseline, trials.ToAsyncEnumerable(), Token).ToListAsync(Token);
}
