"""Makes unittest report each test from what its case tells the result object, before any result class sees it."""
import time
import traceback

from . import session as sessions
from .clock import Clock, OutOfTime

RANK = {"passed": 0, "skipped": 1, "failed": 2, "timedout": 3, "error": 4}
_state = {"session": None, "depth": 0, "watch": None}


def patch(module):
    """Called once for each of unittest's modules when it is first imported."""
    if module.__name__ == "unittest.main":
        patch_program(module.TestProgram)
    else:
        patch_runner(module.TextTestRunner)
        patch_case()


def begin():
    if _state["session"] is None:
        _state["session"] = sessions.begin("unittest")
    return _state["session"]


def patch_program(program):
    original = program.__init__

    def __init__(self, *args, **kwargs):
        first = _state["session"] is None
        session = begin()
        if first and session is not None and session.mode == "serve":
            from . import server
            server.pause(session, "unittest")
        original(self, *args, **kwargs)

    program.__init__ = __init__


def patch_runner(runner):
    original = runner.run

    def run(self, test):
        session = begin()
        if session is None or _state["depth"]:
            return original(self, test)
        cases = list(flatten(test))
        if session.mode == "serve":
            from . import server, unittest_tests
            server.serve(session, unittest_tests.UnittestTests(cases))
        _state["depth"] += 1
        session.say(event="collected", ids=[id_of(case) for case in cases])
        watch = Watch(session)
        watch_cases(watch)
        result = original(self, test)
        watch.finish(cases, result)
        _state["depth"] -= 1
        session.say(event="complete")
        return result

    runner.run = run


def flatten(test):
    try:
        children = iter(test)
    except TypeError:
        if test is not None:
            yield test
        return
    for child in children:
        yield from flatten(child)


def id_of(case):
    """The case's own id; a module that could not be imported has the module's name and not that of unittest's stand-in."""
    return case._testMethodName if type(case).__name__ == "_FailedTest" else case.id()


def patch_case():
    """Done before any code under test: whoever replaces the method later has cases that do not report."""
    from unittest.case import TestCase
    original = TestCase.run

    def run(self, result=None):
        watch = _state["watch"]
        if watch is None or result is None or isinstance(result, Seen):
            return original(self, result)
        seen = Seen(result)
        watch.started(self)
        began = time.perf_counter()
        try:
            return original(self, seen)
        finally:
            watch.ended(self, seen, time.perf_counter() - began)

    TestCase.run = run


def watch_cases(watch):
    """From now on every case is run with a result that the watch sees first."""
    _state["watch"] = watch


class Seen:
    """Stands before a test result and keeps what a case says to it."""

    def __init__(self, result):
        self.__dict__.update(_result=result, _outcome=None, _error=None)

    def __getattr__(self, name):
        return getattr(self._result, name)

    def __setattr__(self, name, value):
        setattr(self._result, name, value)

    def note(self, outcome, error=None):
        if self._outcome is None or RANK[outcome] > RANK[self._outcome]:
            self.__dict__["_outcome"] = outcome
            if error is not None:
                self.__dict__["_error"] = "".join(traceback.format_exception(*error))[-6000:]

    def addSuccess(self, test):
        self.note("passed")
        self._result.addSuccess(test)

    def addFailure(self, test, err):
        self.note("failed", err)
        self._result.addFailure(test, err)

    def addError(self, test, err):
        failed = "error" if type(test).__name__ == "_FailedTest" else "failed"
        self.note("timedout" if issubclass(err[0], OutOfTime) else failed, err)
        self._result.addError(test, err)

    def addSkip(self, test, reason):
        self.note("skipped")
        self._result.addSkip(test, reason)

    def addExpectedFailure(self, test, err):
        self.note("passed")
        self._result.addExpectedFailure(test, err)

    def addUnexpectedSuccess(self, test):
        self.note("failed")
        self._result.addUnexpectedSuccess(test)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.note("timedout" if issubclass(err[0], OutOfTime) else "failed", err)
        self._result.addSubTest(test, subtest, err)


class Watch:
    """Sends what each case's run came to."""

    def __init__(self, session):
        self.session = session
        self.clock = Clock(session.test_seconds)
        self.reported = set()

    def started(self, case):
        self.session.say(event="start", id=id_of(case))
        self.clock.start()

    def ended(self, case, seen, seconds):
        outcome = seen._outcome or "error"
        self.clock.stop(outcome == "timedout")
        self.reported.add(id_of(case))
        self.session.say(event="test", id=id_of(case), outcome=outcome, seconds=seconds, error=seen._error)

    def finish(self, cases, result):
        """Classes and modules that could not be set up take their cases with them."""
        errors = [(str(holder), text) for holder, text in getattr(result, "errors", ()) if not hasattr(holder, "_testMethodName")]
        skips = [(str(holder), text) for holder, text in getattr(result, "skipped", ()) if not hasattr(holder, "_testMethodName")]
        for case in cases:
            if id_of(case) in self.reported:
                continue
            for outcome, holders in (("error", errors), ("skipped", skips)):
                error = next((text for name, text in holders if holds(name, case)), None)
                if error is not None:
                    self.session.say(event="test", id=id_of(case), outcome=outcome, seconds=0, error=str(error)[-6000:])
                    break


def holds(name, case):
    """True when the name of a failed fixture is that of the case's class or module."""
    module = type(case).__module__
    return "(%s.%s)" % (module, type(case).__qualname__) in name or "(%s)" % module in name
