"""A pytest plugin that reports each test from the raw exception at its innermost point.

Reports made by pytest pass through hooks that any conftest.py can wrap; so the test function itself is wrapped
here, and a pass needs all of: the function ran, nothing came out of it, and no report speaks against it.
"""
import functools
import inspect
import os
import sys
import time
import traceback

import pytest
from _pytest.outcomes import Skipped, XFailed

from . import session as sessions
from .clock import Clock, OutOfTime

_session = sessions.begin("pytest")
_watches = {}
_perf = time.perf_counter


class Watch:
    """What is seen of one test item."""

    def __init__(self, item):
        self.reset()
        self.slowest = 0.0
        runtest = item.runtest
        setup = item.setup

        def watched_setup():
            self.reset()
            try:
                setup()
            except BaseException as error:
                self.raw.setdefault("setup", error)
                raise

        def watched_runtest():
            self.entered = True
            self.raw.pop("call", None)
            try:
                with self.guarding(item):
                    runtest()
            except BaseException as error:
                self.raw.setdefault("call", error)
                raise
            for info in getattr(item, "_excinfo", None) or ():  # how unittest's cases hand pytest what they caught
                self.raw.setdefault("call", info.value)
                break
            self.returned = True

        item.setup = watched_setup
        item.runtest = watched_runtest

    def reset(self):
        self.raw = {}
        self.reports = {}
        self.entered = self.called = self.returned = False
        self.guarded = False
        self.error = None

    def guarding(self, item):
        return _Guard(self, item)

    def outcome(self, item):
        setup = self.raw.get("setup")
        call = self.raw.get("call")
        reported = [report for report in self.reports.values() if report[0] == "failed"]
        if isinstance(setup, (Skipped, XFailed)):
            return "skipped"
        if setup is not None or self.raw.get("teardown") is not None:
            return "error"
        if not self.entered:
            return "skipped" if self.reports.get("setup", ("",))[0] == "skipped" else "error"
        if isinstance(call, OutOfTime):
            return "timedout"
        if isinstance(call, Skipped):
            return "skipped"
        if isinstance(call, XFailed):
            return "passed"
        if call is not None:
            expected = self.reports.get("call") == ("skipped", True) and item.get_closest_marker("xfail") is not None
            return "passed" if expected else "failed"
        if reported or not self.returned or (self.guarded and not self.called):
            return "failed"
        return "passed"


class _Guard:
    """While the test runs, its function is one that notes what leaves it, whatever hooks around it swallow."""

    def __init__(self, watch, item):
        self.watch = watch
        self.item = item

    def __enter__(self):
        item, watch = self.item, self.watch
        function = getattr(item, "obj", None)
        self.function = None
        if not isinstance(item, pytest.Function) or hasattr(item, "_testcase") or not inspect.isroutine(function):
            return
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            return

        @functools.wraps(function)
        def guard(*args, **kwargs):
            watch.called = True
            try:
                return function(*args, **kwargs)
            except BaseException as error:
                watch.raw["call"] = error
                raise

        self.function = function
        watch.guarded = True
        item.obj = guard
        # A trace function of the project's own could make the test's frame jump over what fails in it.
        self.trace = sys.gettrace()
        if os.path.realpath(getattr(getattr(self.trace, "__code__", None), "co_filename", "/")).startswith(sessions.root() + os.sep):
            sys.settrace(None)

    def __exit__(self, *_):
        if self.function is not None:
            self.item.obj = self.function
            if sys.gettrace() is None and self.trace is not None:
                sys.settrace(self.trace)


def watch_of(item):
    """The item's watch; made when it is collected, before any hook of the project could touch it."""
    watch = _watches.get(item)
    if watch is None:
        watch = _watches[item] = Watch(item)
    return watch


_clock = Clock(_session.test_seconds) if _session else None


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    # Tests spread over processes report from elsewhere: here they run one after the other, in this one.
    if hasattr(config.option, "numprocesses"):
        config.option.numprocesses = None
        config.option.dist = "no"
        config.option.tx = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    if _session and _session.mode == "serve":
        from . import server
        server.pause(_session, "pytest")


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item):
    watch_of(item)


@pytest.hookimpl(tryfirst=True)
def pytest_collectreport(report):
    if _recording() and report.failed:
        _session.say(event="test", id=report.nodeid or "collection", outcome="error", seconds=0, error=_short(report.longrepr))


def pytest_collection_finish(session):
    if _recording():
        _session.say(event="collected", ids=[item.nodeid for item in session.items])


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    if _session and not _recording():
        from . import pytest_tests, server
        server.serve(_session, pytest_tests.PytestTests(session))


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    if not _recording():
        yield
        return
    watch = watch_of(item)
    watch.reset()
    _session.say(event="start", id=item.nodeid)
    began = _perf()
    _clock.start()
    yield
    outcome = watch.outcome(item)
    _clock.stop(outcome == "timedout")
    error = None if outcome in ("passed", "skipped") else watch.error or _trace(watch)
    _session.say(event="test", id=item.nodeid, outcome=outcome, seconds=_perf() - began, error=error)


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_setup(item):
    result = yield
    if result.excinfo is not None:
        watch_of(item).raw.setdefault("setup", result.excinfo[1])


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_teardown(item):
    result = yield
    if result.excinfo is not None:
        watch_of(item).raw["teardown"] = result.excinfo[1]


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    result = yield
    if result.excinfo is None:
        report = result.get_result()
        watch = watch_of(item)
        watch.reports[report.when] = (report.outcome, hasattr(report, "wasxfail"))
        if report.outcome == "failed" and watch.error is None:
            watch.error = _short(report.longrepr)


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_sessionfinish(session):
    yield
    if _recording():
        _session.say(event="complete")


def _recording():
    return _session is not None and _session.mode == "record"


def _short(longrepr):
    try:
        return str(longrepr)[-6000:]
    except Exception as error:
        return "The error could not be shown: %r" % error


def _trace(watch):
    error = next(iter(watch.raw.values()), None)
    if error is None:
        return "The test did not run to its end."
    return "".join(traceback.format_exception(type(error), error, error.__traceback__))[-6000:]
