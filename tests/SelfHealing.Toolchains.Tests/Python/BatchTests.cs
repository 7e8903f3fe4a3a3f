using System.Diagnostics;
using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

public sealed class BatchTests(ToolchainFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hostile_candidate_costs_itself_and_nothing_else()
    {
        string[] attacks =
        [
            "import os; os._exit(0)",
            "import os; os.kill(-1, 9)",
            "import os; os.kill(os.getppid(), 9)",
            "import os; os.closerange(3, 1000)",
            "import sys; sys.exit(0)",
            """import os; [os.write(fd, b'{"fixed": 2, "broken": 0, "first": null, "timedOut": false, "failing": 2}\\n{"end": true}\\n') for fd in range(256) if os.path.exists('/proc/self/fd/%d' % fd)]""",
            """import ctypes, os; ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0); open('/proc/1/fd/1', 'wb').write(b'{"kind":"verdict","number":0,"verdict":"Plausible","fixed":2,"broken":0,"first":null}\\n')""",
            "import subprocess; subprocess.Popen(['sleep', '300'], start_new_session=True)",
            "import threading, time; threading.Thread(target=time.sleep, args=(300,)).start()",
            "import os; [os.fork() for _ in range(6)]",
            "import shutil; shutil.rmtree('/work/.selfheal')",
            "import atexit, os; atexit.register(os._exit, 0)",
            "x = [b'x' * (1 << 20) for _ in range(4000)]",
            "import signal; signal.signal(signal.SIGALRM, signal.SIG_IGN); sum(iter(int, 1))",
            "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))",
            "import builtins; builtins.len = lambda x: 0",
        ];
        var files = SmallProject.Files;
        // Equal patches are tried once, so each right one is of its own making.
        Patch Right(int number) => files.Replace("search.py", SmallProject.Loop, $"low <= high + {number} - {number}");
        var trials = attacks.SelectMany((attack, i) => new[]
        {
            new Trial(2 * i, files.Replace("search.py", "low, high = 0", attack + "\n    low, high = 0")),
            new Trial((2 * i) + 1, Right(i)),
        });

        var verdicts = await JudgeAsync(files, trials);

        verdicts.Select(v => v.Number).ShouldBe(Enumerable.Range(0, 2 * attacks.Length));
        foreach (var verdict in verdicts)
        {
            var what = $"{attacks[verdict.Number / 2]}: {verdict}";
            if (verdict.Number % 2 == 0)
            {
                verdict.Verdict.ShouldNotBe(TrialVerdict.Plausible, what);
            }
            else
            {
                verdict.Verdict.ShouldBe(TrialVerdict.Plausible, "after " + what);
            }
        }
    }

    [Fact]
    public async Task An_endless_loop_costs_less_than_half_a_second()
    {
        var files = SmallProject.Files;
        await using var verdicts = fixture.Python.EvaluateAsync(
            await fixture.WorkspaceAsync(files),
            SmallProject.Baseline,
            new[] { "low <= high", "True", "low <= high or True", "sum(iter(int, 1))" }.Select((l, i) => new Trial(i, files.Replace("search.py", SmallProject.Loop, l))).ToAsyncEnumerable(),
            Token).GetAsyncEnumerator(Token);
        await verdicts.MoveNextAsync();
        verdicts.Current.Verdict.ShouldBe(TrialVerdict.Plausible);

        for (var i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            (await verdicts.MoveNextAsync()).ShouldBeTrue();
            verdicts.Current.Verdict.ShouldBe(TrialVerdict.TimedOut);
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(i < 2 ? 1.5 : 6, "with room for a busy machine");
        }
    }

    [Fact]
    public async Task Verdicts_are_those_of_a_run_of_the_whole_command()
    {
        var files = SmallProject.Files;
        var workspace = await fixture.WorkspaceAsync(files);
        var space = await fixture.Python.ExploreAsync(workspace, SmallProject.Baseline, new ExplorationLimits(2, 4000), Token);
        var chance = new Random(7);
        var sample = space.Atoms.OrderBy(_ => chance.Next()).Take(14).Select(a => new Trial(a.Id, new Patch(a.Edits)))
            .Append(new Trial(-1, files.Replace("search.py", SmallProject.Loop, "low <= high")))
            .Append(new Trial(-2, files.Replace("search.py", "LIMIT = 3", "LIMIT = 2")))
            .ToArray();

        var verdicts = await JudgeAsync(files, sample);

        foreach (var (trial, verdict) in sample.Zip(verdicts))
        {
            var run = await fixture.Python.RunTestsAsync(workspace, trial.Patch, TimeSpan.FromSeconds(8), Token);
            (verdict.Verdict == TrialVerdict.Plausible).ShouldBe(run.Passed, $"{trial.Patch.Edits[0]}: {verdict}");
            if (verdict.Verdict is TrialVerdict.Failed or TrialVerdict.TimedOut && run.Fault is null)
            {
                verdict.Fixed.ShouldBe(run.Tests.Count(t => SmallProject.Baseline.FailToPass.Contains(t.Id) && t.Outcome == TestOutcome.Passed), $"{trial.Patch.Edits[0]}: {verdict}");
            }
        }
    }

    [Fact]
    public async Task A_command_that_is_not_understood_is_run_whole_for_each_candidate()
    {
        var files = SmallProject.Files;
        files["check.py"] = "from search import find\nassert find([1], 1) == 0\n";
        var trials = new[] { "low > high", "low <= high", "low ( high" }.Select((l, i) => new Trial(i, files.Replace("search.py", SmallProject.Loop, l)));

        var verdicts = await JudgeAsync(files, trials, "python3 check.py", new Baseline(["python3 check.py"], [], "", 0.1));

        verdicts.Select(v => v.Verdict).ShouldBe([TrialVerdict.Failed, TrialVerdict.Plausible, TrialVerdict.Invalid]);
    }

    [Fact]
    public async Task A_candidate_that_the_kernel_killed_a_process_of_for_memory_is_not_plausible_whatever_its_exit_code()
    {
        var files = SmallProject.Files;
        files["check.py"] = "from search import find\nassert find([1], 1) == 0\n";
        const string eater = "low <= high and 0 <= __import__('os').system('python3 -c \"[bytes([1]) * (1 << 20) for _ in range(3000)]\"')";
        var trials = new[] { eater, "low <= high" }.Select((l, i) => new Trial(i, files.Replace("search.py", SmallProject.Loop, l)));

        var verdicts = await JudgeAsync(files, trials, "python3 check.py", new Baseline(["python3 check.py"], [], "", 0.1));

        verdicts.Select(v => v.Verdict).ShouldBe([TrialVerdict.Crashed, TrialVerdict.Plausible]);
    }

    [Theory]
    [InlineData("python3 -m pytest -q", "test_names.py")]
    [InlineData("python3 -m unittest", "test_names")]
    public async Task A_module_that_could_not_be_imported_can_be_repaired(string command, string failing)
    {
        var files = new ProjectFiles
        {
            ["names.py"] = "LIMIT = limit_of_all\n\n\ndef first(items):\n    return items[:LIMIT]\n",
            ["test_names.py"] = "import unittest\nfrom names import first\n\n\nclass Names(unittest.TestCase):\n    def test_first(self):\n        assert first([1, 2]) == [1]\n",
        };
        var trials = new[] { "2", "1", "other" }.Select((l, i) => new Trial(i, files.Replace("names.py", "limit_of_all", l)));
        var baseline = await fixture.Python.RunTestsAsync(await fixture.WorkspaceAsync(files, command), null, TimeSpan.FromMinutes(1), Token);
        baseline.Tests.ShouldHaveSingleItem().Id.ShouldBe(failing);

        var verdicts = await JudgeAsync(files, trials, command, new Baseline([failing], [], "", 0.5));

        verdicts.Select(v => v.Verdict).ShouldBe([TrialVerdict.Failed, TrialVerdict.Plausible, TrialVerdict.Failed]);
    }

    [Fact]
    public async Task Trials_are_pulled_lazily_and_verdicts_come_before_the_last_trial_is_known()
    {
        var files = SmallProject.Files;
        var pulled = 0;
        var first = new TaskCompletionSource();

        async IAsyncEnumerable<Trial> Trials()
        {
            yield return new Trial(pulled++, files.Replace("search.py", SmallProject.Loop, "low > high"));
            await first.Task.WaitAsync(Token);
            for (; ; pulled++)
            {
                yield return new Trial(pulled, files.Replace("search.py", SmallProject.Loop, $"low >= high + {pulled}"));
            }
        }

        await foreach (var verdict in fixture.Python.EvaluateAsync(await fixture.WorkspaceAsync(files), SmallProject.Baseline, Trials(), Token))
        {
            first.TrySetResult();
            if (verdict.Number == 50)
            {
                break;
            }
        }

        pulled.ShouldBeLessThan(120);
    }

    [Fact]
    public async Task Tests_with_and_without_fixtures_may_follow_each_other_across_files()
    {
        const string WithFixture = "import pytest\nfrom search import find\n\n\n@pytest.fixture\ndef items():\n    return [1, 2, 3]\n\n\n";
        var files = SmallProject.Files;
        files["tests/test_search.py"] = "from search import find\n\n\ndef test_single():\n    assert find([1], 1) == 0\n";
        files["tests/test_a.py"] = WithFixture + "def test_last(items):\n    assert find(items, 3) == 2\n\n\ndef test_bare():\n    assert True\n";
        files["tests/test_b.py"] = WithFixture + "def test_middle(items):\n    assert find(items, 2) == 1\n\n\ndef test_bare():\n    assert True\n";
        var baseline = new Baseline(
            ["tests/test_search.py::test_single", "tests/test_a.py::test_last"],
            ["tests/test_b.py::test_middle", "tests/test_a.py::test_bare", "tests/test_b.py::test_bare"], "", 0.5);

        var verdicts = await JudgeAsync(files, [new Trial(0, files.Replace("search.py", SmallProject.Loop, "low <= high"))], baseline: baseline);

        verdicts.Single().ShouldBe(new CandidateVerdict(0, TrialVerdict.Plausible, 2, 0, null));
    }

    [Fact]
    public async Task A_test_that_never_ended_costs_little_wherever_the_candidate_is()
    {
        var files = new ProjectFiles
        {
            ["climb.py"] = "def step(n):\n    return n\n\n\ndef climb(n):\n    while n < 10:\n        n = step(n)\n    return n\n",
            ["test_climb.py"] = "from climb import climb, step\n\n\ndef test_climb():\n    assert climb(0) == 10\n\n\ndef test_long():\n    assert climb(10) == 10\n",
        };
        var baseline = new Baseline(["test_climb.py::test_climb"], ["test_climb.py::test_long"], "", 0.5) { TimedOut = ["test_climb.py::test_climb"] };
        var steps = Enumerable.Range(0, 40).Select(i => $"n + {i} - {i}").Append("n + 1");
        var trials = steps.Select((step, i) => new Trial(i, files.Replace("climb.py", "return n\n\n\ndef climb", $"return {step}\n\n\ndef climb")));
        var clock = Stopwatch.StartNew();

        var verdicts = await JudgeAsync(files, trials, baseline: baseline);

        verdicts.Take(40).ShouldAllBe(v => v.Verdict == TrialVerdict.TimedOut);
        verdicts[40].Verdict.ShouldBe(TrialVerdict.Plausible);
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(8, "a limit in time would cost 0.2 s of the processor for each");
    }

    [Fact]
    public async Task A_test_that_never_ended_is_cut_where_the_program_is_imported_anew()
    {
        var files = new ProjectFiles
        {
            ["climb.py"] = "STEP = 0\n\n\ndef climb(n):\n    while n < 10:\n        n += STEP\n    return n\n",
            ["test_climb.py"] = "from climb import climb\n\n\ndef test_climb():\n    assert climb(0) == 10\n\n\ndef test_high():\n    assert climb(10) == 10\n",
        };
        var baseline = new Baseline(["test_climb.py::test_climb"], ["test_climb.py::test_high"], "", 0.5) { TimedOut = ["test_climb.py::test_climb"] };

        var verdicts = await JudgeAsync(files, [.. new[] { "-1", "0 * 2", "3", "1" }.Select((step, i) => new Trial(i, files.Replace("climb.py", "STEP = 0", $"STEP = {step}")))], baseline: baseline);

        verdicts.Select(v => v.Verdict).ShouldBe([TrialVerdict.TimedOut, TrialVerdict.TimedOut, TrialVerdict.Failed, TrialVerdict.Plausible]);
    }

    [Fact]
    public async Task What_several_searches_of_an_incident_propose_is_tried_once()
    {
        var files = SmallProject.Files;
        files["search.py"] = "import os\n" + files["search.py"];
        var workspace = await fixture.WorkspaceAsync(files);
        var once = files.Replace("search.py", SmallProject.Loop, "not os.path.exists('/work/tried') and open('/work/tried', 'w').write('x') and low <= high");
        var searches = Enumerable.Range(0, 3).Select(s => fixture.Python.EvaluateAsync(
            workspace,
            SmallProject.Baseline,
            Enumerable.Range(0, 20).Select(i => new Trial(i, i == 3 ? once : files.Replace("search.py", SmallProject.Loop, $"low < high + {i} - {i}"))).ToAsyncEnumerable(),
            Token).ToListAsync(Token).AsTask());

        var verdicts = await Task.WhenAll(searches);

        verdicts.ShouldAllBe(v => v.Select(t => t.Number).SequenceEqual(Enumerable.Range(0, 20)));
        verdicts.Select(v => string.Join(' ', v.Select(t => $"{t.Verdict} {t.Fixed}"))).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_search_that_leaves_early_does_not_disturb_the_others()
    {
        var files = SmallProject.Files;
        var workspace = await fixture.WorkspaceAsync(files);
        IAsyncEnumerable<CandidateVerdict> Search(int search, int count) => fixture.Python.EvaluateAsync(
            workspace,
            SmallProject.Baseline,
            Enumerable.Range(0, count).Select(i => new Trial(i, files.Replace("search.py", SmallProject.Loop, i == count - 1 ? "low <= high" : $"low > high + {search + i}"))).ToAsyncEnumerable(),
            Token);
        var staying = Search(100, 60).ToListAsync(Token).AsTask();

        await foreach (var verdict in Search(1000, 500))
        {
            if (verdict.Number == 5)
            {
                break;
            }
        }

        var verdicts = await staying;
        verdicts.Count.ShouldBe(60);
        verdicts[^1].Verdict.ShouldBe(TrialVerdict.Plausible);
    }

    private async Task<List<CandidateVerdict>> JudgeAsync(
        ProjectFiles files, IEnumerable<Trial> trials, string command = "python3 -m pytest -q", Baseline? baseline = null) =>
        await fixture.Python.EvaluateAsync(await fixture.WorkspaceAsync(files, command), baseline ?? SmallProject.Baseline, trials.ToAsyncEnumerable(), Token).ToListAsync(Token);
}
