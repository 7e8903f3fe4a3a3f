"""unittest's cases, run one at a time by a server of tests."""
import sys
import unittest

from . import unittest_recorder


# What every run of a suite writes on the class.
NOTES = (("_classSetupFailed", False), ("tearDown_exceptions", []))


class UnittestTests:
    """What a server needs of a framework: ids, test files, and a way to run one test."""

    def __init__(self, cases):
        # A stand-in for a module that could not be imported cannot pass, whatever a patch mends.
        self.cases = {case.id(): case for case in cases if type(case).__name__ != "_FailedTest"}
        self.outcome = None
        self.result = unittest.TestResult()
        self.fresh = {}
        self.notes = {}

    def ids(self):
        return list(self.cases)

    def files(self):
        modules = {type(case).__module__ for case in self.cases.values()}
        return {getattr(sys.modules.get(name), "__file__", None) for name in modules} - {None}

    def function(self, name):
        case = self.cases[name]
        return getattr(case, getattr(case, "_testMethodName", ""), None)

    @staticmethod
    def parameters(name):
        return []

    def prepare(self):
        unittest_recorder.watch_cases(self)
        for kind in {type(case) for case in self.cases.values()}:
            self.notes[kind] = {name: getattr(kind, name, default) for name, default in NOTES}
            self.make_fresh(kind)
        self.fresh = {name: dict(vars(case)) for name, case in self.cases.items()}

    def kept(self):
        """The objects that hold what tests keep for themselves."""
        return list(self.cases.values())

    def settle(self, names):
        """Makes the cases as they were before they ran."""
        for name in names:
            held = vars(self.cases[name])
            held.clear()
            held.update(self.fresh[name])
            self.make_fresh(type(self.cases[name]))
        self.result = unittest.TestResult()
        return True

    def make_fresh(self, kind):
        for name, value in self.notes[kind].items():
            setattr(kind, name, value)

    def run(self, name, following):
        """Runs one test, its class's and module's fixtures included."""
        self.outcome = None
        self.result.errors.clear()
        unittest.TestSuite([self.cases[name]]).run(self.result)
        if self.outcome is None:
            return "error" if self.result.errors else "skipped"
        return "error" if self.outcome == "passed" and self.result.errors else self.outcome

    def started(self, case):
        pass

    def ended(self, case, seen, seconds):
        self.outcome = seen._outcome or "error"
