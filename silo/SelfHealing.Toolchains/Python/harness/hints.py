"""What the failing tests show of the suspicious functions while they run: names, types, attributes, constants."""
import ast
import inspect
import sys

from . import tracing

MAX_NAMES = 60
MAX_TYPES = 4
MAX_ATTRIBUTES = 80
MAX_CONSTANTS = 200
SECONDS = 2.0
ENDLESS_SECONDS = 0.3  # of a test that is known never to end


def collect(trials, names, focus, endless):
    """Runs the tests once more, looking into the focused functions whenever they return."""
    wanted = {}
    for entry in focus:
        wanted.setdefault(entry["path"], []).append((entry["first_line"], entry["last_line"], entry["path"] + "::" + entry["function"]))
    hints = {"test_constants": constants(trials, names), "locals": {}, "attributes": {}}
    for name in names:
        limit = ENDLESS_SECONDS if name in endless else SECONDS

        def body(say):
            look = Look(trials.program, wanted)
            sys.setprofile(look.profile)
            tracing.Inside(trials.program).run(lambda: trials.tests.run(name, None), limit)
            sys.setprofile(None)
            say(look.found())

        for found in trials.aside(body, lambda step: 2 * SECONDS + 1).lines:
            merge(hints, found)
    return {"hints": hints}


class Look:
    def __init__(self, program, wanted):
        self.program = program
        self.wanted = wanted
        self.codes = {}
        self.looks = {}
        self.locals = {}
        self.attributes = {}

    def profile(self, frame, event, arg):
        if event == "return":
            code = frame.f_code
            if code not in self.codes:
                self.codes[code] = self.key(code)
            key = self.codes[code]
            if key is not None and self.looks.get(key, 0) < 200:
                self.looks[key] = self.looks.get(key, 0) + 1
                self.see(key, frame.f_locals)

    def key(self, code):
        for first, last, key in self.wanted.get(self.program.path_of(code), ()):
            if first <= code.co_firstlineno <= last:
                return key
        return None

    def see(self, key, values):
        names = self.locals.setdefault(key, {})
        for name, value in list(values.items()):
            if not name.isidentifier() or (name not in names and len(names) >= MAX_NAMES):
                continue
            kind = type(value)
            kinds = names.setdefault(name, [])
            if kind.__name__ not in kinds and len(kinds) < MAX_TYPES:
                kinds.append(kind.__name__)
            if kind.__module__ != "builtins" and len(self.attributes) < MAX_NAMES:
                known = self.attributes.setdefault(kind.__name__, set())
                if len(known) < MAX_ATTRIBUTES:
                    known.update(list(getattr(value, "__dict__", None) or ())[:MAX_ATTRIBUTES])
                    known.update(attribute for attribute in dir(kind) if not attribute.startswith("__"))

    def found(self):
        attributes = {name: sorted(map(str, known))[:MAX_ATTRIBUTES] for name, known in self.attributes.items()}
        return {"locals": self.locals, "attributes": attributes}


def merge(hints, found):
    for key, names in found["locals"].items():
        known = hints["locals"].setdefault(key, {})
        for name, kinds in names.items():
            known[name] = list(dict.fromkeys(known.get(name, []) + kinds))[:MAX_TYPES]
    for name, attributes in found["attributes"].items():
        hints["attributes"][name] = sorted(set(hints["attributes"].get(name, [])) | set(attributes))[:MAX_ATTRIBUTES]


def constants(trials, names):
    """Plain constants in the source of the failing tests, and in their parameters."""
    found = []
    for name in names:
        function = inspect.unwrap(trials.tests.function(name))
        code = getattr(getattr(function, "__func__", function), "__code__", None)
        path = trials.program.path_of(code) if code is not None else None
        source = trials.program.file(path) if path is not None else None
        definition = source.at_line(code.co_firstlineno) if source is not None else None
        for node in ast.walk(definition.node) if definition is not None else ():
            if isinstance(node, ast.Constant):
                plain(node.value, found)
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
                plain(-node.operand.value, found)
        for value in trials.tests.parameters(name):
            plain(value, found)
    return found[:MAX_CONSTANTS]


def plain(value, found):
    if isinstance(value, (tuple, list, frozenset)):
        for inner in list(value)[:MAX_CONSTANTS]:
            plain(inner, found)
    elif type(value) in (int, float, str, bool) and len(repr(value)) < 200 and value == value and value not in (float("inf"), -float("inf")):
        if not any(type(known) is type(value) and known == value for known in found):
            found.append(value)
