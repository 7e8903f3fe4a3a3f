"""Operator mutation: one operator for another of its kind, alone or with the literal beside it.

Lineage: the mutators of PraPR (Ghanbari and Zhang, 2019) and mutation testing, and "change binary operator" of ManySStuBs4J.
"""
import ast

from .place import Proposal
from .shapes import NUMBERS
from .writing import BINARY, BINARY_LEVEL, BIT_OR, COMPARISON, NOT, UNARY

RELATIONAL = {
    "<": {"<=": 1.0, ">": 0.9, ">=": 0.5, "==": 0.35, "!=": 0.35}, "<=": {"<": 1.0, ">=": 0.8, ">": 0.7, "==": 0.4, "!=": 0.3},
    ">": {">=": 1.0, "<": 0.9, "<=": 0.5, "==": 0.35, "!=": 0.35}, ">=": {">": 1.0, "<=": 0.8, "<": 0.7, "==": 0.4, "!=": 0.3},
    "==": {"!=": 1.0, "<=": 0.4, ">=": 0.4, "<": 0.3, ">": 0.3, "in": 0.2, "is": 0.05},
    "!=": {"==": 1.0, "<": 0.4, ">": 0.4, "<=": 0.2, ">=": 0.2, "not in": 0.2},
    "is": {"is not": 1.0, "==": 0.6}, "is not": {"is": 1.0, "!=": 0.6},
    "in": {"not in": 1.0, "==": 0.4}, "not in": {"in": 1.0, "!=": 0.4},
}
ARITHMETIC = {
    "+": {"-": 1.0, "*": 0.6, "//": 0.15, "/": 0.15, "%": 0.2, "**": 0.1}, "-": {"+": 1.0, "*": 0.5, "//": 0.25, "/": 0.25, "%": 0.5},
    "*": {"/": 0.6, "//": 0.5, "**": 0.6, "+": 0.8, "-": 0.4, "%": 0.3}, "/": {"//": 1.0, "*": 0.7, "%": 0.6, "-": 0.4, "+": 0.2},
    "//": {"/": 1.0, "%": 0.9, "*": 0.6, "-": 0.4, "+": 0.2}, "%": {"//": 1.0, "/": 0.6, "*": 0.3, "-": 0.4, "+": 0.2},
    "**": {"*": 1.0, "+": 0.3, "/": 0.2}, "<<": {">>": 1.0}, ">>": {"<<": 1.0},
    "&": {"|": 1.0, "^": 0.7}, "|": {"&": 1.0, "^": 0.6}, "^": {"&": 0.8, "|": 0.8},
}


def proposals(place):
    for node in place.expressions:
        if isinstance(node, ast.Compare):
            yield from relational(place, node)
        elif isinstance(node, ast.BinOp):
            yield from arithmetic(place, node)
        elif isinstance(node, ast.BoolOp):
            yield from logical(place, node)
        elif isinstance(node, ast.UnaryOp):
            yield from unary(place, node)
    for slot in place.slots:
        if isinstance(slot.statement, ast.AugAssign):
            yield from augmented(place, slot.statement)
        elif isinstance(slot.statement, ast.Assign):
            yield from assignment(place, slot.statement)


def compare_text(place, node, position, operator, left=None, right=None):
    """A comparison with one of its operators (and the operands beside it) changed."""
    operands = [place.writer.bound(place.source(v), BIT_OR) for v in [node.left] + node.comparators]
    if left is not None:
        operands[position] = left
    if right is not None:
        operands[position + 1] = right
    symbols = [COMPARISON[type(op)] for op in node.ops]
    symbols[position] = operator
    text = operands[0]
    for symbol, operand in zip(symbols, operands[1:]):
        text += " " + symbol + " " + operand
    return text


def relational(place, node):
    for position, op in enumerate(node.ops):
        old = COMPARISON[type(op)]
        right = node.comparators[position]
        for new, likelihood in RELATIONAL[old].items():
            if new in ("in", "not in") and place.shapes.of(right) in NUMBERS:
                continue
            if new in ("<", "<=", ">", ">=") and place.shapes.of(right) not in NUMBERS | {None}:
                likelihood *= 0.3
            if len(node.ops) > 1 and old[0] != new[0]:
                likelihood *= 0.3
            text = compare_text(place, node, position, new)
            yield place.replace("mutation", "relational-operator", node, text, likelihood, old, new)
            if isinstance(right, ast.Constant) and type(right.value) is int and new in ("<", "<=", ">", ">=", "=="):
                for delta in (1, -1):
                    text = compare_text(place, node, position, new, right=str(right.value + delta))
                    yield place.replace("mutation", "operator-and-literal", node, text, 0.5 * likelihood)


def arithmetic(place, node):
    old, _ = BINARY[type(node.op)]
    left, right = place.source(node.left), place.source(node.right)
    shape = place.shapes.of(node.left)
    if shape == "str" and old in ("+", "%"):
        return
    for new, likelihood in ARITHMETIC.get(old, {}).items():
        if new == "//" and "float" in (shape, place.shapes.of(node.right)):
            likelihood *= 0.3
        text = binary(place, left, new, right)
        yield place.replace("mutation", "arithmetic-operator", node, text, likelihood, old, new)
        if isinstance(node.right, ast.Constant) and type(node.right.value) is int:
            for value in {node.right.value + 1, node.right.value - 1, 2} - {node.right.value}:
                yield place.replace("mutation", "operator-and-literal", node, binary(place, left, new, str(value)), 0.3 * likelihood)
    if isinstance(node.left, ast.BinOp) and not place.writer.enclosed(place.file.start(node.left), place.file.end(node.left)):
        inner, _ = BINARY[type(node.left.op)]
        regrouped = binary(place, place.source(node.left.left), inner, "(" + place.source(node.left.right) + " " + old + " " + right + ")")
        yield place.replace("mutation", "regroup", node, regrouped, 0.6)
    if isinstance(node.right, ast.BinOp):
        inner, _ = BINARY[type(node.right.op)]
        regrouped = "(" + left + " " + old + " " + place.source(node.right.left) + ") " + inner + " " + place.writer.bound(place.source(node.right.right), BINARY_LEVEL[inner] + 1)
        yield place.replace("mutation", "regroup", node, regrouped, 0.6)
    elif isinstance(node.left, ast.BinOp) and place.writer.enclosed(place.file.start(node.left), place.file.end(node.left)):
        inner, _ = BINARY[type(node.left.op)]
        regrouped = place.source(node.left.left) + " " + inner + " " + place.source(node.left.right) + " " + old + " " + right
        yield place.replace("mutation", "regroup", node, regrouped, 0.6)


def binary(place, left, operator, right):
    """`left operator right` with parentheses where they are needed."""
    own = BINARY_LEVEL[operator]
    if operator == "**":
        return place.writer.bound(left, own + 1) + " ** " + place.writer.bound(right, UNARY)
    return place.writer.bound(left, own) + " " + operator + " " + place.writer.bound(right, own + 1)


def logical(place, node):
    old, new = ("or", "and") if isinstance(node.op, ast.Or) else ("and", "or")
    operands = [place.source(v) for v in node.values]
    minimum = NOT if new == "and" else NOT - 1
    text = (" " + new + " ").join(place.writer.bound(o, minimum) for o in operands)
    yield place.replace("mutation", "logical-operator", node, text, 1.0, old, new)
    if len(operands) > 2:
        for cut in range(1, len(operands)):
            head = (" " + old + " ").join(operands[:cut])
            tail = (" " + old + " ").join(operands[cut:])
            mixed = "(" + head + ") " + new + " (" + tail + ")" if new == "and" else head + " or " + tail
            yield place.replace("mutation", "logical-operator", node, mixed, 0.5)


def unary(place, node):
    inner = place.source(node.operand)
    if isinstance(node.op, ast.Not):
        yield place.replace("mutation", "negation", node, inner, 1.0)
    elif isinstance(node.op, (ast.USub, ast.Invert)):
        yield place.replace("mutation", "sign", node, inner, 0.8)
        if isinstance(node.op, ast.Invert):
            yield place.replace("mutation", "sign", node, "-" + inner, 0.5)


def augmented(place, node):
    old, _ = BINARY[type(node.op)]
    target, value = place.file.segment(node.target), place.source(node.value)
    start, length = place.file.start(node), place.file.end(node) - place.file.start(node)
    for new, likelihood in ARITHMETIC.get(old, {}).items():
        if place.shapes.of(node.value) == "str":
            continue
        yield Proposal(((start, length, target + " " + new + "= " + value),), "augmented-operator", "mutation", node.lineno,
                       old + "=", new + "=", likelihood)
    yield Proposal(((start, length, target + " = " + value),), "augmented-operator", "mutation", node.lineno, old + "=", "=", 0.5)


def assignment(place, node):
    if len(node.targets) != 1 or not isinstance(node.targets[0], (ast.Name, ast.Attribute, ast.Subscript)):
        return
    target, value = place.file.segment(node.targets[0]), place.source(node.value)
    if "\n" in target or not in_loop(place, node) or isinstance(node.value, (ast.List, ast.Dict, ast.Set)) and not value[1:-1].strip():
        return
    start, length = place.file.start(node), place.file.end(node) - place.file.start(node)
    shape = place.shapes.of(node.value)
    for new, likelihood in (("+", 0.8), ("-", 0.3), ("*", 0.3)):
        if new != "+" and shape not in NUMBERS or shape in ("bool", "dict", "set"):
            continue
        yield Proposal(((start, length, target + " " + new + "= " + value),), "augmented-operator", "mutation", node.lineno,
                       "=", new + "=", likelihood * 0.6)


def in_loop(place, node):
    while node in place.parents:
        node = place.parents[node][0]
        if isinstance(node, (ast.For, ast.While)):
            return True
    return False
