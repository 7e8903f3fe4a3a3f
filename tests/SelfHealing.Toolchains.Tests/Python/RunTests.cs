namespace SelfHealing.Toolchains.Python;

public sealed class RunTests(ToolchainFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unittest_is_understood_test_by_test()
    {
        var files = new ProjectFiles
        {
            ["test_kinds.py"] = """
                import unittest


                class Kinds(unittest.TestCase):
                    def test_passes(self):
                        self.assertTrue(True)

                    def test_fails(self):
                        self.assertEqual(1, 2)

                    def test_raises(self):
                        raise KeyError("x")

                    @unittest.skip("not now")
                    def test_skips(self):
                        pass

                    @unittest.expectedFailure
                    def test_fails_as_expected(self):
                        self.fail()

                    @unittest.expectedFailure
                    def test_passes_unexpectedly(self):
                        pass

                    def test_fails_in_a_part(self):
                        for number in range(3):
                            with self.subTest(number=number):
                                self.assertNotEqual(number, 1)


                class Broken(unittest.TestCase):
                    @classmethod
                    def setUpClass(cls):
                        raise RuntimeError("no")

                    def test_never_runs(self):
                        pass

                """,
            ["test_missing.py"] = "import nothing_of_that_name\n",
        };

        var run = await RunAsync(files, "python3 -m unittest");

        run.Fault.ShouldBeNull();
        run.Tests.ToDictionary(t => t.Id, t => t.Outcome).ShouldBe(
            new Dictionary<string, TestOutcome>
            {
                ["test_kinds.Kinds.test_passes"] = TestOutcome.Passed,
                ["test_kinds.Kinds.test_fails"] = TestOutcome.Failed,
                ["test_kinds.Kinds.test_raises"] = TestOutcome.Failed,
                ["test_kinds.Kinds.test_skips"] = TestOutcome.Skipped,
                ["test_kinds.Kinds.test_fails_as_expected"] = TestOutcome.Passed,
                ["test_kinds.Kinds.test_passes_unexpectedly"] = TestOutcome.Failed,
                ["test_kinds.Kinds.test_fails_in_a_part"] = TestOutcome.Failed,
                ["test_kinds.Broken.test_never_runs"] = TestOutcome.Error,
                ["test_missing"] = TestOutcome.Error,
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Pytest_reports_every_kind_of_outcome()
    {
        var files = new ProjectFiles
        {
            ["conftest.py"] = "import sys\nsys.path.insert(0, 'lib')\n",
            ["test_kinds.py"] = """
                import unittest

                import pytest


                @pytest.fixture
                def broken():
                    raise RuntimeError("no")


                @pytest.fixture
                def late():
                    yield 1
                    raise RuntimeError("late")


                @pytest.mark.parametrize("number", [1, 2])
                def test_number(number):
                    assert number == 1


                def test_set_up(broken):
                    pass


                def test_torn_down(late):
                    pass


                def test_skipped():
                    pytest.skip("not now")


                @pytest.mark.xfail
                def test_expected():
                    assert False


                @pytest.mark.xfail(strict=True)
                def test_unexpected():
                    pass


                class TestCase(unittest.TestCase):
                    def test_passes(self):
                        pass

                    def test_fails(self):
                        self.assertEqual(1, 2)

                """,
        };

        var run = await RunAsync(files, "python3 -m pytest -q -p no:cacheprovider");

        run.Tests.ToDictionary(t => t.Id["test_kinds.py::".Length..], t => t.Outcome).ShouldBe(
            new Dictionary<string, TestOutcome>
            {
                ["test_number[1]"] = TestOutcome.Passed,
                ["test_number[2]"] = TestOutcome.Failed,
                ["test_set_up"] = TestOutcome.Error,
                ["test_torn_down"] = TestOutcome.Error,
                ["test_skipped"] = TestOutcome.Skipped,
                ["test_expected"] = TestOutcome.Passed,
                ["test_unexpected"] = TestOutcome.Failed,
                ["TestCase::test_passes"] = TestOutcome.Passed,
                ["TestCase::test_fails"] = TestOutcome.Failed,
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_module_that_cannot_be_imported_is_one_test_in_error()
    {
        var run = await RunAsync(new ProjectFiles { ["test_it.py"] = "import nothing_of_that_name\n" }, "python3 -m pytest -q");

        run.Tests.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            t => t.Id.ShouldBe("test_it.py"),
            t => t.Outcome.ShouldBe(TestOutcome.Error),
            t => t.Error.ShouldNotBeNull().ShouldContain("nothing_of_that_name"));
    }

    [Fact]
    public async Task Another_command_is_judged_by_its_exit_code()
    {
        var files = new ProjectFiles { ["check.py"] = "print('checked')\nassert 1 + 1 == 3\n" };

        var failed = await RunAsync(files, "python3 check.py");
        var passed = await RunAsync(new ProjectFiles { ["check.py"] = "assert True\n" }, "python3 check.py");

        failed.Tests.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            t => t.Id.ShouldBe("python3 check.py"), t => t.Outcome.ShouldBe(TestOutcome.Failed), t => t.Error.ShouldNotBeNull().ShouldContain("AssertionError"));
        failed.Output.ShouldContain("checked");
        passed.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task JUnit_files_that_the_command_wrote_are_read_and_old_ones_are_not()
    {
        var files = new ProjectFiles
        {
            ["old.xml"] = "<testsuite><testcase classname='old' name='old'/></testsuite>",
            ["entities.py"] = """open('evil.xml', 'w').write('<!DOCTYPE x [<!ENTITY a "aaaa">]><testsuite><testcase name="&a;"/></testsuite>')""",
            ["write.sh"] = """
                python3 entities.py
                echo '<testsuites><testsuite><testcase classname="C" name="good" time="0.5"/><testcase classname="C" name="bad"><failure message="no">why</failure></testcase></testsuite></testsuites>' > new.xml
                exit 1

                """,
        };

        var run = await RunAsync(files, "sh write.sh");

        run.Tests.Select(t => (t.Id, t.Outcome)).ShouldBe([("C::good", TestOutcome.Passed), ("C::bad", TestOutcome.Failed)]);
    }

    [Fact]
    public async Task A_green_report_is_not_believed_when_the_command_fails()
    {
        var run = await RunAsync([], "echo '<testsuite><testcase name=\"a\"/></testsuite>' > new.xml; exit 3");

        run.Passed.ShouldBeFalse();
        run.Tests.ShouldContain(t => t.Outcome == TestOutcome.Failed && t.Error!.Contains("exit code 3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-such-command", TestRunFault.CommandNotFound)]
    [InlineData("sleep 100", TestRunFault.TimedOut)]
    [InlineData("head -c 400000000 /dev/zero > big; python3 -m pytest -q", TestRunFault.DiskFull)]
    [InlineData("python3 -c 'x = b\"x\" * (4 << 30)'; python3 -c 'x = [b\"x\" * (1 << 20) for _ in range(3000)]'", TestRunFault.OutOfMemory)]
    [InlineData("python3 -m pytest -q", TestRunFault.NoTests)]
    public async Task What_keeps_a_run_from_saying_anything_has_a_name(string command, TestRunFault fault)
    {
        var workspace = await fixture.WorkspaceAsync(new ProjectFiles { ["a.txt"] = "a" }, command);

        var run = await fixture.Python.RunTestsAsync(workspace, null, TimeSpan.FromSeconds(fault == TestRunFault.TimedOut ? 3 : 60), Token);

        run.Fault.ShouldBe(fault);
        run.Passed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_test_that_spins_is_cut_and_the_others_run()
    {
        var files = new ProjectFiles { ["test_spin.py"] = "def test_spin():\n    while True:\n        pass\n\n\ndef test_other():\n    pass\n" };

        var run = await RunAsync(files, "python3 -m pytest -q");

        run.Tests.Select(t => (t.Id, t.Outcome)).ShouldBe([("test_spin.py::test_spin", TestOutcome.TimedOut), ("test_spin.py::test_other", TestOutcome.Passed)]);
    }

    [Fact]
    public async Task The_command_runs_in_its_folder_and_a_folder_that_is_not_there_is_named()
    {
        var files = new ProjectFiles { ["part/test_it.py"] = "def test_it():\n    pass\n" };

        var run = await fixture.Python.RunTestsAsync(await fixture.WorkspaceAsync(files, subdirectory: "part"), null, TimeSpan.FromMinutes(1), Token);
        var missing = await Should.ThrowAsync<Sandboxes.SandboxException>(async () =>
            await fixture.Python.RunTestsAsync(await fixture.WorkspaceAsync(files, subdirectory: "other"), null, TimeSpan.FromMinutes(1), Token));

        run.Tests.ShouldHaveSingleItem().Id.ShouldBe("test_it.py::test_it");
        missing.Message.ShouldContain("no folder 'other'");
    }

    [Fact]
    public async Task A_patch_that_does_not_fit_is_refused()
    {
        var workspace = await fixture.WorkspaceAsync(SmallProject.Files);
        var patch = new Repairs.Patch([new("search.py", 100_000, 5, "x")]);

        var error = await Should.ThrowAsync<Sandboxes.SandboxException>(() => fixture.Python.RunTestsAsync(workspace, patch, TimeSpan.FromMinutes(1), Token));

        error.Message.ShouldContain("search.py");
    }

    private async Task<TestRun> RunAsync(ProjectFiles files, string command) =>
        await fixture.Python.RunTestsAsync(await fixture.WorkspaceAsync(files, command), null, TimeSpan.FromMinutes(1), Token);
}
