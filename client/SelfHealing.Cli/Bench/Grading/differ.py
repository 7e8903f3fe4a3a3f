"""Compares a program with its reference: on every input that its tests use, and on mutations of them that keep what those have in common."""
import copy
import importlib
import importlib.util
import inspect
import json
import math
import os
import random
import signal
import sys
import time
import types

MUTANTS = 600
SECONDS = 25
REFERENCE_LIMIT = 2.0
MOST_ITEMS = 10000
WRONG = 10
UNJUDGED = 20


class OutOfTime(BaseException):
    pass


def alarm(*_):
    raise OutOfTime()


def limited(seconds, function, *arguments):
    """(what came back or what was raised, seconds)."""
    began = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return ("value", function(*arguments)), time.perf_counter() - began
    except OutOfTime:
        return ("time", None), seconds
    except Exception as error:
        return ("error", type(error).__name__), time.perf_counter() - began
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def plain(value, seen=None):
    """A value as comparable data: generators as the lists they yield, objects as their fields."""
    seen = {} if seen is None else seen
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes)):
        return value
    if id(value) in seen:
        return ("again", seen[id(value)])
    seen[id(value)] = len(seen)
    if isinstance(value, (list, range, types.GeneratorType)) or (hasattr(value, "__next__") and hasattr(value, "__iter__")):
        items = []
        for item in value:
            items.append(plain(item, seen))
            if len(items) >= MOST_ITEMS:
                break
        return ["list"] + items
    if isinstance(value, tuple):
        return ["tuple"] + [plain(item, seen) for item in value]
    if isinstance(value, (set, frozenset)):
        return ["set"] + sorted((plain(item, seen) for item in value), key=repr)
    if isinstance(value, dict):
        return ["dict"] + sorted(([plain(k, seen), plain(v, seen)] for k, v in value.items()), key=lambda pair: repr(pair[0]))
    if isinstance(value, type) or callable(value):
        return ["named", getattr(value, "__name__", type(value).__name__)]
    return ["object", type(value).__name__, [[k, plain(v, seen)] for k, v in sorted(vars(value).items())] if hasattr(value, "__dict__") else repr(value)]


def same(a, b):
    if isinstance(a, float) and isinstance(b, (int, float)) or isinstance(b, float) and isinstance(a, (int, float)):
        return a == b or (a != a and b != b) or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return a == b


def recorded(name, reference):
    """The arguments with which the tests call the program."""
    import pytest
    pytest.use_correct = True
    pytest.run_slow = False
    inputs = []

    def record(*arguments):
        try:
            inputs.append(copy.deepcopy(arguments))
        except Exception:
            pass
        return reference(*arguments)

    spec = importlib.util.spec_from_file_location("tests_of_" + name, os.path.join("python_testcases", "test_%s.py" % name))
    tests = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tests)
    for key, value in list(vars(tests).items()):
        if value is reference or getattr(value, "__name__", None) == name and callable(value):
            setattr(tests, key, record)
        elif isinstance(value, types.ModuleType) and hasattr(value, name):
            setattr(tests, key, types.SimpleNamespace(**{name: record}))
    for key, test in list(vars(tests).items()):
        if key.startswith("test") and callable(test):
            for arguments in cases_of(test):
                limited(REFERENCE_LIMIT * 2, lambda: test(**arguments))
    return inputs


def cases_of(test):
    """Keyword arguments of each case of a test that may be parametrised."""
    cases = [{}]
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            names = mark.args[0]
            names = [n.strip() for n in names.split(",")] if isinstance(names, str) else list(names)
            grown = []
            for values in mark.args[1]:
                values = getattr(values, "values", values)
                values = values() if callable(values) else values
                values = (values,) if len(names) == 1 and not (isinstance(values, tuple) and len(values) == 1) else values
                grown.extend(dict(case, **dict(zip(names, values))) for case in cases)
            cases = grown
    needed = [p.name for p in inspect.signature(test).parameters.values() if p.default is p.empty]
    return [case for case in cases if all(n in case for n in needed)]


def numbers(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def flat(values):
    return isinstance(values, (list, tuple)) and all(numbers(v) for v in values)


def ordered(values):
    try:
        return all(a <= b for a, b in zip(values, values[1:]))
    except TypeError:
        return False


def falling(values):
    try:
        return all(a >= b for a, b in zip(values, values[1:]))
    except TypeError:
        return False


def distinct(values):
    return len(set(map(repr, values))) == len(values)


def shape(value):
    """The types that a value is made of, whatever its lengths."""
    if isinstance(value, (list, tuple)):
        return (type(value).__name__, tuple(sorted({repr(shape(v)) for v in value})))
    if isinstance(value, dict):
        return ("dict", tuple(sorted({repr((shape(k), shape(v))) for k, v in value.items()})))
    return type(value).__name__


ALONE = [
    lambda v: numbers(v) and v >= 0,
    lambda v: numbers(v) and v > 0,
    lambda v: numbers(v) and v > 1,
    lambda v: isinstance(v, int) and v % 2 == 0,
    lambda v: hasattr(v, "__len__") and len(v) > 0,
    lambda v: hasattr(v, "__len__") and len(v) > 1,
    lambda v: isinstance(v, (list, tuple, str)) and ordered(v),
    lambda v: isinstance(v, (list, tuple)) and falling(v),
    lambda v: isinstance(v, (list, tuple, str)) and distinct(v),
    lambda v: flat(v) and all(x >= 0 for x in v),
    lambda v: flat(v) and all(x > 0 for x in v),
    lambda v: flat(v) and len(v) > 0 and sorted(v) == list(range(int(min(v)), int(min(v)) + len(v))),
    lambda v: flat(v) and len(v) > 0 and min(v) == 0,
    lambda v: flat(v) and len(v) > 0 and min(v) == 1,
    lambda v: isinstance(v, (list, tuple)) and len({len(x) if hasattr(x, "__len__") else -1 for x in v}) <= 1,
    lambda v: isinstance(v, (list, tuple)) and all(hasattr(x, "__len__") and len(x) == len(v) for x in v),
    lambda v: isinstance(v, (list, tuple)) and all(isinstance(x, (list, tuple)) and ordered(x) for x in v),
    lambda v: isinstance(v, (list, tuple)) and all(flat(x) and all(n >= 0 for n in x) for x in v),
    lambda v: isinstance(v, str) and v.isdigit(),
    lambda v: isinstance(v, str) and v == v.lower(),
    lambda v: isinstance(v, str) and v == v.strip(),
]

TOGETHER = [
    lambda a, b: numbers(a) and numbers(b) and a <= b,
    lambda a, b: numbers(a) and numbers(b) and a < b,
    lambda a, b: hasattr(a, "__len__") and hasattr(b, "__len__") and len(a) == len(b),
    lambda a, b: hasattr(a, "__len__") and hasattr(b, "__len__") and len(a) <= len(b),
    lambda a, b: numbers(a) and hasattr(b, "__len__") and a < len(b),
    lambda a, b: numbers(a) and hasattr(b, "__len__") and a <= len(b),
    lambda a, b: numbers(a) and hasattr(b, "__len__") and a == len(b),
    lambda a, b: isinstance(b, (list, tuple)) and not isinstance(a, (list, tuple, dict)) and a in b,
    lambda a, b: numbers(a) and flat(b) and len(b) > 0 and a <= max(b),
    lambda a, b: numbers(a) and flat(b) and len(b) > 0 and a > max(b),
    lambda a, b: numbers(a) and flat(b) and all(x <= a for x in b),
]


def holds(rule, *values):
    try:
        return bool(rule(*values))
    except Exception:
        return False


class Common:
    """What all inputs of the tests have in common; a mutation that breaks it may be no input at all."""

    def __init__(self, inputs):
        self.width = {len(i) for i in inputs}
        self.alone = [(n, rule) for n in range(min(self.width)) for rule in ALONE if all(holds(rule, i[n]) for i in inputs)]
        places = [(n, m) for n in range(min(self.width)) for m in range(min(self.width)) if n != m]
        self.together = [(n, m, rule) for n, m in places for rule in TOGETHER if all(holds(rule, i[n], i[m]) for i in inputs)]
        self.shapes = {repr(shape(i)) for i in inputs}
        self.most = [max((abs(x) for i in inputs for x in everything(i[n], numbers)), default=0) for n in range(min(self.width))]
        self.least = [min((x for i in inputs for x in everything(i[n], numbers)), default=0) for n in range(min(self.width))]
        self.letters = {c for i in inputs for s in everything(i, lambda v: isinstance(v, str)) for c in s}
        self.longest = max((len(v) for i in inputs for v in everything(i, lambda v: hasattr(v, "__len__"))), default=0)

    def allows(self, candidate):
        return (
            len(candidate) in self.width
            and self.fits(candidate)
            and all(holds(rule, candidate[n]) for n, rule in self.alone)
            and all(holds(rule, candidate[n], candidate[m]) for n, m, rule in self.together)
            and all(self.least[n] <= x and abs(x) <= self.most[n] + 2 for n in range(len(self.most)) for x in everything(candidate[n], numbers))
            and all(len(v) <= self.longest + 2 for v in everything(candidate, lambda v: hasattr(v, "__len__")))
            and all(c in self.letters for s in everything(candidate, lambda v: isinstance(v, str)) for c in s))

    def fits(self, candidate):
        return repr(shape(candidate)) in self.shapes


def everything(value, wanted):
    """Every value of a kind inside of a value."""
    if wanted(value):
        yield value
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from everything(item, wanted)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from everything(key, wanted)
            yield from everything(item, wanted)


def mutated(value, chance, letters):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return chance.choice([value - 1, value + 1, value - 2, value + 2, value * 2, value // 2, 0, 1, -value, chance.randint(-3, max(10, abs(value)))])
    if isinstance(value, float):
        return chance.choice([value + 1, value - 1, value * 2, value / 2, 0.0, float(round(value))])
    if isinstance(value, str):
        at = chance.randint(0, len(value))
        extra = chance.choice(letters) if letters else ""
        return chance.choice([value[:at] + value[at + 1:], value[:at] + extra + value[at:], value[:at] + extra + value[at + 1:], value[::-1], value[:at], value[at:], value + value[:at]])
    if isinstance(value, (list, tuple)):
        items = list(value)
        kind = chance.randint(0, 7)
        at = chance.randrange(len(items)) if items else 0
        if items and kind <= 2:
            items[at] = mutated(items[at], chance, letters)
        elif items and kind == 3:
            del items[at]
        elif items and kind == 4:
            items.insert(chance.randint(0, len(items)), copy.deepcopy(items[at]))
        elif kind == 5:
            chance.shuffle(items)
        elif items and kind == 6:
            items = items[:at] if chance.random() < 0.5 else items[at:]
        elif items:
            items.insert(at, mutated(copy.deepcopy(items[at]), chance, letters))
        if isinstance(value, list) and ordered(value) and chance.random() < 0.7:
            try:
                items.sort()
            except TypeError:
                pass
        return type(value)(items) if type(value) in (list, tuple) else value
    if type(value) is dict and value:
        changed = dict(value)
        key = chance.choice(list(changed))
        if chance.random() < 0.3:
            del changed[key]
        else:
            changed[key] = mutated(changed[key], chance, letters)
        return changed
    return value


def mutants(inputs, common, chance):
    letters = sorted(common.letters)
    known = {repr(i) for i in inputs}
    for _ in range(MUTANTS * 12):
        candidate = list(copy.deepcopy(chance.choice(inputs)))
        for _ in range(chance.choice([1, 1, 2, 3])):
            if candidate:
                at = chance.randrange(len(candidate))
                candidate[at] = mutated(candidate[at], chance, letters)
        candidate = tuple(candidate)
        if repr(candidate) not in known and common.allows(candidate):
            known.add(repr(candidate))
            yield candidate
        if len(known) > MUTANTS + len(inputs):
            return


def outcome(function, arguments, limit):
    """What a call gives, and what it leaves of its arguments."""
    arguments = copy.deepcopy(arguments)
    result, seconds = limited(limit, lambda: plain(function(*arguments)))
    left, _ = limited(limit, lambda: plain(arguments))
    return result, left, seconds


def main():
    with open("task.json") as file:
        task = json.load(file)
    name = task["name"]
    sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "python_testcases")]
    sys.setrecursionlimit(5000)
    signal.signal(signal.SIGALRM, alarm)
    reference = getattr(importlib.import_module("correct_python_programs." + name), name)
    program = getattr(importlib.import_module("python_programs." + name), name)
    inputs = recorded(name, reference)
    if not inputs:
        raise LookupError("the tests never call the program, so there is nothing to compare")
    began = time.perf_counter()
    compared = 0
    works_in_place = all(outcome(reference, i, REFERENCE_LIMIT)[0] == ("value", None) for i in inputs[:5])
    everywhere = list(inputs) + list(mutants(inputs, Common(inputs), random.Random(task["seed"])))
    for arguments in everywhere:
        if time.perf_counter() - began > SECONDS:
            break
        expected, left, seconds = outcome(reference, arguments, REFERENCE_LIMIT)
        if expected[0] != "value":
            continue
        actual, actually_left, _ = outcome(program, arguments, max(1.0, seconds * 20))
        compared += 1
        if not same(expected, actual) or works_in_place and not same(left, actually_left):
            print("Differs for %s: expected %s, got %s" % (repr(arguments)[:500], repr(expected)[:300], repr(actual)[:300]))
            return WRONG
    if compared == 0:
        raise LookupError("the reference accepts none of the inputs, so there is nothing to compare")
    print("compared on %d inputs" % compared)
    print(task["token"])
    return 0


try:
    code = main()
except BaseException as error:
    print("could not be judged: %s: %s" % (type(error).__name__, error))
    code = UNJUDGED
sys.stdout.flush()
os._exit(code)
