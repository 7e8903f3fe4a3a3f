"""Which lines the failing and the passing tests run, then the edits of the functions that the caller chose."""
import json
import os
import time

from . import aside, patching
from .definitions import SourceFile
from .hosts import NoHost
from .tracing import is_test_file

COVER_FAILING = 20
COVER_PASSING = 200
MAX_SOURCES = 400
MAX_SOURCE_BYTES = 8 << 20


class Exploration:
    """First the coverage, from which the caller chooses functions; then the edits of those functions."""

    def __init__(self, supervisor, header, host, out):
        self.supervisor = supervisor
        self.header = header
        self.host = host
        self.out = out
        self.coverage = None

    def explore(self):
        self.host.forgive()
        try:
            self.coverage = ByTest(self.supervisor, self.header, self.host)
        except NoHost:
            self.host.stop()
            self.coverage = ByCommand(self.supervisor, self.header)
        tell(self.coverage, self.supervisor.root, self.out)

    def edits(self, focus):
        hints = self.coverage.hints(focus)
        for line in aside.lines(lambda: atoms(self.supervisor.root, focus, hints), self.header["seconds"]):
            self.out.raw(line + b"\n")
        self.out.say({"kind": "done"})


class ByTest:
    """Coverage test by test, asked of the process that holds the tests."""

    def __init__(self, supervisor, header, host):
        self.supervisor = supervisor
        self.host = host
        self.endless = header["endless"]
        self.tests = self.ask({"op": "files"}, 30)["tests"]
        known = set(self.ask({"op": "known"}, 30)["ids"])
        self.failing = [name for name in header["failing"] if name in known][:COVER_FAILING]
        if not self.failing:
            raise NoHost("none of the failing tests was collected")
        passing = [name for name in header["passing"] if name in known]
        step = max(1, len(passing) // COVER_PASSING)
        self.failed = self.cover(self.failing, 60.0)
        self.passed = self.cover(passing[::step], header["coverSeconds"])

    def cover(self, names, seconds):
        covered = []
        until = time.monotonic() + seconds
        for name in names:
            if covered and time.monotonic() > until:
                break
            answer = self.ask({"op": "cover", "names": [name], "seconds": 1, "endless": self.endless}, 30)
            covered.append(answer["covered"][name])
        return covered

    def ask(self, message, seconds):
        for _ in range(2):
            answer = self.supervisor.ask(self.host.tests(), message, seconds)
            if answer is not None:
                return answer
            self.host.drop_tests()
        raise NoHost("the process of the tests died when it was asked about them")

    def hints(self, focus):
        try:
            return self.ask({"op": "hints", "names": self.failing[:5], "focus": focus, "endless": self.endless}, 60)["hints"]
        except NoHost:
            return NOTHING


class ByCommand:
    """Coverage of the whole command, for tests that are not understood: every line it runs is as suspicious as the next."""

    def __init__(self, supervisor, header):
        self.tests = []
        self.passed = []
        lines = {}

        def handle(session, message):
            path, line = message.get("path"), message.get("line")
            if message.get("event") == "line" and isinstance(path, str) and isinstance(line, int):
                lines.setdefault(path, set()).add(line)
            return True

        supervisor.handler = handle
        supervisor.start(header["command"], header["subdirectory"], tracing=True)
        supervisor.wait(lambda: supervisor.status is not None, time.monotonic() + header["commandSeconds"])
        supervisor.kill_all()
        supervisor.handler = None
        self.failed = [{path: sorted(found) for path, found in lines.items()}]

    @staticmethod
    def hints(focus):
        return NOTHING


NOTHING = {"test_constants": [], "locals": {}, "attributes": {}}


def tell(exploration, root, out):
    """Counts of failing and passing tests for every line of the program, file by file, with its functions."""
    counts = {}
    for which, covered in ((0, exploration.failed), (1, exploration.passed)):
        for lines in covered:
            for path, numbers in lines.items():
                if isinstance(numbers, list) and valid(root, path):
                    for number in numbers:
                        counts.setdefault(path, {}).setdefault(number, [0, 0])[which] += 1
    program = {path for path in counts if path not in exploration.tests}
    kept = {path for path in program if not is_test_file(path)} or program
    for line in aside.lines(lambda: definitions(root, kept, counts), 120):
        out.raw(line + b"\n")
    out.say({"kind": "covered", "failing": len(exploration.failed), "passing": len(exploration.passed)})


def valid(root, path):
    try:
        return isinstance(path, str) and path.endswith(".py") and os.path.isfile(patching.resolve(root, path))
    except patching.PatchError:
        return False


def definitions(root, paths, counts):
    for path in sorted(paths):
        try:
            source = SourceFile(patching.read_bytes(patching.resolve(root, path)))
        except (SyntaxError, ValueError, RecursionError):
            continue
        functions = [{"name": entry.qualname, "first": entry.first_line, "last": entry.last_line} for entry in source.definitions]
        lines = [[number] + count for number, count in sorted(counts[path].items()) if isinstance(number, int)]
        yield json.dumps({"kind": "lines", "path": path, "functions": functions, "lines": lines}).encode()


def atoms(root, focus, hints):
    from . import edits
    for atom in edits.enumerate_edits(sources(root, [entry["path"] for entry in focus]), focus, hints):
        yield json.dumps(dict(atom, kind="atom")).encode()


def sources(root, first):
    """The program's source by path: the focused files, then others as ingredients, capped."""
    found = {}
    size = 0
    for path in list(dict.fromkeys(first)) + sorted(python_files(root)):
        if path not in found and len(found) < MAX_SOURCES:
            try:
                content = patching.read_bytes(patching.resolve(root, path))
                if size + len(content) <= MAX_SOURCE_BYTES:
                    found[path] = content.decode("utf-8")
                    size += len(content)
            except (OSError, UnicodeDecodeError, patching.PatchError):
                continue
    return found


def python_files(root):
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), root)
            if name.endswith(".py") and not is_test_file(path):
                yield path
