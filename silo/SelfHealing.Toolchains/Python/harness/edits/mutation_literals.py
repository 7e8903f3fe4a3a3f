"""Literal mutation: numbers by one and to their neighbours, booleans, texts, and one step more or less on any bound.

Lineage: "change numeric literal" and "change boolean literal" of ManySStuBs4J and TSSB, TBar FP9, PraPR's constant mutators.
"""
import ast
import difflib

from .shapes import NUMBERS
from .writing import ARITH


def proposals(place):
    values = {}
    for node in place.expressions:
        if isinstance(node, ast.Constant):
            if isinstance(node.value, bool):
                yield place.replace("mutation", "boolean-literal", node, str(not node.value), 1.0)
            elif isinstance(node.value, (int, float)):
                yield from numbers(place, node)
                values.setdefault(repr(node.value), []).append(node)
            elif isinstance(node.value, str):
                yield from texts(place, node)
                values.setdefault(repr(node.value), []).append(node)
            elif node.value is None:
                for text, likelihood in (("0", 0.4), ("[]", 0.3), ("''", 0.2), ("False", 0.3), ("True", 0.2)):
                    yield place.replace("mutation", "none-literal", node, text, likelihood)
        else:
            yield from bounds(place, node)
    yield from everywhere(place, values)
    yield from exchanged(place, values)
    yield from flipped_returns(place)


def number_variants(place, node):
    value = node.value
    parent = place.parent(node)
    found = {value + 1: 1.0, value - 1: 1.0}
    if isinstance(value, float):
        found.update({value * 2: 0.3, value / 2: 0.3, value * 10: 0.2, value / 10: 0.2})
    for other, likelihood in ((0, 0.7), (1, 0.7), (2, 0.4), (-1, 0.25), (10, 0.1), (3, 0.1)):
        found.setdefault(other, likelihood)
    if isinstance(value, int) and abs(value) >= 10:
        found.update({value * 10: 0.1, value // 10: 0.1, value + 2: 0.2, value - 2: 0.2})
    else:
        found.setdefault(value + 2, 0.25)
        found.setdefault(value - 2, 0.25)
    for other in place.constants:
        if type(other) in (int, float):
            found.setdefault(other, 0.4)
    for other in place.documented_constants:
        if type(other) in (int, float):
            found[other] = max(found.get(other, 0), 0.3)
    for other in place.test_constants:
        if type(other) in (int, float):
            found.setdefault(other, 0.05)
    found.pop(value, None)
    initial = isinstance(parent, ast.Assign) and value in (0, 1)
    for other, likelihood in found.items():
        if initial and other == 1 - value:
            likelihood = 1.0
        if other < 0 and isinstance(parent, ast.Call):
            likelihood *= 0.5
        if isinstance(value, float) and isinstance(other, int):
            other = float(other)
        yield other, likelihood


def numbers(place, node):
    for other, likelihood in number_variants(place, node):
        yield place.replace("mutation", "number-literal", node, repr(other), likelihood)
    if node.value != 0 and not isinstance(place.parent(node), ast.UnaryOp):
        yield place.replace("mutation", "sign", node, "-" + place.source(node), 0.3)


def quoted(place, node, value):
    """A text literal written with the quotes of the one that it replaces."""
    quote = place.source(node)[-1:]
    text = repr(value)
    if quote == '"' and text[0] == "'" and '"' not in value:
        text = '"' + text[1:-1].replace("\\'", "'") + '"'
    return text


def text_variants(place, node):
    value = node.value
    found = {}
    if value == "":
        found.update({" ": 1.0, ",": 0.2, "\n": 0.1})
    else:
        found[""] = 0.7 if not value.strip() or len(value) == 1 else 0.2
        found.setdefault(" ", 0.4 if len(value) == 1 else 0.1)
        for other, likelihood in ((value.strip(), 0.4), (value + " ", 0.2), (" " + value, 0.1), (value.lower(), 0.5), (value.upper(), 0.5),
                                  (value.capitalize(), 0.3), (value[1:], 0.25), (value[:-1], 0.25), (value[::-1], 0.3)):
            found.setdefault(other, likelihood)
        found.setdefault(value[:1], 0.2)
        if 2 < len(value) <= 16:
            for at in range(len(value)):
                found.setdefault(value[:at] + value[at + 1:], 0.08)
    for source, near, far in ((place.constants, 0.5, 0.3), (place.documented_constants, 0.45, 0.2), (place.test_constants, 0.3, 0.03)):
        for other in source:
            if isinstance(other, str) and len(other) <= 40:
                alike = difflib.SequenceMatcher(None, value, other).ratio() if value and other else 0.0
                likelihood = 1.0 if alike >= 0.7 and len(value) > 3 else near if len(value) == len(other) <= 1 else far * (0.5 + alike)
                found[other] = max(found.get(other, 0), likelihood)
                if len(value) == 1 and source is not place.constants:
                    for character in set(other) - set(" "):
                        if not character.isalnum() or value.isalnum():
                            found.setdefault(character, 0.25 if not value.isalnum() else 0.06)
    for other in PAIRED.get(value, ()):
        found[other] = 0.8
    found.pop(value, None)
    return found.items()


PAIRED = {"(": ")[", ")": "(]", "[": "](", "]": "[)", "{": "}", "}": "{", "<": ">", ">": "<", "a": "A", "A": "a", "z": "Z", "Z": "z",
          "/": "\\", ",": ";", ";": ",", "-": "_", "_": "-", "\n": " "}


def texts(place, node):
    for name, nearness in place.names(node, "str").items():
        same = 1.0 if name == node.value else 0.3 if place.shapes.names.get(name) == "str" else 0.0
        if same:
            yield place.replace("template", "literal-to-variable", node, name, same * nearness)
            yield place.replace("template", "literal-to-variable", node, name + ".encode()", 0.6 * same * nearness)
    for other, likelihood in text_variants(place, node):
        yield place.replace("mutation", "text-literal", node, quoted(place, node, other), likelihood)


def bounds(place, node):
    """One more or one less on an index, a slice bound, an argument, an operand of a comparison or a result."""
    parent = place.parent(node)
    if not isinstance(node, (ast.Name, ast.BinOp, ast.Call, ast.Attribute, ast.Subscript)):
        return
    shape = place.shapes.of(node)
    if shape not in NUMBERS | {None} or shape == "bool":
        return
    likelihood = 0.0
    if isinstance(parent, ast.Subscript) and node is parent.slice:
        likelihood = 1.0
    elif isinstance(parent, ast.Slice):
        likelihood = 1.0
    elif isinstance(parent, ast.Call) and node is not parent.func and isinstance(parent.func, ast.Name):
        likelihood = 1.0 if parent.func.id == "range" else 0.25 if shape else 0.1
    elif isinstance(parent, ast.Compare):
        likelihood = 0.5 if shape else 0.25
    elif isinstance(parent, (ast.Return, ast.Assign, ast.AugAssign)):
        likelihood = 0.4 if shape else 0.15
    elif isinstance(parent, ast.BinOp) and shape:
        likelihood = 0.3
    elif isinstance(parent, (ast.Call, ast.List, ast.Tuple)) and node is not getattr(parent, "func", None) and shape:
        likelihood = 0.25
    if not likelihood:
        return
    text = place.source(node)
    undone = undo_step(place, node)
    for sign in "+-":
        if sign == "+" and isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "range":
            yield place.replace("mutation", "bound-step", node, place.writer.bound(text, ARITH) + " + 1", likelihood, "", "+ 1")
        elif undone != sign:
            yield place.replace("mutation", "bound-step", node, place.writer.bound(text, ARITH) + " " + sign + " 1", likelihood * 0.9, "", sign + " 1")


def undo_step(place, node):
    """The step that would only undo `+ 1` or `- 1`, which dropping the operand does better."""
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant) and node.right.value == 1:
        return "-" if isinstance(node.op, ast.Add) else "+" if isinstance(node.op, ast.Sub) else None
    return None


def everywhere(place, values):
    """The same literal changed at all its places: Hercules' siblings (Saha et al., 2019)."""
    for nodes in values.values():
        if not 2 <= len(nodes) <= 8:
            continue
        first = nodes[0]
        variants = text_variants(place, first) if isinstance(first.value, str) else number_variants(place, first)
        for other, likelihood in variants:
            if likelihood < 0.2:
                continue
            write = (lambda n: quoted(place, n, other)) if isinstance(first.value, str) else (lambda n: repr(other))
            yield place.together("mutation", "literal-everywhere", [(n, write(n)) for n in nodes], likelihood)


def exchanged(place, values):
    """Two literals of the same kind that changed places."""
    groups = list(values.values())
    nodes = [n for group in groups for n in group]
    for i, one in enumerate(nodes):
        for other in nodes[i + 1:]:
            if type(one.value) is type(other.value) and one.value != other.value and abs(one.lineno - other.lineno) <= 3:
                near = 1.0 if place.parent(one) is place.parent(other) else 0.6 if one.lineno == other.lineno else 0.4
                yield place.together("mutation", "exchanged-literals", [(one, place.source(other)), (other, place.source(one))], near)


def flipped_returns(place):
    """All literal booleans that the function returns, inverted at once."""
    nodes = [s.statement.value for s in place.slots if isinstance(s.statement, ast.Return)
             and isinstance(s.statement.value, ast.Constant) and isinstance(s.statement.value.value, bool)]
    if len(nodes) >= 2 and len({n.value for n in nodes}) == 2:
        yield place.together("mutation", "flipped-returns", [(n, str(not n.value)) for n in nodes], 1.0)
        last = nodes[-1]
        for other in nodes[:-1]:
            if other.value != last.value and len(nodes) > 2:
                yield place.together("mutation", "flipped-returns", [(n, str(not n.value)) for n in (other, last)], 0.7)
