"""Guards: an early exit, a statement made conditional, a missing `elif` or `else`.

Lineage: the null, bound and type checkers of PAR, TBar FP2 to FP4 (insert cast, null and range checkers), ACS's exceptions and returns.
"""
import ast

from .place import Proposal
from .predicates import atoms
from .shapes import NUMBERS
from .source import FUNCTIONS
from .statements import COMPOUND, LINES, has_long_string, insert_before, lines_of, rewrite, step, whole_lines
from .template_statements import loops_around


def proposals(place):
    indent = step(place)
    for slot in place.slots:
        if slot.parent is None or isinstance(slot.statement, FUNCTIONS + (ast.Import, ast.ImportFrom)):
            continue
        yield from exits(place, slot, indent)
        yield from enclosed(place, slot, indent)
        yield from branches(place, slot, indent)


def defaults(place, slot):
    """What an early return gives back: what the function returns elsewhere first, then the empty values of the same shape."""
    found = {}
    shapes = set()
    for other in place.slots:
        node = other.statement
        if isinstance(node, ast.Return):
            if node.value is None:
                found["return"] = 0.8
            else:
                shapes.add(place.shapes.of(node.value))
                if isinstance(node.value, ast.Constant) or isinstance(node.value, (ast.List, ast.Tuple, ast.Dict)) and not ast.dump(node.value).count("Name("):
                    found["return " + place.source(node.value)] = 1.0
    for shape, text in (("int", "0"), ("num", "0"), ("float", "0.0"), ("str", "''"), ("list", "[]"), ("dict", "{}"), ("bool", "False"), ("bool", "True"), ("tuple", "()")):
        if shape in shapes:
            found.setdefault("return " + text, 0.7)
    for text in ("return None", "return False", "return True", "return []", "return 0"):
        found.setdefault(text, 0.3 if None in shapes or not shapes else 0.2)
    if "return -1" not in found and shapes & NUMBERS:
        found["return -1"] = 0.4
    for name in place.scope.parameters:
        if place.shapes.names.get(name) in shapes - {None}:
            found.setdefault("return " + name, 0.4)
    return found


def exits(place, slot, indent):
    """`if predicate: exit` in front of a statement, at the start of the function and of loop bodies above all."""
    node = slot.statement
    first_of_function = slot.parent is place.function and slot.index == first_index(place)
    loops = loops_around(place, node)
    if first_of_function or slot.parent is place.function:
        exits_here = list(defaults(place, slot).items())
        weight = 1.0 if first_of_function else 0.5
    else:
        exits_here = [(t, s * 0.4) for t, s in list(defaults(place, slot).items())[:4]]
        weight = 0.5
    if loops and slot.parent in loops[:1]:
        exits_here += [("continue", 0.7), ("break", 0.6)]
    exits_here += [("raise ValueError(%r)" % "invalid value", 0.1)] if first_of_function else []
    for predicate, likelihood in atoms(place, node, 30 if first_of_function else 16):
        for text, share in exits_here:
            edit = insert_before(place, node, "if " + predicate + ":\n" + indent + text)
            if edit:
                yield Proposal((edit,), "early-exit", "condition", node.lineno, "", "if " + predicate + ": " + text, likelihood * share * weight)


def first_index(place):
    body = place.function.body
    return 1 if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str) and len(body) > 1 else 0


def enclosed(place, slot, indent):
    """A statement that ran always is made conditional."""
    node = slot.statement
    if isinstance(node, COMPOUND + (ast.Pass, ast.Break, ast.Continue)) or not whole_lines(place, node, node) or has_long_string(node):
        return
    if isinstance(node, ast.Return) and slot.parent is place.function:
        return
    own = place.indent(node)
    lines = lines_of(place, node)
    weight = 0.8 if isinstance(node, ast.Expr) or isinstance(node, ast.AugAssign) else 0.4
    for predicate, likelihood in atoms(place, node, 40):
        edit = rewrite(place, node.lineno, node.end_lineno, [(own, ["if " + predicate + ":"]), (own + indent, lines)])
        yield Proposal((edit,), "guarded-statement", "condition", node.lineno, "", "if " + predicate, likelihood * weight)


def branches(place, slot, indent):
    """An `if` gets the `elif` or `else` that it lacks, made of the statements that its branch and its neighbours have."""
    node = slot.statement
    if not isinstance(node, ast.If) or node.orelse or len(node.body) != 1 or isinstance(node.body[0], COMPOUND) or not place.starts_line(node):
        return
    if not place.starts_line(node.body[0]) or has_long_string(node.body[0]):
        return
    own, inner = place.indent(node), place.indent(node.body[0])
    if place.file.data[place.file.start(node):].startswith(b"elif"):
        return
    following = slot.block[slot.index + 1] if slot.index + 1 < len(slot.block) else None
    if following is not None and whole_lines(place, following, following) and not isinstance(following, COMPOUND) and not has_long_string(following):
        file = place.file
        between = file.text(file.offset(node.lineno, 0), file.line_end(following.lineno - 1)) if following.lineno > node.end_lineno else ""
        if between:
            edit = rewrite(place, node.lineno, following.end_lineno, [("", LINES.split(between)), (own, ["else:"]), (inner, lines_of(place, following))])
            yield Proposal((edit,), "else-addition", "condition", following.lineno, "", "else: " + place.source(following), 0.7)
