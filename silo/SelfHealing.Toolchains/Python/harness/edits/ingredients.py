"""Expressions and statements that the function, the file and the project already have, put where they may be missing.

Lineage: the redundancy assumption of GenProg (Le Goues et al., 2012) and of ssFix (Xin and Reiss, 2017); names that do not exist at the new
place are renamed to ones of the same shape that do.
"""
import ast
import re

from .place import Proposal
from .scope import BUILTIN_NAMES
from .shapes import compatible
from .source import FUNCTIONS
from .statements import COMPOUND, insert_after, insert_before

# Largest ingredient in syntax nodes, and how many are taken from the file and from how much of the project.
LARGEST = 14
FROM_FILE, FROM_PROJECT = 120, 80
NEAREST_FILES, NEAREST_SIZE = 8, 200000


def proposals(place, library):
    yield from expressions(place, library)
    yield from statements(place, library)


class Library:
    """The ingredients of a project: what its functions are made of, by file."""

    def __init__(self, files):
        self.files = files
        self.cache = {}

    def expressions_of(self, path):
        """Distinct expressions of one file as (node, text, own names)."""
        known = self.cache.get(path)
        if known is None:
            known = {}
            file = self.files.get(path)
            for node in ast.walk(file.tree):
                if isinstance(node, (ast.Call, ast.BinOp, ast.Compare, ast.Subscript, ast.Attribute, ast.BoolOp, ast.List, ast.Dict)) and size(node) <= LARGEST:
                    if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
                        continue
                    try:
                        text = ast.unparse(node)
                    except (ValueError, RecursionError):
                        continue
                    if len(text) <= 60 and "\n" not in text:
                        known.setdefault(text, node)
            known = [(node, text, names_of(node)) for text, node in known.items()]
            self.cache[path] = known
        return known


def size(node):
    return sum(1 for n in ast.walk(node) if isinstance(n, (ast.expr, ast.stmt)))


def names_of(node):
    """Names that an expression reads, without called functions and builtins."""
    called = {n.func for n in ast.walk(node) if isinstance(n, ast.Call)}
    bound = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    bound |= {a.arg for n in ast.walk(node) if isinstance(n, ast.Lambda) for a in n.args.args}
    return [n for n in ast.walk(node) if isinstance(n, ast.Name) and n not in called and n.id not in bound]


def adapted(place, node, text, names, scope_names):
    """The expression as it can be written here: (text, likelihood), renamed where one name is foreign."""
    known = set(scope_names) | set(place.scope.module_names) | set(place.scope.module_functions)
    foreign = sorted({n.id for n in names if n.id not in known and n.id not in BUILTIN_NAMES})
    if not foreign:
        yield text, 1.0
    if len(foreign) > 1:
        return
    replaced = foreign or sorted({n.id for n in names if n.id in scope_names})
    for old in replaced:
        shape = place.shapes.names.get(old)
        for new, nearness in scope_names.items():
            if new != old and compatible(shape, place.shapes.names.get(new)):
                yield rename(text, old, new), (0.5 if foreign else 0.45) * nearness


def rename(text, old, new):
    return re.sub(r"(?<![\w.])" + re.escape(old) + r"(?!\w)(?!\s*=[^=])", new, text)


def expressions(place, library):
    own = []
    seen = set()
    for node in place.expressions:
        if isinstance(node, (ast.Call, ast.BinOp, ast.Compare, ast.Subscript, ast.Attribute, ast.BoolOp, ast.List)) and size(node) <= LARGEST:
            text = place.source(node)
            if text not in seen:
                seen.add(text)
                own.append((node, text, names_of(node)))
    near = [(entry, 1.0) for entry in own]
    others = [(entry, 0.35) for entry in library.expressions_of(place.file.path) if entry[1] not in seen]
    project = [(entry, 0.12) for path in library.files.beside(place.file.path, NEAREST_FILES, NEAREST_SIZE) for entry in library.expressions_of(path)]
    sources = near + others[:FROM_FILE] + project[:FROM_PROJECT]
    for node in place.expressions:
        parent = place.parent(node)
        if parent is None or isinstance(node, (ast.Starred, ast.Slice, ast.JoinedStr, ast.Lambda)):
            continue
        if isinstance(parent, ast.Call) and node is parent.func or isinstance(parent, ast.Attribute) and isinstance(node, ast.Name) and node.id in ("self", "cls"):
            continue
        if isinstance(node, ast.Name) and node.id in place.scope.module_functions:
            continue
        shape = place.shapes.of(node)
        names = place.scope.names_at(node)
        text = place.source(node)
        weight = 1.0 if isinstance(node, (ast.Name, ast.Constant, ast.Call, ast.Subscript, ast.Attribute)) else 0.6
        if isinstance(parent, ast.Expr):
            weight *= 0.2
        for (other, other_text, other_names), distance in sources:
            other_shape = place.shapes.of(other)
            if other_text == text or not compatible(shape, other_shape) or shape == "str" and other_shape is None and isinstance(node, ast.Constant):
                continue
            if shape != other_shape and isinstance(node, ast.Constant):
                continue
            sure = 1.0 if shape and shape == other_shape else 0.5
            kind = 1.0 if type(node) is type(other) else 0.7
            for written, likelihood in adapted(place, other, other_text, other_names, names):
                if written != text:
                    yield place.replace("ingredient", "expression-replacement", node, written, likelihood * distance * sure * weight * kind)


def statements(place, library):
    """Simple statements of the function and the file, inserted at each gap or put in the place of another."""
    donors = {}
    for slot in place.slots:
        node = slot.statement
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.Return)) and slot.parent is not None:
            donors.setdefault(place.source(node), (node, 1.0))
    for function, _ in place.file.functions.values():
        if function is place.function:
            continue
        for node in ast.walk(function):
            if isinstance(node, (ast.AugAssign, ast.Expr, ast.Assign)) and size(node) <= LARGEST and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                text = ast.unparse(node)
                if len(text) <= 80 and "\n" not in text:
                    donors.setdefault(text, (node, 0.3))
    donors = dict(list(donors.items())[:60])
    for slot in place.slots:
        if slot.parent is None or isinstance(slot.statement, FUNCTIONS):
            continue
        node = slot.statement
        names = place.scope.names_at(node)
        for text, (donor, distance) in donors.items():
            for written, likelihood in adapted(place, donor, text, statement_names(donor), names):
                share = likelihood * distance * 0.5
                if written == place.source(node):
                    continue
                edit = insert_before(place, node, written)
                if edit and not isinstance(donor, ast.Return):
                    yield Proposal((edit,), "statement-insertion", "ingredient", node.lineno, "", written, share)
                if slot.index == len(slot.block) - 1 and not isinstance(node, (ast.Return, ast.Break, ast.Continue, ast.Raise)):
                    edit = insert_after(place, node, written)
                    if edit:
                        yield Proposal((edit,), "statement-insertion", "ingredient", node.end_lineno, "", written, share)
                if not isinstance(node, COMPOUND) and type(node) is type(donor):
                    start = place.file.start(node)
                    yield Proposal(((start, place.file.end(node) - start, written),), "statement-replacement", "ingredient", node.lineno,
                                   place.source(node), written, share)


def statement_names(node):
    called = {n.func for n in ast.walk(node) if isinstance(n, ast.Call)}
    return [n for n in ast.walk(node) if isinstance(n, ast.Name) and n not in called]
