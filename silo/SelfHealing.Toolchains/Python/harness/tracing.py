"""Which functions a test calls, and which lines it runs."""
import signal
import sys

from . import session as sessions

# One child a test: whatever the test does, its lines were told as they were first reached.
COVER_SECONDS = 2.0
ENDLESS_SECONDS = 0.5  # of a test that is known never to end


class Calls:
    """The project's functions that are called until stop, as (path, first line)."""

    def __init__(self, program):
        self.program = program
        self.seen = set()
        if hasattr(sys, "monitoring"):
            self.tool = use_tool(sys.monitoring.events.PY_START, self.started)
        else:
            sys.setprofile(self.profile)

    def profile(self, frame, event, arg):
        if event == "call":
            self.seen.add(frame.f_code)

    def started(self, code, offset):
        self.seen.add(code)
        return sys.monitoring.DISABLE

    def stop(self):
        if hasattr(sys, "monitoring"):
            free_tool(self.tool)
        else:
            sys.setprofile(None)
        paths = ((self.program.path_of(code), code.co_firstlineno) for code in self.seen)
        return {(path, line) for path, line in paths if path is not None}


def use_tool(events, callback):
    monitoring = sys.monitoring
    tool = next(number for number in (4, 3, 5, 2) if monitoring.get_tool(number) is None)
    monitoring.use_tool_id(tool, "selfheal")
    monitoring.register_callback(tool, events, callback)
    monitoring.set_events(tool, events)
    monitoring.restart_events()
    return tool


def free_tool(tool):
    sys.monitoring.set_events(tool, 0)
    sys.monitoring.free_tool_id(tool)


class Lines:
    """Tells each line of the project once, when it is first run."""

    def __init__(self, program, excluded, tell):
        self.program = program
        self.excluded = excluded
        self.tell = tell
        self.seen = set()
        if hasattr(sys, "monitoring"):
            self.tool = use_tool(sys.monitoring.events.LINE, self.reached)
        else:
            sys.settrace(self.trace)

    def reached(self, code, line):
        path = self.program.path_of(code)
        if path is not None and path not in self.excluded and (path, line) not in self.seen:
            self.seen.add((path, line))
            self.tell([path, line])
        return sys.monitoring.DISABLE

    def trace(self, frame, event, arg):
        path = self.program.path_of(frame.f_code)
        if path is None or path in self.excluded:
            return None
        seen, tell = self.seen, self.tell

        def local(frame, event, arg):
            if event == "line":
                at = (path, frame.f_lineno)
                if at not in seen:
                    seen.add(at)
                    tell(list(at))
            return local

        return local

    def stop(self):
        if hasattr(sys, "monitoring"):
            free_tool(self.tool)
        else:
            sys.settrace(None)


class Enough(BaseException):
    """The test ran long enough."""


class Inside:
    """Runs something for a while and notes in which of the project's functions it is when the time is over."""

    def __init__(self, program):
        self.program = program
        self.functions = []

    def run(self, body, seconds):
        signal.signal(signal.SIGPROF, self.over)
        # Again and again, for code that catches everything.
        signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
        try:
            body()
        except Enough:
            pass
        signal.setitimer(signal.ITIMER_PROF, 0)

    def over(self, signum, frame):
        if not self.functions:
            while frame is not None:
                path = self.program.path_of(frame.f_code)
                if path is not None:
                    self.functions.append([path, frame.f_code.co_firstlineno])
                frame = frame.f_back
        raise Enough()


def cover(trials, names, seconds, endless):
    """The lines that each test runs, as far as the time goes; a test that never ends is cut and counts all the same."""
    import time
    until = time.monotonic() + seconds
    excluded = set(trials.do_files()["tests"])
    covered = {}
    for name in names:
        if covered and time.monotonic() > until:
            break
        limit = ENDLESS_SECONDS if name in endless else COVER_SECONDS

        def body(say):
            lines = Lines(trials.program, excluded, say)
            Inside(trials.program).run(lambda: trials.tests.run(name, None), limit)
            lines.stop()

        report = trials.aside(body, lambda step: 2 * COVER_SECONDS + 1)
        lines = {}
        for path, line in report.lines:
            lines.setdefault(path, []).append(line)
        covered[name] = lines
    return {"covered": covered}


def follow(session):
    """Tells every line of the project that this process runs, for commands whose tests are not understood."""
    from . import swap
    import threading

    def tell(line):
        session.say(event="line", path=line[0], line=line[1])

    lines = Lines(swap.Paths(sessions.root()), (), tell)
    if not hasattr(sys, "monitoring"):
        threading.settrace(lines.trace)


def is_test_file(path):
    """Files that test the program rather than being it, by the names that people give them."""
    parts = path.split("/")
    name = parts[-1]
    return (name.startswith("test_") or name.endswith("_test.py") or name in ("conftest.py", "setup.py", "tests.py")
            or any(part in ("test", "tests", "testing") for part in parts[:-1]))
