"""Trials: many patches in one container, one verdict each, in order."""
import os

from . import patching
from .hosts import NoHost
from .run import run_command


class Batch:
    def __init__(self, supervisor, header, host, out):
        self.supervisor = supervisor
        self.header = header
        self.host = host
        self.out = out
        self.failing = header["failing"]
        self.passing = header["passing"]
        self.measures = None
        self.bases = {}
        self.prepared = False
        self.planned = None
        self.slow = False
        self.seconds = max(20.0, 3 * header["baselineSeconds"])
        # An endless loop costs this much where the command is run whole: what it usually takes, with room for a busy machine.
        self.command_seconds = 1.0 + 5 * header["baselineSeconds"]

    def trial(self, number, edits):
        """Tells the verdict on one patch."""
        if not self.prepared:
            self.prepare()
        verdict = self.evaluate(edits)
        verdict["kind"] = "verdict"
        verdict["number"] = number
        self.out.say(verdict)

    def prepare(self):
        """Gets the tests collected and measured; commands that cannot be asked are run whole for each patch."""
        self.host.forgive()
        try:
            self.tests()
        except NoHost:
            self.slow = True
        if self.slow:
            self.host.stop()
        self.prepared = True

    def tests(self):
        """The process of the tests, told which of them matter."""
        session = self.host.tests()
        if session is not self.planned:
            self.plan(session)
            self.planned = session
        return session

    def plan(self, session):
        answer = self.supervisor.ask(session, {
            "op": "plan", "failing": self.failing, "passing": self.passing, "endless": self.header["endless"], "measures": self.measures, "seconds": self.seconds},
            10 * self.seconds)
        if answer is None:
            raise NoHost("the tests' process died while the tests were measured")
        if self.measures is None:
            self.measures = answer["measures"]
            if answer["missing"] or not self.failing:
                self.slow = True
        return answer

    def evaluate(self, edits):
        if self.slow:
            return self.whole_command(edits)
        try:
            files = patching.patched_files(self.supervisor.root, edits, self.base)
        except patching.PatchError:
            return verdict("Invalid")
        answer = None
        for _ in range(2):  # the process may have been killed by the patch before this one, a moment after its verdict
            try:
                answer = self.ask_trial(self.tests(), edits)
            except NoHost:
                return verdict("Crashed")
            if answer is not None:
                break
            self.host.drop_tests()
            write(files, 1)  # the patched files were in place when the process that restores them died
        if answer is None:
            return verdict("Crashed")
        return self.fresh_import(files) if "cold" in answer else answer

    def ask_trial(self, session, edits):
        answer = self.supervisor.ask(session, {"op": "trial", "edits": edits}, self.limit())
        return answer if answer is None or "cold" in answer else checked(answer)

    def limit(self):
        """Longest time that an honest server takes for one patch: each test has ten times its usual time."""
        return 10.0 + 12.0 * sum(value[1] or 0.5 for value in self.measures.values())

    def base(self, full):
        """The base revision's file, as it was before any candidate ran."""
        if full not in self.bases:
            self.bases[full] = patching.read_bytes(full)
        return self.bases[full]

    def fresh_import(self, files):
        """The patch on disk, and a copy of the test process that imports the project anew."""
        before = self.host.processes()
        write(files, 2)
        try:
            session = self.host.copy(seconds=max(2.0, 10 * self.host.collecting), once=True)
            answer = self.plan(session)
            if answer["missing"]:
                return verdict("Failed", first=answer["missing"][0])
            return self.ask_trial(session, []) or verdict("Crashed")
        except NoHost as reason:
            return verdict("TimedOut" if reason.timed_out else "Failed", first=self.failing[0])
        finally:
            self.host.end_copies(before)
            write(files, 1)

    def whole_command(self, edits):
        """Runs the user's command with the patched files in place."""
        try:
            files = patching.patched_files(self.supervisor.root, edits, self.base)
            for full, _, content in files:
                if full.endswith(".py"):
                    compile(content, full, "exec", dont_inherit=True)
        except (patching.PatchError, SyntaxError, ValueError):
            return verdict("Invalid")
        write(files, 2)
        try:
            run = run_command(self.supervisor, self.header["command"], self.header["subdirectory"], self.command_seconds)
        finally:
            write(files, 1)
        return judge(run, self.failing, self.passing)


def judge(run, failing, passing):
    """The verdict that a whole run's results give."""
    outcomes = {test["id"]: test["outcome"] for test in run["tests"]}
    fixed = [name for name in failing if outcome_of(name, outcomes) == "passed"]
    broken = [name for name in passing if outcome_of(name, outcomes) not in ("passed", "skipped")]
    if run["fault"] == "TimedOut":
        return verdict("TimedOut", 0, 0, next((name for name in failing if name not in fixed), None))
    if run["fault"] is not None:
        return verdict("Crashed")
    first = next((name for name in failing if name not in fixed), None) or next(iter(broken), None)
    return verdict("Failed" if first else "Plausible", len(fixed), min(1, len(broken)), first)


def outcome_of(name, outcomes):
    """A test's outcome; a file that could not be imported before stands for all of its tests."""
    if name in outcomes:
        return outcomes[name]
    below = [outcome for other, outcome in outcomes.items() if other.startswith(name + "::") or other.startswith(name + ".")]
    return None if not below else "passed" if all(outcome in ("passed", "skipped") for outcome in below) else "failed"


def verdict(kind, fixed=0, broken=0, first=None):
    return {"verdict": kind, "fixed": fixed, "broken": broken, "first": first}


def checked(answer):
    """The answer with nothing in it but what a verdict has; a server that answers otherwise is not believed."""
    kind, fixed, broken, first = (answer.get(name) for name in ("verdict", "fixed", "broken", "first"))
    honest = kind in ("Plausible", "Failed", "Invalid", "TimedOut", "Crashed") and isinstance(fixed, int) and isinstance(broken, int) \
        and (first is None or isinstance(first, str))
    return verdict(kind, fixed, broken, first) if honest else verdict("Crashed")


def write(files, which):
    for file in files:
        os.makedirs(os.path.dirname(file[0]), exist_ok=True)
        patching.write_bytes(file[0], file[which])
