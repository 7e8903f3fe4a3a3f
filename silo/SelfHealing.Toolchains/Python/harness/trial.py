"""What a server of tests is asked to do: measure the tests, try a patch, cover lines, record and probe calls."""
import _signal
import marshal
import os
import signal
import time

from . import hints, patching, probe, ticks, tracing
from .children import Children
from .planner import Planner
from .swap import Cold, Invalid, Program, Swap

FAIR_SECONDS = 0.1     # processor time that any test may use, however fast it was before
FAIR_TICKS = 30_000    # ticks that any test may use
ENDLESS = 300_000      # ticks after which a test of the unpatched program counts as endless
MANY_TESTS = 200       # tests whose ticks are counted
MANY = 8               # with more failing tests than this, they are all run only if the first one passes
SLACK = 1.0            # wall-clock seconds a step may wait for the machine


PROF, DFL = int(signal.SIGPROF), int(signal.SIG_DFL)
default = _signal.signal  # without the enums that signal.signal dresses everything in: it runs before every test


class Trials:
    def __init__(self, tests, root, executed):
        self.tests = tests
        self.root = root
        self.swappable = executed is not None
        self.program = Program(root, executed or ())
        self.planner = Planner(self.program)
        self.children = Children(memory=1 << 30)
        self.tank = ticks.Tank()
        self.failing = []
        self.passing = []
        self.measures = {}
        self.orders = {}
        self.used = {}

    # Measuring

    def do_plan(self, failing, passing, measures=None, seconds=30.0):
        """Takes the tests that matter and finds out how long each takes and which functions it calls."""
        known = set(self.tests.ids())
        self.failing = [name for name in failing if name in known]
        self.passing = [name for name in passing if name in known]
        missing = [name for name in failing if name not in known]
        if measures is None:
            self.measures = {}
            self.measure(self.failing + self.passing, seconds)
        else:
            self.measures = {name: Measure(*value) for name, value in measures.items()}
        # A test that does not pass here without a patch would speak against every patch: the proof on a clean
        # checkout looks at it again.
        self.passing = [name for name in self.passing if self.measure_of(name).outcome in ("passed", "skipped", None)]
        return {"missing": missing, "measures": {name: value.parts() for name, value in self.measures.items()}}

    def measure(self, names, seconds):
        until = time.monotonic() + seconds
        at = 0
        while at < len(names) and time.monotonic() < until:
            rest = names[at:]

            def body(say):
                for step, name in enumerate(rest):
                    self.children.step[0] = step
                    arm(max(2.0, 1.0))
                    began = time.process_time()
                    calls = tracing.Calls(self.program)
                    outcome = self.tests.run(name, following(rest, step))
                    say([name, outcome, time.process_time() - began, sorted(calls.stop())])
                    if time.monotonic() > until:
                        break

            report = self.children.run(body, lambda step: 10.0)
            for name, outcome, took, calls in report.lines:
                self.measures[name] = Measure(outcome, took, calls)
            if report.finished:
                return
            at += min(self.children.step[0], len(rest) - 1) + 1
            if rest[at - 1 - (len(names) - len(rest))] not in self.measures:
                self.measures[names[at - 1]] = Measure("timedout" if report.timed_out else "failed", None, None)

    def measure_of(self, name):
        return self.measures.get(name) or Measure(None, None, None)

    # Trying

    def do_trial(self, edits):
        """The verdict on one patch, or the reason why it needs a fresh import."""
        try:
            files = patching.patched_files(self.root, edits, self.base)
            plan = self.plan(edits)
        except Cold as reason:
            return {"cold": str(reason)}
        except (patching.PatchError, Invalid, UnicodeError):
            return {"verdict": "Invalid", "fixed": 0, "broken": 0, "first": None}
        regions = self.regions(edits)
        order = self.order(regions)
        budgets = self.budgets(regions, order) if regions else {}
        with OnDisk(files):
            report = self.children.run(
                lambda say: self.try_in_child(say, plan, order, budgets), lambda step: self.wall(order, step))
        return self.verdict(report, order)

    def plan(self, edits):
        """The compiled swaps of a patch, for a child to put in."""
        if edits and not self.swappable:
            raise Cold("the project was imported before the tests were watched")
        return self.planner.plan(edits)

    def swap(self, plan):
        for parts in marshal.loads(plan) if plan else ():
            self.program.do(Swap(*parts))

    def base(self, full):
        path = os.path.realpath(full)[len(self.root) + 1:]
        source = self.program.file(path) if path.endswith(".py") else None
        return source.content if source else patching.read_bytes(full)

    def regions(self, edits):
        """(path, first line, last line) of the functions that the edits touch."""
        found = set()
        for edit in edits:
            source = self.program.file(edit["path"])
            for definition in source.enclosing(edit["start"], edit["length"]) if source else ():
                found.add((edit["path"], definition.first_line, definition.last_line))
        return frozenset(found)

    def order(self, regions):
        """Failing tests, then passing tests that call the edited functions (the quick ones first), then the rest."""
        if regions in self.orders:
            return self.orders[regions]

        def key(name):
            measure = self.measure_of(name)
            return not (regions and measure.calls is not None and measure.reaches(regions)), measure.seconds or 0.0

        self.orders[regions] = self.failing + sorted(self.passing, key=key)
        return self.orders[regions]

    def cpu(self, name):
        seconds = self.measure_of(name).seconds
        if seconds is None:
            seconds = max([0.02] + [measure.seconds for measure in self.measures.values() if measure.seconds is not None])
        return max(10 * seconds, FAIR_SECONDS)

    def wall(self, order, step):
        return SLACK + 5 * self.cpu(order[min(step, len(order) - 1)]) if order else SLACK

    def budgets(self, regions, order):
        """Ticks per test: ten times what the unpatched functions use, measured once for each set of functions."""
        if regions not in self.used:
            used = self.count(regions, order)
            self.used[regions] = {name: max(FAIR_TICKS, 10 * count) for name, count in used.items()}
        return self.used[regions]

    def count(self, regions, order):
        """Ticks that the tests use in the unpatched functions. A test that ends by them does not count."""
        reaching = [name for name in order if self.measure_of(name).calls is None or self.measure_of(name).reaches(regions)][:MANY_TESTS]
        passing = set(self.passing)

        def body(say):
            for path, first, _ in regions:
                source = self.program.file(path)
                self.program.do(self.program.swap_of(path, source, source.at_line(first), []))
            for step, name in enumerate(reaching):
                self.children.step[0] = step
                arm(self.cpu(name))
                budget = ENDLESS * 100 if name in passing else ENDLESS
                self.tank.fill(budget)
                self.tests.run(name, None)
                if not self.tank.empty:
                    say([name, budget - self.tank.left])

        return dict(self.children.run(body, lambda step: self.wall(reaching, step)).lines)

    def try_in_child(self, say, plan, order, budgets):
        self.swap(plan)
        fair = max([FAIR_TICKS] + [budgets[name] for name in budgets])
        fixed = broken = 0
        first = None
        stopped = False
        failing = len(self.failing)
        for step, name in enumerate(order):
            self.children.step[0] = step
            arm(self.cpu(name))
            self.tank.fill(budgets.get(name, fair))
            outcome = self.tests.run(name, following(order, step))
            if self.tank.empty:
                outcome = "timedout"
            if outcome == "passed" or (outcome == "skipped" and step >= failing):
                fixed += step < failing
            else:
                first = first or name
                stopped = stopped or outcome == "timedout"
                broken += step >= failing
                if broken or outcome == "timedout" or (failing > MANY and not fixed):
                    break
            if step == failing - 1 and fixed < failing:
                break
        say({"fixed": fixed, "broken": broken, "first": first, "timedOut": stopped, "failing": failing})

    def verdict(self, report, order):
        if report.finished and len(report.lines) == 1 and not report.tampered:
            said = report.lines[0]
            plausible = said["fixed"] == said["failing"] and not said["broken"] and said["first"] is None
            kind = "Plausible" if plausible else "TimedOut" if said["timedOut"] else "Failed"
            return {"verdict": kind, "fixed": said["fixed"], "broken": said["broken"], "first": said["first"]}
        at = min(self.children.step[0], len(order) - 1)
        kind = "TimedOut" if report.timed_out else "Crashed"
        return {"verdict": kind, "fixed": 0, "broken": int(at >= len(self.failing)), "first": order[at] if order else None}

    # Looking closer

    def do_cover(self, names, seconds):
        return tracing.cover(self, names, seconds)

    def do_files(self):
        return {"tests": sorted(filter(None, (self.inside(file) for file in self.tests.files())))}

    def inside(self, file):
        full = os.path.realpath(file)
        return full[len(self.root) + 1:] if full.startswith(self.root + os.sep) else None

    def do_known(self):
        return {"ids": self.tests.ids()}

    def do_hints(self, names, focus):
        return hints.collect(self, names, focus)

    def do_record(self, names, edits, seed, count):
        return probe.record(self, names, edits, seed, count)

    def do_probe(self, edits, inputs):
        return probe.probe(self, edits, inputs)


class Measure:
    """How a test did before any patch."""

    def __init__(self, outcome, seconds, calls):
        self.outcome = outcome
        self.seconds = seconds
        self.calls = None if calls is None else [tuple(call) for call in calls]

    def parts(self):
        return [self.outcome, self.seconds, self.calls]

    def reaches(self, regions):
        return any(path == called and first <= line <= last for called, line in self.calls for path, first, last in regions)


class OnDisk:
    """The patched files in their places while the child runs: subprocesses and late imports see them too."""

    def __init__(self, files):
        self.files = files

    def __enter__(self):
        for full, _, content in self.files:
            patching.write_bytes(full, content)

    def __exit__(self, *_):
        for full, base, _ in self.files:
            patching.write_bytes(full, base)


def following(names, step):
    return names[step + 1] if step + 1 < len(names) else None


def arm(seconds):
    """The kernel ends this process when it has used so much more processor time: no handler that code could catch."""
    default(PROF, DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
