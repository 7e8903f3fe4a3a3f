"""Records the calls of the edited functions, and tells what each candidate does on inputs made from them."""
import base64
import hashlib
import pickle
import signal
import sys
import time

from . import inputs, outcomes
from .swap import Cold, Invalid

MAX_CALLS = 40          # recorded for each function
RECORD_SECONDS = 10.0
CALL_SECONDS = 0.5      # processor time of one call
CALL_TICKS = 50_000
MAX_DEATHS = 12         # children lost by one candidate before the rest of its inputs count as lost too


def record(trials, names, edits, seed, count):
    """Runs the tests of the unpatched program and makes inputs of the calls they make: [path, function, pickle, text]."""
    targets = sorted(targets_of(trials, edits))
    swaps = base_swaps(trials, targets)
    until = time.monotonic() + RECORD_SECONDS
    recorded = {target: {} for target in targets}
    rest = list(names)
    while rest and time.monotonic() < until:
        batch = rest

        def body(say):
            for swap in swaps:
                trials.program.do(swap)
            watch = Calls(trials.program, targets, trials.program.file, say)
            for step, name in enumerate(batch):
                trials.children.step[0] = step
                limit(2.0)
                trials.tank.fill(CALL_TICKS)
                sys.setprofile(watch.profile)
                trials.tests.run(name, None)
                sys.setprofile(None)

        report = trials.aside(body, lambda step: 4.0)
        for path, name, data in report.lines:
            known = recorded.get((path, name))
            if known is not None and len(known) < MAX_CALLS:
                known[base64.b64decode(data)] = None
        if report.finished:
            break
        rest = batch[trials.children.step[0] + 1:]
    made = []
    share = max(1, count // max(1, sum(1 for calls in recorded.values() if calls)))

    def make(say):
        for target in targets:
            for data in inputs.derive(list(recorded[target]), seed, share):
                limit(2.0)
                args, kwargs = pickle.loads(data)
                say([target[0], target[1], base64.b64encode(data).decode(), outcomes.call_text(target[1], args, kwargs)])

    made = trials.aside(make, lambda step: 20.0).lines
    return {"inputs": made[:count]}


def probe(trials, edits, inputs):
    """[digest, words, fault] for each input."""
    targets = sorted({(path, name) for path, name, _, _ in inputs})
    try:
        codes = trials.plan(edits)
        swapped = targets_of(trials, edits)
        swaps = base_swaps(trials, [target for target in targets if target not in swapped])
    except Invalid:
        return {"outcomes": []}
    except Cold as reason:
        return {"cold": str(reason)}
    found = []
    deaths = 0
    while len(found) < len(inputs) and deaths <= MAX_DEATHS:
        rest = inputs[len(found):]

        def body(say):
            for swap in swaps:
                trials.program.do(swap)
            trials.swap(codes)
            for step, (path, name, data, _) in enumerate(rest):
                trials.children.step[0] = step
                limit(CALL_SECONDS)
                trials.tank.fill(CALL_TICKS)
                say(observe(trials, path, name, base64.b64decode(data)))

        report = trials.aside(body, lambda step: 4 * CALL_SECONDS + 1)
        found.extend(report.lines[:len(rest)])
        if not report.finished and len(found) < len(inputs):
            deaths += 1
            found.append(LATE if report.timed_out else LOST)
    found.extend([LOST] * (len(inputs) - len(found)))
    return {"outcomes": found}


LATE = ["late", "no answer in time", True]
LOST = ["lost", "the end of the process", True]


def observe(trials, path, name, data):
    """What one call came to."""
    functions = live(trials.program, path, name)
    if not functions:
        return ["gone", "no such function", True]
    args, kwargs = pickle.loads(data)
    outcome = outcomes.of_call(functions[0], args, kwargs, "." in name)
    if trials.tank.empty:
        return LATE
    digest, words, fault = outcome
    return [hashlib.sha1(digest.encode("utf-8", "replace")).hexdigest()[:16], words, fault]


def targets_of(trials, edits):
    """(path, qualified name) of the functions that the edits touch."""
    found = set()
    for edit in edits:
        source = trials.program.file(edit["path"])
        if source is not None:
            found.update((edit["path"], definition.qualname) for definition in source.enclosing(edit["start"], edit["length"]))
    return found


def definition_of(program, path, name):
    source = program.file(path)
    return next((definition for definition in source.definitions if definition.qualname == name), None) if source else None


def live(program, path, name):
    definition = definition_of(program, path, name)
    return program.live(path, definition) if definition is not None else []


def base_swaps(trials, targets):
    """The unpatched functions with fuel in them, where that can be done."""
    swaps = []
    for path, name in targets:
        definition = definition_of(trials.program, path, name)
        if definition is not None:
            try:
                swaps.append(trials.program.swap_of(path, trials.program.file(path), definition, []))
            except (Cold, SyntaxError):
                continue
    return swaps


class Calls:
    """Sends the arguments of the target functions' calls as they are made."""

    def __init__(self, program, targets, file, say):
        self.say = say
        self.count = {target: 0 for target in targets}
        self.codes = {function.__code__: target for target in targets for function in live(program, *target)}

    def profile(self, frame, event, arg):
        if event != "call":
            return
        target = self.codes.get(frame.f_code)
        if target is None or self.count[target] >= 3 * MAX_CALLS:
            return
        self.count[target] += 1
        sys.setprofile(None)
        try:
            data = pickle.dumps(arguments(frame))
            if len(data) <= inputs.MAX_BYTES:
                self.say([target[0], target[1], base64.b64encode(data).decode()])
        except Exception:
            return  # what cannot be pickled cannot be given to a candidate in another process
        finally:
            sys.setprofile(self.profile)


def arguments(frame):
    """(positional, by keyword) of a call that has just begun."""
    code, values = frame.f_code, frame.f_locals
    names = code.co_varnames
    args = [values[name] for name in names[:code.co_argcount]]
    at = code.co_argcount + code.co_kwonlyargcount
    kwargs = {name: values[name] for name in names[code.co_argcount:at]}
    if code.co_flags & 0x04:
        args.extend(values[names[at]])
        at += 1
    if code.co_flags & 0x08:
        kwargs.update(values[names[at]])
    return args, kwargs


def limit(seconds):
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
