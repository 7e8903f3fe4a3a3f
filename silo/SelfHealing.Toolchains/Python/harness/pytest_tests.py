"""pytest's items, run one at a time by a server of tests."""
import inspect

import pytest
from _pytest.assertion import rewrite
from _pytest.nodes import Node
from _pytest.outcomes import Skipped, XFailed
from _pytest.reports import TestReport

from . import pytest_recorder

# Plugins that only show or keep things, and cost more than a small test does.
COSTLY = ("terminalreporter", "junitxml", "lfplugin", "nfplugin", "stepwiseplugin", "cacheprovider", "logxml", "pastebin",
          "faulthandler", "setupplan", "setuponly", "debugging", "doctest", "helpconfig", "recwarn", "nose", "stepwise")
CAPTURING = {"capsys", "capfd", "capsysbinary", "capfdbinary"}

PER_TEST = ("pytest_runtest_protocol", "pytest_runtest_setup", "pytest_runtest_call", "pytest_runtest_teardown", "pytest_pyfunc_call",
            "pytest_runtest_makereport")
MARKS_WITH_MEANING = ("skip", "skipif", "xfail", "filterwarnings")


class PytestTests:
    """What a server needs of a framework: ids, test files, and a way to run one test."""

    def __init__(self, session):
        self.session = session
        self.items = {item.nodeid: item for item in session.items}
        self.plain = self.bare = frozenset()

    def ids(self):
        return list(self.items)

    def files(self):
        plugins = self.session.config.pluginmanager.get_plugins()
        conftests = {getattr(plugin, "__file__", None) for plugin in plugins if getattr(plugin, "__name__", "").endswith("conftest")}
        return ({str(item.fspath) for item in self.items.values()} | conftests) - {None}

    def function(self, name):
        return getattr(self.items[name], "obj", None)

    def parameters(self, name):
        return list(getattr(getattr(self.items[name], "callspec", None), "params", {}).values())

    def prepare(self):
        """Drops what costs and is not needed; what some test asks for by name is kept."""
        wanted = {name for item in self.items.values() for name in getattr(item, "fixturenames", ())}
        drop = list(COSTLY)
        manager = self.session.config.pluginmanager
        if not wanted & CAPTURING:
            capture = manager.getplugin("capturemanager")
            if capture is not None:
                capture.stop_global_capturing()
                drop.append("capturemanager")
        if "caplog" not in wanted:
            drop.append("logging-plugin")
        for name in drop:
            plugin = manager.getplugin(name)
            if plugin is not None and manager.is_registered(plugin):
                manager.unregister(plugin)
        manager.register(PlainReports())
        self.plain = self.plain_items(manager)
        self.bare = frozenset(name for name in self.plain if is_bare(self.items[name]))
        without_explanations()

    def run(self, name, following):
        """Runs one test; fixtures shared with the following one are kept for it."""
        item = self.items[name]
        if name in self.bare:
            return self.run_bare(item)
        if name in self.plain:
            return self.run_plain(item, self.items.get(following))
        self.make_way(item)
        watch = pytest_recorder.watch_of(item)
        watch.reset()
        item.ihook.pytest_runtest_protocol(item=item, nextitem=self.items.get(following))
        return watch.outcome(item)

    def kept(self):
        """The objects that hold what tests keep for themselves."""
        instances = (getattr(getattr(item, "obj", None), "__self__", None) for item in self.items.values())
        return list({id(instance): instance for instance in instances if instance is not None}.values())

    def settle(self, names):
        """Undoes what the tests set up, for them to be run again as if for the first time. False where that cannot be known."""
        if not self.plain.issuperset(names):
            return False
        try:
            self.session._setupstate.teardown_exact(None)
            for name in names:
                if name not in self.bare:
                    self.items[name]._initrequest()
        except BaseException:
            return False
        return True

    def plain_items(self, manager):
        """Tests that nothing but pytest itself has a say in: they need none of the hooks, which cost more than they do."""
        hook = self.session.config.hook
        for name in PER_TEST:
            for implementation in getattr(hook, name).get_hookimpls():
                module = getattr(implementation.function, "__module__", "")
                if not module.startswith(("_pytest.", "selfheal_harness.")):
                    return frozenset()
        if self.session.config.getini("filterwarnings") or self.session.config.getoption("pythonwarnings", None):
            return frozenset()
        if not hasattr(self.session._setupstate, "setup"):
            return frozenset()
        return frozenset(name for name, item in self.items.items() if is_plain(item))

    @staticmethod
    def run_bare(item):
        """The call alone: there is nothing to set up or tear down."""
        try:
            item.obj()
        except Skipped:
            return "skipped"
        except XFailed:
            return "passed"
        except BaseException:
            return "failed"
        return "passed"

    def make_way(self, item):
        """Tears down what was kept for a test that then needed none of it."""
        state = self.session._setupstate
        if hasattr(state, "setup"):  # before pytest 7 it makes way itself
            state.teardown_exact(item)

    def run_plain(self, item, following):
        """Set-up, call and teardown, as pytest's own hooks do them."""
        state = self.session._setupstate
        outcome = "passed"
        try:
            self.make_way(item)
            state.setup(item)
            try:
                item.obj(**{name: item.funcargs[name] for name in item._fixtureinfo.argnames})
            except Skipped:
                outcome = "skipped"
            except XFailed:
                outcome = "passed"
            except BaseException:
                outcome = "failed"
        except Skipped:
            outcome = "skipped"
        except BaseException:
            outcome = "error"
        try:
            state.teardown_exact(following)
        except BaseException:
            outcome = "error"
        return outcome


def is_plain(item):
    if type(item) is not pytest.Function or any(item.get_closest_marker(mark) for mark in MARKS_WITH_MEANING):
        return False
    function = item.obj
    return inspect.isroutine(function) and not inspect.iscoroutinefunction(function) and not inspect.isgeneratorfunction(function)


def is_bare(item):
    """A test without fixtures, in collectors that set nothing up."""
    return not item._fixtureinfo.name2fixturedefs and not item._fixtureinfo.argnames and all(
        type(node).setup is Node.setup and type(node).teardown is Node.teardown for node in item.listchain()[:-1])


def without_explanations():
    """A failing assert shows its operands to nobody here, and showing them takes longer than a small test."""
    nothing = {
        "_saferepr": lambda value: "", "_format_assertmsg": lambda value: "", "_format_explanation": lambda text: "",
        "_call_reprcompare": lambda *parts: "", "_format_boolop": lambda *parts: "", "_should_repr_global_name": lambda value: False,
    }
    for name, function in nothing.items():
        if hasattr(rewrite, name):
            setattr(rewrite, name, function)


class PlainReports:
    """Reports without the rendered traceback, which takes far longer than a small test."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        caught = getattr(item, "_excinfo", None)
        if call.when == "call" and caught and call.excinfo is None:
            call.excinfo = caught[0]
        outcome = "passed"
        if call.excinfo is not None:
            outcome = "skipped" if isinstance(call.excinfo.value, Skipped) else "failed"
        return TestReport(item.nodeid, item.location, {}, outcome, None, call.when)
