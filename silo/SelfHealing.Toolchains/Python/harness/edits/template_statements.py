"""Whole statements: deleted, moved, dedented and indented, swapped; returns, appends, steps, breaks and yields inserted.

Lineage: TBar FP14 and FP15, GenProg's delete and swap, PAR, and the statement-position bugs of novices (a return inside a loop).
"""
import ast

from .place import Proposal
from .shapes import NUMBERS
from .source import FUNCTIONS
from .statements import COMPOUND, LINES, delete, has_long_string, insert_after, insert_before, lines_of, move, rewrite, whole_lines

SIMPLE = (ast.Assign, ast.AugAssign, ast.Expr, ast.Return, ast.AnnAssign)


def proposals(place):
    for slot in place.slots:
        if slot.parent is None or isinstance(slot.statement, FUNCTIONS):
            continue
        yield from deleted(place, slot)
        yield from moved(place, slot)
        yield from unwrapped_block(place, slot)
        yield from returns(place, slot)
        yield from unpacked_loop(place, slot)
        yield from raised(place, slot)
    yield from swapped_returns(place)
    yield from inserted(place)


def proposal(edit, operator, line, before, after, likelihood):
    return Proposal((edit,), operator, "template", line, before, after, likelihood)


def loops_around(place, node):
    found = []
    while node in place.parents and node is not place.function:
        node = place.parents[node][0]
        if isinstance(node, (ast.For, ast.While)):
            found.append(node)
        if isinstance(node, FUNCTIONS):
            break
    return found


def deleted(place, slot):
    node = slot.statement
    text = place.source(node)
    share = 0.8 if isinstance(node, (ast.Expr, ast.AugAssign)) else 0.6 if isinstance(node, ast.Assign) else 0.3 if isinstance(node, ast.Return) else 0.4
    if isinstance(node, ast.Assign) and redefines(place, slot):
        share = 1.0
    if isinstance(node, (ast.Pass, ast.Import, ast.ImportFrom)):
        return
    edit = delete(place, slot)
    if edit:
        yield proposal(edit, "statement-deletion", node.lineno, text, "", share)
    if slot.index + 1 < len(slot.block) and len(slot.block) > 2:
        second = slot.block[slot.index + 1]
        edit = delete(place, slot, 2)
        if edit and type(second) is type(node) and not isinstance(node, COMPOUND):
            both = isinstance(node, ast.Assign) and redefines(place, slot) and redefines(place, slot._replace(statement=second))
            yield proposal(edit, "statements-deletion", node.lineno, text + "; " + place.source(second), "", 1.0 if both else 0.4)


def redefines(place, slot):
    """True for an assignment to a name that was assigned just before: often a line too many."""
    target = slot.statement.targets[0]
    return any(isinstance(s, ast.Assign) and isinstance(target, ast.Name) and any(
        isinstance(n, ast.Name) and n.id == target.id for t in s.targets for n in ast.walk(t)) for s in slot.block[:slot.index])


def moved(place, slot):
    node, block, index = slot.statement, slot.block, slot.index
    text = place.source(node)
    if index + 1 < len(block):
        following = block[index + 1]
        edit = move(place, slot, following, True)
        if edit and not isinstance(following, FUNCTIONS):
            yield proposal(edit, "statement-swap", node.lineno, text, "", 0.7 if not isinstance(following, COMPOUND) else 0.5)
        for later in block[index + 2:index + 4]:
            edit = move(place, slot, later, True)
            if edit:
                yield proposal(edit, "statement-move", node.lineno, text, "", 0.25)
        if isinstance(following, (ast.For, ast.While, ast.If)) and following.body and not isinstance(node, COMPOUND + (ast.Return,)):
            edit = move_into(place, slot, following)
            if edit:
                yield proposal(edit, "statement-indent", node.lineno, text, "", 0.5)
    if isinstance(slot.parent, (ast.For, ast.While, ast.If)) and slot.field in ("body", "orelse") and len(block) > 1:
        if index == len(block) - 1:
            edit = move(place, slot, slot.parent, True)
            if edit:
                yield proposal(edit, "statement-dedent", node.lineno, text, "", 1.0 if isinstance(node, (ast.Return, ast.AugAssign)) else 0.7)
        if index == 0 and slot.field == "body" and not isinstance(node, (ast.Return, ast.Break, ast.Continue)):
            edit = move(place, slot, slot.parent, False)
            if edit:
                yield proposal(edit, "statement-dedent", node.lineno, text, "", 0.7)
    if index > 0:
        before = block[index - 1]
        if isinstance(before, (ast.For, ast.While, ast.If)) and not isinstance(node, COMPOUND):
            last = (before.orelse or before.body)[-1]
            edit = move(place, slot, last, True) if last.lineno > before.lineno and not isinstance(last, COMPOUND) else None
            if edit is None and last.lineno > before.lineno and whole_lines(place, node, node) and not has_long_string(node):
                edit = reindent_into(place, slot, before)
            if edit:
                yield proposal(edit, "statement-indent", node.lineno, text, "", 0.7)


def reindent_into(place, slot, before):
    """Makes a statement the last one of the block in front of it, also when it is the last one of its own block."""
    first_inside = before.body[0]
    if not place.starts_line(first_inside):
        return None
    node = slot.statement
    return rewrite(place, node.lineno, node.end_lineno, [(place.indent(first_inside), lines_of(place, node))])


def move_into(place, slot, following):
    target = following.body[0]
    if not place.starts_line(target) or not whole_lines(place, slot.statement, slot.statement) or has_long_string(slot.statement):
        return None
    file, node = place.file, slot.statement
    between = LINES.split(file.text(file.offset(node.end_lineno + 1, 0), file.line_end(target.lineno - 1)))
    return rewrite(place, node.lineno, target.lineno - 1, [("", between), (place.indent(target), lines_of(place, node))])


def unwrapped_block(place, slot):
    """A loop or condition replaced by its body, or an else branch made unconditional."""
    node = slot.statement
    if not isinstance(node, (ast.If, ast.With, ast.Try)) or has_long_string(node) or not place.starts_line(node.body[0]) or not place.starts_line(node):
        return
    body = []
    for child in node.body:
        body += lines_of(place, child)
    is_elif = isinstance(slot.parent, ast.If) and slot.field == "orelse" and place.file.data[place.file.start(node):].startswith(b"elif")
    if not is_elif:
        edit = rewrite(place, node.lineno, node.end_lineno, [(place.indent(node), body)])
        yield proposal(edit, "block-unwrapping", node.lineno, place.source(node)[:200], "", 0.3)


def swapped_returns(place):
    """The values of two return statements exchanged, or the branches of an if statement."""
    found = [s.statement for s in place.slots if isinstance(s.statement, ast.Return) and s.statement.value is not None]
    for i, one in enumerate(found):
        for other in found[i + 1:]:
            if place.source(one.value) != place.source(other.value):
                yield place.together("template", "swapped-returns", [(one.value, place.source(other.value)), (other.value, place.source(one.value))],
                                     1.0 if len(found) == 2 else 0.5)
    for slot in place.slots:
        node = slot.statement
        if isinstance(node, ast.If) and len(node.body) == 1 and len(node.orelse) == 1 and not isinstance(node.orelse[0], COMPOUND):
            one, other = node.body[0], node.orelse[0]
            file = place.file
            if place.source(one) != place.source(other) and not isinstance(one, COMPOUND):
                edits = ((file.start(one), file.end(one) - file.start(one), place.source(other)),
                         (file.start(other), file.end(other) - file.start(other), place.source(one)))
                yield Proposal(edits, "swapped-branches", "template", node.lineno, place.source(one), place.source(other), 0.8)


def returns(place, slot):
    """What a function gives back: another name, an own default, or nothing at all turned into something."""
    node = slot.statement
    if isinstance(node, ast.Return) and node.value is None:
        for name in place.scope.names_at(node):
            start = place.file.start(node)
            yield proposal((start, place.file.end(node) - start, "return " + name), "return-value", node.lineno, "return", "return " + name, 0.6)
    elif isinstance(node, ast.Return) and not isinstance(node.value, ast.Name):
        for name in place.scope.names_at(node):
            if name in place.scope.locals:
                yield place.replace("template", "return-value", node.value, name, 0.4)
        for text, share in (("True", 0.15), ("False", 0.15), ("None", 0.15), ("[]", 0.1), ("0", 0.1), ("''", 0.05), ("-1", 0.05)):
            yield place.replace("template", "return-value", node.value, text, share)
    elif isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.BinOp, ast.Compare, ast.Name)):
        yield proposal((place.file.start(node), 0, "return "), "return-insertion", node.lineno, "", "return", 0.4)
        if isinstance(node.value, ast.Call) and loops_around(place, node):
            yield proposal((place.file.start(node), 0, "yield from "), "yield-insertion", node.lineno, "", "yield from", 0.2)
            yield proposal((place.file.start(node), 0, "yield "), "yield-insertion", node.lineno, "", "yield", 0.2)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield) and node.value.value is not None:
        yield place.replace("template", "yield-insertion", node.value, "yield from " + place.source(node.value.value), 0.6)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.YieldFrom):
        yield place.replace("template", "yield-insertion", node.value, "yield " + place.source(node.value.value), 0.6)
    if isinstance(node, (ast.Break, ast.Continue)):
        other = "continue" if isinstance(node, ast.Break) else "break"
        start = place.file.start(node)
        yield proposal((start, place.file.end(node) - start, other), "jump-replacement", node.lineno, place.source(node), other, 0.8)
        if isinstance(node, ast.Break):
            for text in ("return True", "return False", "return None"):
                yield proposal((start, place.file.end(node) - start, text), "jump-replacement", node.lineno, "break", text, 0.2)


def unpacked_loop(place, slot):
    """`for i, x in enumerate(xs)` without its counter, and the statements that only used the counter left out with it."""
    node = slot.statement
    if isinstance(node, ast.For) and isinstance(node.target, ast.Tuple) and isinstance(node.iter, ast.Call) \
            and isinstance(node.iter.func, ast.Name) and node.iter.func.id == "enumerate" and node.iter.args and len(node.target.elts) == 2:
        start, end = place.file.start(node.target), place.file.end(node.iter)
        text = place.file.segment(node.target.elts[1]) + " in " + place.source(node.iter.args[0])
        yield proposal((start, end - start, text), "unpacked-loop", node.lineno, place.file.text(start, end), text, 0.4)


def raised(place, slot):
    """Another exception raised or caught."""
    node = slot.statement
    kinds = ("ValueError", "TypeError", "KeyError", "IndexError", "Exception", "AttributeError", "RuntimeError", "ZeroDivisionError", "LookupError", "OSError")
    spots = []
    if isinstance(node, ast.Raise) and node.exc is not None:
        spots.append(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
    if isinstance(node, ast.Try):
        for handler in node.handlers:
            if isinstance(handler.type, ast.Name):
                spots.append(handler.type)
    for spot in spots:
        if isinstance(spot, ast.Name):
            for kind in kinds:
                if kind != spot.id:
                    yield place.replace("template", "exception-replacement", spot, kind, 0.6 if kind in ("ValueError", "KeyError", "TypeError") else 0.4)
    if isinstance(node, ast.Try):
        for handler in node.handlers:
            if isinstance(handler.type, ast.Name):
                for kind in kinds:
                    if kind != handler.type.id:
                        yield place.replace("template", "exception-replacement", handler.type, "(" + handler.type.id + ", " + kind + ")", 0.3)


def inserted(place):
    """New statements at every gap of every block, the one after the last included."""
    for slot in place.slots:
        if slot.parent is None or isinstance(slot.statement, FUNCTIONS):
            continue
        node = slot.statement
        for text, operator, likelihood in new_statements(place, slot, after=False):
            edit = insert_before(place, node, text)
            if edit:
                yield proposal(edit, operator, node.lineno, "", text, likelihood)
        if slot.index == len(slot.block) - 1 and not isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
            for text, operator, likelihood in new_statements(place, slot, after=True):
                edit = insert_after(place, node, text)
                if edit:
                    yield proposal(edit, operator, node.end_lineno, "", text, likelihood)


def gives_back(node, name):
    """What a loop collected is complete only when its last part is added, right before it is given back."""
    return isinstance(node, ast.Return) and isinstance(node.value, ast.Name) and node.value.id == name


def new_statements(place, slot, after):
    node = slot.statement
    loops = loops_around(place, node)
    names = place.scope.names_at(node)
    shapes = place.shapes.names
    last = after
    in_while = bool(loops) and isinstance(loops[0], ast.While)
    condition_names = {n.id for n in ast.walk(loops[0].test) if isinstance(n, ast.Name)} if in_while else set()
    changed = {n.id for n in ast.walk(loops[0]) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)} if in_while else set()
    for name, nearness in names.items():
        shape = shapes.get(name)
        if name in place.scope.comprehension_names and name not in place.scope.locals and name not in place.scope.parameters:
            continue
        if shape in NUMBERS - {"bool"} and (name in place.scope.locals or name in condition_names):
            share = (0.9 if name in condition_names and name not in changed else 0.35) * (1.0 if last else 0.6) * nearness
            for text in (name + " += 1", name + " -= 1"):
                yield text, "step-insertion", share
            for other in names:
                if other != name and shapes.get(other) in NUMBERS - {"bool"}:
                    yield name + " += " + other, "step-insertion", 0.15 * nearness
            if name in condition_names:
                yield name + " //= 2", "step-insertion", 0.2
                yield name + " //= 10", "step-insertion", 0.2
            if loops and not last:
                yield name + " = 0", "reset-insertion", 0.25 * nearness
        elif shape in ("list", "set", None) and name in place.scope.locals and shape is not None:
            verb = ".append(" if shape == "list" else ".add("
            for other in names:
                if other != name and shapes.get(other) != shape:
                    share = 0.9 if gives_back(node, name) else 0.4 if last else 0.24
                    yield name + verb + other + ")", "call-insertion", share * nearness * names[other]
            if shape == "list":
                for text, share in ((".pop()", 0.2), (".sort()", 0.3), (".reverse()", 0.2)):
                    yield name + text, "call-insertion", share * nearness
            if loops and not last:
                yield name + (" = []" if shape == "list" else " = set()"), "reset-insertion", 0.2 * nearness
        elif shape == "list":
            for text, share in ((".sort()", 0.3), (".reverse()", 0.1)):
                yield name + text, "call-insertion", share * nearness
        elif shape == "bool" and name in place.scope.locals:
            for value in ("True", "False"):
                yield name + " = " + value, "reset-insertion", 0.2
    if last and slot.parent is place.function:
        for name in names:
            if name in place.scope.locals:
                yield "return " + name, "return-insertion", 0.9
        for text in ("True", "False", "None", "[]", "0", "-1", "''"):
            yield "return " + text, "return-insertion", 0.3
    elif last:
        for name in list(names)[:6]:
            yield "return " + name, "return-insertion", 0.2
        for text in ("True", "False", "None"):
            yield "return " + text, "return-insertion", 0.2
    if loops and last:
        yield "break", "jump-insertion", 0.6
        if loops[0].body[-1] is not node:
            yield "continue", "jump-insertion", 0.4
    if loops and last and isinstance(loops[0], ast.For) and not any(isinstance(n, ast.Return) and n.value for n in ast.walk(place.function)):
        for name in list(names)[:3]:
            yield "yield " + name, "yield-insertion", 0.3
