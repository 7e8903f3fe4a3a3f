"""Small predicates over what is in scope, commonest first.

Lineage: condition synthesis of ACS (Xiong et al., 2017) and Nopol (Xuan et al., 2017): names, attributes, lengths and constants of the function
and of its tests, ordered by nearness and by how common the form is.
"""
import ast

from .mutation_operators import compare_text
from .shapes import CONTAINERS, NUMBERS, compatible
from .template_names import places_of_attributes
from .writing import COMPARISON


def atoms(place, node, limit=60):
    """Predicates that make sense at the place, as (text, likelihood), likeliest first."""
    found = {}

    def offer(text, likelihood):
        if likelihood > found.get(text, 0):
            found[text] = likelihood

    for text, likelihood in relatives(place, node):
        offer(text, likelihood)
    names = place.scope.names_at(node)
    shapes = place.shapes.names
    numbers = [n for n in names if shapes.get(n) in NUMBERS - {"bool"}]
    small = [c for c in place.constants if type(c) in (int, float)]
    for name, nearness in names.items():
        shape = shapes.get(name)
        if shape in NUMBERS - {"bool"}:
            for constant in dict.fromkeys(small + [0, 1]):
                for symbol, share in (("==", 0.5), ("<", 0.45), (">", 0.45), ("<=", 0.4), (">=", 0.4), ("!=", 0.35)):
                    offer("%s %s %r" % (name, symbol, constant), share * nearness * (1.0 if constant in (0, 1) or constant in place.constants else 0.6))
            for constant in place.documented_constants[:6]:
                if type(constant) in (int, float):
                    for symbol in ("==", "<", ">", "<=", ">="):
                        offer("%s %s %r" % (name, symbol, constant), 0.25 * nearness)
            for modulus, share in moduli(place).items():
                offer("%s %% %d == 0" % (name, modulus), share * nearness)
                offer("%s %% %d != 0" % (name, modulus), 0.8 * share * nearness)
            for other in numbers:
                if other != name:
                    for symbol, share in (("<", 0.4), ("==", 0.4), ("!=", 0.35), ("<=", 0.35), (">", 0.35), (">=", 0.35)):
                        offer("%s %s %s" % (name, symbol, other), share * nearness * names[other])
                    offer("%s %% %s == 0" % (name, other), 0.12 * nearness)
        elif shape in CONTAINERS:
            offer("not " + name, 0.5 * nearness)
            offer(name, 0.4 * nearness)
            if shape != "iter":
                for symbol, constant, share in (("==", 0, 0.4), ("==", 1, 0.3), ("<", 2, 0.2), (">", 1, 0.25), (">", 0, 0.2)):
                    offer("len(%s) %s %d" % (name, symbol, constant), share * nearness)
                for other in numbers:
                    for symbol in ("<", ">", "<=", ">=", "=="):
                        offer("%s %s len(%s)" % (other, symbol, name), 0.25 * nearness * names[other])
            for text, share in aggregates(place, name, shape):
                offer(text, share * nearness)
            if shape in ("list", "set", "dict", "str", "tuple"):
                element = place.shapes.elements.get(name) or ("str" if shape == "str" else None)
                for other in names:
                    if other != name and compatible(element, shapes.get(other)) and (element or shapes.get(other) not in CONTAINERS - {"str", "tuple"}):
                        offer("%s in %s" % (other, name), 0.4 * nearness * names[other])
                        offer("%s not in %s" % (other, name), 0.4 * nearness * names[other])
            if shape == "str":
                for constant in [c for c in place.constants if isinstance(c, str)][:6]:
                    offer("%s == %r" % (name, constant), 0.4 * nearness)
                    offer("%s != %r" % (name, constant), 0.35 * nearness)
                for test in ("isalpha()", "isdigit()", "isupper()", "islower()"):
                    offer(name + "." + test, 0.12 * nearness)
                for other in names:
                    if other != name and shapes.get(other) == "str":
                        offer("%s == %s" % (name, other), 0.35 * nearness * names[other])
                        offer("%s != %s" % (name, other), 0.35 * nearness * names[other])
        elif shape == "bool":
            offer(name, 0.5 * nearness)
            offer("not " + name, 0.5 * nearness)
        if shape is None or may_be_none(place, name):
            offer(name + " is None", 0.5 * nearness if may_be_none(place, name) else 0.3 * nearness)
            offer(name + " is not None", 0.4 * nearness if may_be_none(place, name) else 0.25 * nearness)
        if shape is None:
            offer("not " + name, 0.35 * nearness)
            offer(name, 0.3 * nearness)
            for other in names:
                if other < name and shapes.get(other) is None:
                    offer("%s == %s" % (other, name), 0.3 * nearness)
                    offer("%s != %s" % (other, name), 0.25 * nearness)
        if shape is None or shape in ("num", "int", "str"):
            for kind in ("int", "str", "list"):
                offer("isinstance(%s, %s)" % (name, kind), 0.1 * nearness)
    for text, likelihood in attribute_atoms(place, names):
        offer(text, likelihood)
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return ranked[:limit]


def moduli(place):
    """Divisors worth asking for: two, and what the function or its documentation mentions."""
    found = {2: 0.35}
    for constant in place.constants + place.documented_constants:
        if type(constant) is int and 2 <= constant <= 100:
            found.setdefault(constant, 0.3)
    return dict(list(found.items())[:5])


def aggregates(place, name, shape):
    """Bounds on the largest, the smallest or the sum of a container's numbers."""
    values = name + ".values()" if shape == "dict" else name
    if shape == "dict" or shape in ("list", "tuple", "set") and place.shapes.elements.get(name) in NUMBERS:
        limits = dict.fromkeys([0, 1, 2] + [c for c in place.constants + place.documented_constants if type(c) is int])
        for limit in list(limits)[:5]:
            yield "max(%s) > %d" % (values, limit), 0.2
            yield "min(%s) < %d" % (values, limit), 0.15
            yield "sum(%s) > %d" % (values, limit), 0.1
            yield "sum(%s) == %d" % (values, limit), 0.1


def may_be_none(place, name):
    seen = (place.hints.get("locals") or {}).get(place.file.path + "::" + place.name) or {}
    return "NoneType" in seen.get(name, ())


def attribute_atoms(place, names):
    """Attributes of objects in scope: of `self`, or read elsewhere in the function."""
    for name, nearness in names.items():
        for attribute in places_of_attributes(place, name)[:8]:
            text = name + "." + attribute
            yield text, 0.2 * nearness
            yield "not " + text, 0.2 * nearness
            yield text + " is None", 0.2 * nearness
            yield text + " is not None", 0.15 * nearness


def relatives(place, node):
    """Comparisons that the function already makes, with one name, operator or constant exchanged, and their negations."""
    names = place.scope.names_at(node)
    for other in place.expressions:
        if not isinstance(other, ast.Compare) or len(other.ops) != 1:
            continue
        used = [n for n in ast.walk(other) if isinstance(n, ast.Name)]
        foreign = [n for n in used if n.id not in names and n.id in {**place.scope.locals, **place.scope.comprehension_names}]
        if foreign:
            continue
        symbol = COMPARISON[type(other.ops[0])]
        yield place.source(other), 0.5
        for new, share in (("!=", 0.4), ("==", 0.4), ("<", 0.3), (">", 0.3), ("<=", 0.3), (">=", 0.3)):
            if new != symbol and symbol not in ("is", "is not", "in", "not in"):
                yield compare_text(place, other, 0, new), share
        opposite = {"is": "is not", "is not": "is", "in": "not in", "not in": "in"}.get(symbol)
        if opposite:
            yield compare_text(place, other, 0, opposite), 0.4
        yield from renamed(place, other, names)
        right = other.comparators[0]
        if isinstance(right, ast.Constant):
            for constant in place.constants:
                if type(constant) is type(right.value) and constant != right.value:
                    yield compare_text(place, other, 0, symbol, right=repr(constant)), 0.35


def renamed(place, expression, names):
    """The expression with one of its names replaced, or two of them exchanged, one occurrence at a time."""
    text = place.source(expression)
    if "\n" in place.file.segment(expression):
        return
    base = place.file.start(expression)
    spots = [(place.file.start(n) - base, n.id) for n in ast.walk(expression) if isinstance(n, ast.Name) and not isinstance(place.parent(n), ast.Call) or
             isinstance(n, ast.Name) and place.parent(n).func is not n]
    data = text.encode("utf-8")
    used = {name for _, name in spots}
    for at, name in spots:
        for other in names:
            if other != name and compatible(place.shapes.names.get(name), place.shapes.names.get(other)):
                changed = data[:at] + other.encode() + data[at + len(name.encode()):]
                yield changed.decode(), (0.4 if other in used else 0.35)
    for i, (at, name) in enumerate(spots):
        for later, other in spots[i + 1:]:
            if name != other and later > at:
                changed = (data[:at] + other.encode() + data[at + len(name.encode()):later] + name.encode() + data[later + len(other.encode()):])
                yield changed.decode(), 0.5
