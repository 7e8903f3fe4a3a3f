"""Names replaced by others of the same shape: variables, callees, methods, attributes and assignment targets.

Lineage: "change identifier used", "wrong function name" of ManySStuBs4J (Karampatsis and Sutton, 2020) and TSSB, TBar FP10 and FP13,
PAR's method replacer. Run-time names come from the hints, as what an object really has is not in its source.
"""
import ast
import difflib

from .place import Proposal
from .scope import BUILTIN_NAMES
from .shapes import CONTAINERS, METHODS, NUMBERS, compatible

KIN = [
    {"min", "max"}, {"any", "all"}, {"sorted", "list", "reversed", "set", "tuple"}, {"sum", "len", "max", "min"}, {"int", "float", "round", "str"},
    {"int", "round", "abs"}, {"ord", "chr", "int"}, {"bin", "hex", "oct", "str"}, {"map", "filter"}, {"zip", "enumerate"}, {"list", "dict", "set"},
    {"isupper", "islower"}, {"upper", "lower"}, {"upper", "lower", "swapcase", "capitalize", "title"}, {"isalpha", "isdigit", "isalnum", "isnumeric", "isspace"},
    {"startswith", "endswith"}, {"find", "rfind", "index", "rindex", "count"}, {"strip", "lstrip", "rstrip"}, {"split", "rsplit", "splitlines"},
    {"append", "extend"}, {"append", "insert", "remove", "pop"}, {"add", "remove", "discard", "update"}, {"keys", "values", "items"},
    {"pop", "popleft"}, {"append", "appendleft"}, {"union", "intersection", "difference", "symmetric_difference"}, {"issubset", "issuperset"},
    {"floor", "ceil", "trunc", "fabs", "sqrt"}, {"heappush", "heappop"}, {"sin", "cos", "tan"}, {"ljust", "rjust", "center"}, {"get", "pop", "setdefault"},
    {"and_", "or_", "xor"}, {"isinstance", "issubclass"}, {"encode", "decode"}, {"dumps", "loads"}, {"dump", "load"}, {"read", "readline", "readlines"},
    {"update", "setdefault"}, {"sort", "reverse"}, {"lower", "casefold"}, {"product", "combinations", "permutations"},
]


def proposals(place):
    for node in place.expressions:
        if isinstance(node, ast.Name):
            yield from (callees(place, node) if is_callee(place, node) else variables(place, node))
        elif isinstance(node, ast.Attribute):
            yield from attributes(place, node)
    yield from assignment_targets(place)
    yield from loop_targets(place)


def alike(one, other):
    """How similar two names look, 0 to 1."""
    if one == other:
        return 1.0
    return difflib.SequenceMatcher(None, one.lower(), other.lower()).ratio()


def is_callee(place, node):
    parent = place.parent(node)
    return isinstance(parent, ast.Call) and node is parent.func


def variables(place, node):
    shape = place.shapes.names.get(node.id)
    if node.id in BUILTIN_NAMES and node.id not in place.scope.locals and node.id not in place.scope.parameters:
        if isinstance(place.parent(node), ast.Call):
            for other in kin(node.id):
                yield place.replace("template", "callee-replacement", node, other, 0.7)
        return
    for name, nearness in place.scope.names_at(node).items():
        if name == node.id:
            continue
        other = place.shapes.names.get(name)
        if not compatible(shape, other):
            continue
        likelihood = nearness * (0.45 + 0.3 * alike(node.id, name) + (0.25 if shape and shape == other else 0.0))
        yield place.replace("template", "variable-replacement", node, name, likelihood)
    if not isinstance(place.parent(node), ast.Call) or shape is None:
        yield from measured(place, node, shape)
    for name in place.scope.module_names:
        if name != node.id and not name.startswith("__"):
            yield place.replace("template", "variable-replacement", node, name, 0.15 + 0.3 * alike(node.id, name))


MEASURES = {"len": (CONTAINERS - {"iter"}, "int"), "str": (NUMBERS, "str"), "abs": (NUMBERS, "num"), "int": ({"str", "float"}, "int"), "bin": ({"int"}, "str"),
            "sum": ({"list", "tuple", "set"}, "num"), "max": ({"list", "tuple", "set"}, None), "min": ({"list", "tuple", "set"}, None),
            "set": ({"str", "list"}, "set"), "sorted": ({"list", "str", "set"}, "list")}


def measured(place, node, shape):
    """A variable replaced by a measure of another one: `n` by `len(xs)`, `xs` by `str(n)`."""
    receiver = isinstance(place.parent(node), ast.Attribute)
    for name, nearness in place.scope.names_at(node).items():
        known = place.shapes.names.get(name)
        for call, (shapes, result) in MEASURES.items():
            if known is None or known not in shapes or not receiver and not compatible(shape, result):
                continue
            if receiver and result not in ("str", "list", "set"):
                continue
            yield place.replace("template", "variable-replacement", node, call + "(" + name + ")", 0.4 * nearness)


def kin(name):
    return sorted({other for family in KIN if name in family for other in family} - {name})


def arity(function):
    a = function.args
    return len(a.posonlyargs + a.args) - len(a.defaults), len(a.posonlyargs + a.args) if not a.vararg else 99


def callees(place, node):
    call = place.parent(node)
    for other in kin(node.id):
        if other in BUILTIN_NAMES:
            share = 1.0 if any({node.id, other} == family for family in KIN) else 0.5
            yield place.replace("template", "callee-replacement", node, other, share)
    functions = dict(place.scope.module_functions, **place.scope.nested)
    for name, function in functions.items():
        least, most = arity(function)
        if name != node.id and least <= len(call.args) <= most and (node.id in functions or len(call.args) == most):
            yield place.replace("template", "callee-replacement", node, name, 0.3 + 0.5 * alike(node.id, name))
    for name in place.scope.names_at(node):
        if place.shapes.names.get(name) == "function" and name != node.id and name not in functions:
            yield place.replace("template", "callee-replacement", node, name, 0.4)


def attributes(place, node):
    called = is_callee(place, node)
    receiver = place.source(node.value)
    shape = place.shapes.of(node.value)
    known = (place.hints.get("attributes") or {}).get(shape or "", [])
    seen = {}
    for other in kin(node.attr):
        exact = any({node.attr, other} == family for family in KIN)
        if not known or other in known or other in METHODS:
            seen[other] = 1.0 if exact else 0.6
    for other in known:
        if not other.startswith("__"):
            seen.setdefault(other, 0.1 + 0.6 * alike(node.attr, other))
    for other in places_of_attributes(place, receiver):
        seen.setdefault(other, 0.4 + 0.4 * alike(node.attr, other))
    seen.pop(node.attr, None)
    ranked = sorted(seen.items(), key=lambda item: -item[1])[:20]
    for other, likelihood in ranked:
        operator = "method-replacement" if called else "attribute-replacement"
        yield place.replace("template", operator, node, place.writer.bound(receiver, 17) + "." + other, likelihood, node.attr, other)


def places_of_attributes(place, receiver):
    """Attributes that the file reads or writes on a receiver of the same name."""
    cache = place.file.__dict__.setdefault("attributes_by_receiver", {})
    if not cache:
        for node in ast.walk(place.file.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                cache.setdefault(node.value.id, set()).add(node.attr)
        cache.setdefault("", set())
    return sorted(cache.get(receiver, ()))


def assignment_targets(place):
    for slot in place.slots:
        node = slot.statement
        target = node.target if isinstance(node, ast.AugAssign) else node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
        if not isinstance(target, ast.Name):
            continue
        shape = place.shapes.names.get(target.id)
        start = place.file.start(target)
        names = dict(place.scope.names_at(node))
        for name, nearness in names.items():
            if name != target.id and compatible(shape, place.shapes.names.get(name)):
                likelihood = nearness * (0.5 + 0.4 * alike(name, target.id))
                yield Proposal(((start, place.file.end(target) - start, name),), "target-replacement", "template", node.lineno, target.id, name, likelihood)
                if isinstance(node, ast.AugAssign):
                    flipped = {ast.Add: "-", ast.Sub: "+"}.get(type(node.op))
                    if flipped:
                        at = place.file.start(node)
                        text = name + " " + flipped + "= " + place.source(node.value)
                        yield Proposal(((at, place.file.end(node) - at, text),), "target-and-operator", "template", node.lineno,
                                       place.file.segment(node), text, 0.5 * likelihood)


def loop_targets(place):
    """Swapped elements of an unpacking: `for i, x in` for `for x, i in`, `a, b = ` for `b, a = `."""
    for node in ast.walk(place.function):
        if not isinstance(node, ast.Tuple) or not isinstance(node.ctx, ast.Store) or node not in place.parents:
            continue
        for first in range(len(node.elts)):
            for second in range(first + 1, len(node.elts)):
                one, other = node.elts[first], node.elts[second]
                if isinstance(one, ast.Starred) or isinstance(other, ast.Starred):
                    continue
                edits = ((place.file.start(one), place.file.end(one) - place.file.start(one), place.file.segment(other)),
                         (place.file.start(other), place.file.end(other) - place.file.start(other), place.file.segment(one)))
                yield Proposal(edits, "swapped-targets", "template", node.lineno, place.file.segment(node),
                               place.file.segment(other) + ", " + place.file.segment(one), 1.0 if second == first + 1 else 0.6)
