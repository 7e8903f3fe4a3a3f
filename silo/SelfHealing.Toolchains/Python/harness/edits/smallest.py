"""The smallest statements that differ between two versions, for people and for the measure of a change."""
import ast
import copy

from .changes import aligned
from .normal_form import digest
from .source import FUNCTIONS

BLOCKS = ("body", "orelse", "finalbody")


def differences(old, new, function="", prefix=""):
    """Yields (qualified name of the function, source before, source after), in normal form."""
    olds, news = [digest(node, {}) for node in old], [digest(node, {}) for node in new]
    for first, last, start, end in aligned(olds, news):
        if olds[first:last] == news[start:end]:
            continue
        before, after = old[first:last], new[start:end]
        if len(before) == len(after) and all(alike(one, other) for one, other in zip(before, after)):
            for one, other in zip(before, after):
                yield from inside(one, other, function, prefix)
        else:
            yield function, source(before), source(after)


def alike(one, other):
    """True when two statements are two versions of one that has blocks."""
    return (type(one) is type(other) and hasattr(one, "body") and getattr(one, "name", None) == getattr(other, "name", None)
            and [head(h) for h in getattr(one, "handlers", ())] == [head(h) for h in getattr(other, "handlers", ())])


def inside(one, other, function, prefix):
    if isinstance(one, FUNCTIONS):
        function = prefix + one.name
    if isinstance(one, FUNCTIONS + (ast.ClassDef,)):
        prefix += one.name + "."
    if head(one) != head(other):
        yield function, head(one), head(other)
    for field in BLOCKS:
        yield from differences(getattr(one, field, []), getattr(other, field, []), function, prefix)
    for handler, changed in zip(getattr(one, "handlers", ()), getattr(other, "handlers", ())):
        yield from differences(handler.body, changed.body, function, prefix)


def head(node):
    """The source of a statement without its blocks."""
    bare = copy.copy(node)
    for field in BLOCKS + ("handlers",):
        if hasattr(bare, field):
            setattr(bare, field, [])
    bare.body = [ast.Expr(ast.Constant(...))]
    if isinstance(bare, (ast.Try, getattr(ast, "TryStar", ast.Try))):
        return "try:"
    return ast.unparse(bare).rpartition("\n")[0].strip()


def source(nodes):
    return "\n".join(ast.unparse(node) for node in nodes)
