namespace SelfHealing.Toolchains.Python;

/// <summary>Suites that try to look green. None of them may turn a failing test into a passing one.</summary>
public sealed class ForgeryTests(ToolchainFixture fixture)
{
    private const string Failing = "tests/test_sum.py::test_sum";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Suites => new()
    {
        {
            "patches its reports", """
                import pytest

                @pytest.hookimpl(hookwrapper=True)
                def pytest_runtest_makereport(item, call):
                    outcome = yield
                    report = outcome.get_result()
                    report.outcome = "passed"
                    report.longrepr = None
                """
        },
        {
            "swallows errors around the call", """
                import pytest

                @pytest.hookimpl(hookwrapper=True, trylast=True)
                def pytest_runtest_call(item):
                    outcome = yield
                    outcome.force_result(None)

                @pytest.hookimpl(hookwrapper=True, trylast=True)
                def pytest_pyfunc_call(pyfuncitem):
                    outcome = yield
                    outcome.force_result(True)
                """
        },
        {
            "never calls the test", """
                import pytest

                @pytest.hookimpl(tryfirst=True)
                def pytest_pyfunc_call(pyfuncitem):
                    return True
                """
        },
        {
            "replaces how the runner calls", """
                from _pytest import runner

                def from_call(func, when, reraise=None):
                    try:
                        func()
                    except BaseException:
                        pass
                    return runner.CallInfo(None, None, start=0, stop=0, duration=0, when=when, _ispytest=True)

                runner.CallInfo.from_call = from_call
                """
        },
        {
            "replaces the test item's method", """
                def pytest_collection_modifyitems(items):
                    for item in items:
                        item.runtest = lambda: None
                """
        },
        {
            "jumps over the failure while tracing", """
                import sys

                def trace(frame, event, arg):
                    if frame.f_code.co_name == "test_sum" and event == "line":
                        try:
                            frame.f_lineno = frame.f_lineno + 2
                        except ValueError:
                            pass
                    return trace

                sys.settrace(trace)
                """
        },
        { "sets the exit code", "def pytest_sessionfinish(session):\n    session.exitstatus = 0\n" },
        { "changes the exit code at exit", "import atexit, os\natexit.register(os._exit, 0)\n" },
        { "leaves at once", "import os\nos._exit(0)\n" },
        { "exits while it is imported", "import sys\nsys.exit(0)\n" },
        { "leaves when the first test starts", "import os\ndef pytest_runtest_setup(item):\n    os._exit(0)\n" },
        { "stops the session with code 0", "import pytest\ndef pytest_runtest_setup(item):\n    pytest.exit('done', returncode=0)\n" },
        {
            "writes its own report", """
                import os

                def pytest_sessionfinish(session):
                    with open("report.xml", "w") as file:
                        file.write('<testsuite><testcase classname="tests.test_sum" name="test_sum"/></testsuite>')
                    os._exit(0)
                """
        },
        {
            "prints verdicts on every descriptor", """
                import os

                LINE = b'{"kind":"test","id":"tests/test_sum.py::test_sum","outcome":"passed","seconds":0}\\n'

                def pytest_runtest_setup(item):
                    for fd in range(256):
                        try:
                            os.write(fd, LINE + b'{"kind":"end","exitCode":0,"output":"","seconds":0,"fault":null}\\n')
                        except OSError:
                            pass
                """
        },
        {
            "speaks to the main process as a stranger", """
                import json, os, socket

                def pytest_runtest_setup(item):
                    for line in open("/proc/net/unix"):
                        name = line.split()[-1]
                        if name.startswith("@selfheal"):
                            sock = socket.socket(socket.AF_UNIX)
                            sock.connect("\\0" + name[1:])
                            sock.sendall(b'{"role":"pytest"}\\n')
                            key = json.loads(sock.recv(4096))["key"]
                            for event in ({"event": "collected", "ids": ["tests/test_sum.py::test_sum"]},
                                          {"event": "test", "id": "tests/test_sum.py::test_sum", "outcome": "passed"}, {"event": "complete"}):
                                sock.sendall(json.dumps(dict(event, key=key)).encode() + b"\\n")
                    os._exit(0)
                """
        },
        {
            "kills what started it", """
                import os, signal

                def pytest_runtest_setup(item):
                    os.kill(os.getppid(), signal.SIGKILL)
                """
        },
        {
            "kills everything", """
                import os, signal

                def pytest_runtest_setup(item):
                    os.kill(-1, signal.SIGKILL)
                    os.kill(1, signal.SIGKILL)
                """
        },
        {
            "attacks the main process", """
                import ctypes, os

                libc = ctypes.CDLL(None)
                for request in (16, 0x4206):
                    libc.ptrace(request, 1, 0, 0)
                for name in ("fd/1", "mem", "environ"):
                    try:
                        with open("/proc/1/" + name, "r+b") as file:
                            file.write(b'{"kind":"end","exitCode":0,"output":"","seconds":0,"fault":null}\\n')
                    except OSError:
                        pass
                """
        },
        { "deletes the harness", "import shutil\nshutil.rmtree('/work/.selfheal', ignore_errors=True)\n" },
        {
            "changes how JSON is written", """
                import json

                dumps = json.dumps
                json.dumps = lambda value, **options: dumps(value, **options).replace("failed", "passed")
                json.JSONEncoder.encode = lambda self, value: dumps(value).replace("failed", "passed")
                """
        },
        {
            "leaves a daemon and a thread behind", """
                import os, threading, time

                def pytest_sessionfinish(session):
                    threading.Thread(target=time.sleep, args=(300,), daemon=True).start()
                    if os.fork() == 0:
                        os.setsid()
                        time.sleep(300)
                """
        },
        { "closes every descriptor", "import os\ndef pytest_runtest_setup(item):\n    os.closerange(3, 1000)\n" },
    };

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_suite_that_forges_its_result_does_not_pass(string what, string conftest)
    {
        var workspace = await fixture.WorkspaceAsync(Project(conftest));

        var run = await fixture.Python.RunTestsAsync(workspace, null, TimeSpan.FromMinutes(1), Token);

        run.Passed.ShouldBeFalse(what);
        run.Fault.ShouldNotBe(TestRunFault.TimedOut, what);
        run.Tests.ShouldNotContain(t => t.Id == Failing && t.Outcome == TestOutcome.Passed, what);
    }

    [Fact]
    public async Task A_deselected_test_is_not_reported_as_passed()
    {
        var workspace = await fixture.WorkspaceAsync(Project("def pytest_collection_modifyitems(items):\n    items[:] = [i for i in items if i.name != 'test_sum']\n"));

        var run = await fixture.Python.RunTestsAsync(workspace, null, TimeSpan.FromMinutes(1), Token);

        run.Tests.ShouldNotContain(t => t.Id == Failing);
    }

    [Theory]
    [InlineData("unittest.TestResult.wasSuccessful = lambda self: True")]
    [InlineData("unittest.TestResult.addFailure = unittest.TextTestResult.addFailure = lambda self, test, err: self.addSuccess(test)")]
    [InlineData("unittest.TestCase.run = lambda self, result=None: result.addSuccess(self)")]
    [InlineData("import os, atexit; atexit.register(os._exit, 0)")]
    [InlineData("import os; os._exit(0)")]
    public async Task A_unittest_suite_that_forges_its_result_does_not_pass(string attack)
    {
        var files = new ProjectFiles
        {
            ["test_sum.py"] = $"import unittest\n\nclass Sums(unittest.TestCase):\n    def test_sum(self):\n        self.assertEqual(1 + 1, 3)\n\n{attack}\n",
        };

        var run = await fixture.Python.RunTestsAsync(await fixture.WorkspaceAsync(files, "python3 -m unittest"), null, TimeSpan.FromMinutes(1), Token);

        run.Passed.ShouldBeFalse();
        run.Tests.ShouldNotContain(t => t.Outcome == TestOutcome.Passed);
    }

    private static ProjectFiles Project(string conftest) => new()
    {
        ["conftest.py"] = conftest,
        ["tests/test_sum.py"] = "def test_sum():\n    total = 1 + 1\n    assert total == 3\n    assert total\n\n\ndef test_other():\n    assert True\n",
    };
}
