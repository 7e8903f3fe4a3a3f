"""What a server of tests is asked to do: measure the tests, try a patch, cover lines, record and probe calls."""
import _signal
import gc
import marshal
import os
import signal
import time

from . import hints, patching, probe, ticks, tracing
from .children import Children
from .forker import Forker
from .state import State
from .swap import Cold, Invalid, Program, Swap

FAIR_SECONDS = 0.1     # processor time that any test may use, however fast it was before
FAIR_TICKS = 30_000    # ticks that any test may use
ENDLESS = 300_000      # ticks after which a test of the unpatched program counts as endless
MANY_TESTS = 200       # tests whose ticks are counted
MANY = 8               # with more failing tests than this, they are all run only if the first one passes
LOOPING = 0.3          # processor seconds in which a test that never ended shows where it loops
SLACK = 1.0            # wall-clock seconds a step may wait for the machine


PROF, DFL = int(signal.SIGPROF), int(signal.SIG_DFL)
default = _signal.signal  # without the enums that signal.signal dresses everything in: it runs before every test


class Trials:
    def __init__(self, tests, root, executed, descriptor, foreign):
        self.tests = tests
        self.root = root
        self.swappable = executed is not None
        self.program = Program(root)
        if self.swappable:
            self.program.index(executed)
        self.children = Children(memory=1 << 30, private=(descriptor,))
        self.forker = Forker(self.children, self)
        self.tank = ticks.Tank()
        self.failing = []
        self.passing = []
        self.measures = {}
        self.schedules = {}
        self.loops = None
        self.bases = {}
        self.foreign = foreign
        self.state = None
        self.tried = 0

    # Measuring

    def do_plan(self, failing, passing, endless, measures=None, seconds=30.0):
        """Takes the tests that matter and finds out how long each takes and which functions it calls."""
        known = set(self.tests.ids())
        self.failing = [name for name in failing if name in known]
        self.passing = [name for name in passing if name in known]
        missing = [name for name in failing if name not in known]
        if measures is None:
            self.measures = {}
            looping = [name for name in self.failing if name in endless]
            self.find_loops(looping)
            self.measure([name for name in self.failing + self.passing if name not in looping], seconds)
        else:
            self.measures = {name: Measure(*value) for name, value in measures.items()}
            if not self.program.indexed and any(measure.loops for measure in self.measures.values()):
                self.program.index(())  # loops get their ticks: what they do is the same, whether they ran before or not
        # A test that does not pass here without a patch would speak against every patch: the proof on a clean
        # checkout looks at it again.
        self.passing = [name for name in self.passing if self.measure_of(name).outcome in ("passed", "skipped", None)]
        return {"missing": missing, "measures": {name: value.parts() for name, value in self.measures.items()}}

    def find_loops(self, names):
        """Lets tests that never ended run for a moment, and notes in which functions they are then."""
        for name in names:
            def body(say):
                inside = tracing.Inside(self.program)
                inside.run(lambda: self.tests.run(name, None), LOOPING)
                say(inside.functions)

            report = self.aside(body, lambda step: 2 * LOOPING + SLACK)
            self.measures[name] = Measure("timedout", None, None, report.lines[0] if report.lines else ())

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

            report = self.aside(body, lambda step: 10.0)
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
            edits = [self.program.narrow(edit) for edit in edits]
            regions = self.regions(edits)
            codes = self.plan(edits) + self.fuelled(regions)
        except Cold as reason:
            return {"cold": str(reason)}
        except (patching.PatchError, Invalid, UnicodeError):
            return {"verdict": "Invalid", "fixed": 0, "broken": 0, "first": None}
        schedule = self.schedule(regions)
        self.tried += 1
        if self.tried == 2:  # a copy that imports one patch anew tries no other
            self.watch_state()
        with OnDisk(files):
            report = self.forker.run(
                marshal.dumps((codes, regions)), lambda step: self.wall(schedule, step), lambda report: self.verdict(report, schedule)["verdict"] == "Plausible")
        return self.verdict(report, schedule)

    def watch_state(self):
        self.forker.stop()
        self.state = State(self.foreign, self.tests.kept())
        gc.freeze()

    def aside(self, body, seconds_of):
        """Runs a closure in a child of this very process. What it finds out, the forking process must know too."""
        self.forker.stop()
        return self.children.run(body, seconds_of)

    def plan(self, edits):
        """The compiled swaps of a patch, for a child to put in."""
        if edits and not self.swappable:
            raise Cold("the project was imported before the tests were watched")
        return [(swap.codes, swap.owner, swap.defaults) for swap in self.program.plan(edits)]

    def fuelled(self, regions):
        """The unpatched functions in which tests never ended, for those loops to cost ticks too when the patch is elsewhere."""
        if self.loops is None:
            self.loops = {}
            for path, line in {tuple(loop) for measure in self.measures.values() for loop in measure.loops}:
                self.loops[path, line] = self.unpatched(path, line)
        return [swap for at, swap in self.loops.items() if swap and not any(at[0] == path and first <= at[1] <= last for path, first, last in regions)]

    def unpatched(self, path, line):
        """The swap that does nothing but count, where it can be made."""
        if not self.program.indexed:
            return None
        try:
            source = self.program.file(path)
            definition = source.at_line(line) if source else None
            swap = self.program.swap_of(path, source, definition, []) if definition else None
            return swap and (swap.codes, swap.owner, swap.defaults)
        except (Cold, SyntaxError, OSError, patching.PatchError):
            return None

    def swap(self, codes):
        """Puts the swaps in; gives what puts the functions back."""
        return [before for parts in codes for before in self.program.do(Swap(*parts))]

    def base(self, full):
        """The base revision's file, as it was when it was first read: before any candidate wrote to it."""
        if full not in self.bases:
            self.bases[full] = patching.read_bytes(full)
        return self.bases[full]

    def regions(self, edits):
        """(path, first line, last line) of the functions that the edits touch."""
        found = set()
        for edit in edits:
            source = self.program.file(edit["path"])
            for definition in source.enclosing(edit["start"], edit["length"]) if source else ():
                found.add((edit["path"], definition.first_line, definition.last_line))
        return frozenset(found)

    def schedule(self, regions):
        """The tests in the order in which they judge a patch of these functions: (name, processor seconds, ticks).

        Failing tests come first, then passing ones that call the functions (the quick ones first), then the rest.
        """
        if regions not in self.schedules:
            def key(name):
                measure = self.measure_of(name)
                return not (regions and measure.calls is not None and measure.reaches(regions)), measure.seconds or 0.0

            order = self.failing + sorted(self.passing, key=key)
            counted = self.counted(regions)
            used = self.count(counted, order) if counted else {}
            budgets = {name: max(FAIR_TICKS, 10 * count) for name, count in used.items()}
            fair = max([FAIR_TICKS] + list(budgets.values()))
            self.schedules[regions] = [(name, self.cpu(name), budgets.get(name, fair)) for name in order]
            self.forker.stop()
        return self.schedules[regions]

    def counted(self, regions):
        """(swap, region) of every function that burns ticks in a trial of these regions."""
        edited = [(self.unpatched(path, first), (path, first, last)) for path, first, last in regions]
        looping = [(swap, (swap[1][0], swap[1][1], swap[1][1])) for swap in self.fuelled(regions)]
        return [(swap, region) for swap, region in edited + looping if swap]

    def cpu(self, name):
        seconds = self.measure_of(name).seconds
        if seconds is None:
            seconds = max([0.02] + [measure.seconds for measure in self.measures.values() if measure.seconds is not None])
        return max(10 * seconds, FAIR_SECONDS)

    @staticmethod
    def wall(schedule, step):
        """Wall-clock seconds that a step may take: the processor may be shared."""
        return SLACK + 5 * schedule[min(step, len(schedule) - 1)][1] if schedule else SLACK

    def count(self, counted, order):
        """Ticks that the tests use in the unpatched functions, ten times of which is their budget. Endless ones do not count."""
        regions = [region for _, region in counted]
        ending = [name for name in order if self.measure_of(name).outcome != "timedout"]
        reaching = [name for name in ending if self.measure_of(name).calls is None or self.measure_of(name).reaches(regions)][:MANY_TESTS]
        passing = set(self.passing)

        def body(say):
            self.swap(swap for swap, _ in counted)
            for step, name in enumerate(reaching):
                self.children.step[0] = step
                arm(self.cpu(name))
                budget = ENDLESS * 100 if name in passing else ENDLESS
                self.tank.fill(budget)
                self.tests.run(name, None)
                if not self.tank.empty:
                    say([name, budget - self.tank.left])

        limits = [(name, self.cpu(name)) for name in reaching]
        return dict(self.aside(body, lambda step: self.wall(limits, step)).lines)

    # In the child of the forking process

    def begin(self):
        if self.state is not None:
            self.state.begin()

    def judge(self, data):
        """Judges one patch: every failing test while there is hope, then the passing ones up to the first that fails."""
        codes, regions = marshal.loads(data)
        self.swapped = self.swap(codes)
        self.ran = []
        schedule = self.schedules[regions]
        failing = len(self.failing)
        fixed = broken = 0
        first = -1
        late = False
        for step, (name, seconds, fuel) in enumerate(schedule):
            self.children.step[0] = step
            arm(seconds)
            self.tank.fill(fuel)
            self.ran.append(name)
            outcome = self.tests.run(name, schedule[step + 1][0] if step + 1 < len(schedule) else None)
            if self.tank.empty:
                outcome = "timedout"
            if outcome == "passed" or (outcome == "skipped" and step >= failing):
                fixed += step < failing
            else:
                first = step if first < 0 else first
                late = late or outcome == "timedout"
                broken += step >= failing
                if broken or outcome == "timedout" or (failing > MANY and not fixed):
                    break
            if step == failing - 1 and fixed < failing:
                break
        return b'{"fixed":%d,"broken":%d,"first":%d,"late":%d}' % (fixed, broken, first, late)

    def settle(self):
        """Undoes what the tests set up, and then the patch. True when everything is as it was before."""
        if self.state is None or not self.state.known:
            return False
        arm(FAIR_SECONDS * 10)
        self.tank.fill(FAIR_TICKS)
        settled = self.tests.settle(self.ran) and not self.tank.empty
        self.program.put_back(self.swapped)
        settled = settled and self.state.unchanged()
        signal.setitimer(signal.ITIMER_PROF, 0)
        return settled

    def verdict(self, report, schedule):
        if len(report.lines) == 1 and not report.tampered:
            said = report.lines[0]
            plausible = said["fixed"] == len(self.failing) > 0 and said["first"] < 0
            kind = "Plausible" if plausible else "TimedOut" if said["late"] else "Failed"
            first = schedule[said["first"]][0] if said["first"] >= 0 else None
            return {"verdict": kind, "fixed": said["fixed"], "broken": said["broken"], "first": first}
        at = min(self.children.step[0], len(schedule) - 1)
        kind = "TimedOut" if report.timed_out else "Crashed"
        return {"verdict": kind, "fixed": 0, "broken": int(at >= len(self.failing)), "first": schedule[at][0] if schedule else None}

    # Looking closer

    def do_cover(self, names, seconds, endless):
        return tracing.cover(self, names, seconds, endless)

    def do_files(self):
        return {"tests": sorted(filter(None, (self.inside(file) for file in self.tests.files())))}

    def inside(self, file):
        full = os.path.realpath(file)
        return full[len(self.root) + 1:] if full.startswith(self.root + os.sep) else None

    def do_known(self):
        return {"ids": self.tests.ids()}

    def do_hints(self, names, focus, endless):
        return hints.collect(self, names, focus, endless)

    def do_record(self, names, edits, seed, count):
        return probe.record(self, names, edits, seed, count)

    def do_probe(self, edits, inputs):
        return probe.probe(self, edits, inputs)


class Measure:
    """How a test did before any patch."""

    def __init__(self, outcome, seconds, calls, loops=()):
        self.loops = loops
        self.outcome = outcome
        self.seconds = seconds
        self.calls = None if calls is None else [tuple(call) for call in calls]

    def parts(self):
        return [self.outcome, self.seconds, self.calls, self.loops]

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
