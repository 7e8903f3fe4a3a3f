"""pytest's items, run one at a time by a server of tests."""
from . import pytest_recorder

# Plugins that only show or keep things, and cost more than a small test does.
COSTLY = ("terminalreporter", "junitxml", "lfplugin", "nfplugin", "stepwiseplugin", "cacheprovider", "logxml", "pastebin",
          "faulthandler", "setupplan", "setuponly", "debugging", "doctest", "helpconfig", "recwarn", "nose", "stepwise")
CAPTURING = {"capsys", "capfd", "capsysbinary", "capfdbinary"}


class PytestTests:
    """What a server needs of a framework: ids, test files, and a way to run one test."""

    def __init__(self, session):
        self.session = session
        self.items = {item.nodeid: item for item in session.items}

    def ids(self):
        return list(self.items)

    def files(self):
        plugins = self.session.config.pluginmanager.get_plugins()
        conftests = {getattr(plugin, "__file__", None) for plugin in plugins if getattr(plugin, "__name__", "").endswith("conftest")}
        return ({str(item.fspath) for item in self.items.values()} | conftests) - {None}

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

    def run(self, name, following):
        """Runs one test; fixtures shared with the following one are kept for it."""
        item = self.items[name]
        watch = pytest_recorder.watch_of(item)
        watch.reset()
        item.ihook.pytest_runtest_protocol(item=item, nextitem=self.items.get(following))
        return watch.outcome(item)
