"""One function as the edit families see it: its statements, its expressions, and what may be written there."""
import ast
from collections import namedtuple

from .documentation import Documentation, documentation_of
from .scope import Scope
from .shapes import Shapes, compatible
from .source import BLOCKS, FUNCTIONS
from .writing import Writer

Proposal = namedtuple("Proposal", "edits operator family line before after likelihood")
Slot = namedtuple("Slot", "statement block index parent field")


class Place:
    """The own code of one function (nested functions are places of their own), or of one statement of a module."""

    def __init__(self, unit, function, name, hints, suspicious_lines=None, outermost=None):
        self.unit, self.function, self.name, self.file = unit, function, name, unit.file
        self.parents = unit.parents
        self.writer = Writer(unit)
        self.scope = Scope(unit.file, function, unit.parents, outermost)
        self.hints = hints
        self.suspicious_lines = {int(line): score for line, score in (suspicious_lines or {}).items()}
        seen = (hints.get("locals") or {}).get(unit.file.path + "::" + name)
        self.shapes = Shapes(function, seen)
        self.documentation = Documentation(documentation_of(function, outermost))
        self.slots = list(slots_of(function))
        self.expressions = list(self.own_expressions())
        self.constants = self.own_constants()
        self.first_lines = {line: s.statement.lineno for s in self.slots if not hasattr(s.statement, "body")
                            for line in range(s.statement.lineno, s.statement.end_lineno + 1)}
        self.documented_constants = self.documentation.constants
        self.test_constants = list(hints.get("test_constants") or [])

    def own_expressions(self):
        """Expressions that are read, outermost first, without annotations, decorators, docstring and nested functions."""
        stack = [self.function]
        while stack:
            node = stack.pop(0)
            if isinstance(node, ast.JoinedStr):
                yield node
                continue
            for field, value in ast.iter_fields(node):
                if field in ("annotation", "returns", "decorator_list", "type_comment", "type_params"):
                    continue
                if field == "args" and isinstance(value, ast.arguments) and node is self.function:
                    value = value.defaults + [d for d in value.kw_defaults if d is not None]
                for child in value if isinstance(value, list) else [value]:
                    if not isinstance(child, ast.AST) or isinstance(child, FUNCTIONS + (ast.ClassDef,)):
                        continue
                    if is_documentation(child, node):
                        continue
                    stack.append(child)
                    if isinstance(child, ast.expr) and not isinstance(getattr(child, "ctx", None), (ast.Store, ast.Del)):
                        yield child

    def own_constants(self):
        found = {}
        for node in self.expressions:
            if isinstance(node, ast.Constant) and node.value is not None and node.value is not Ellipsis:
                found.setdefault((type(node.value).__name__, node.value), node)
        return [value for _, value in found]

    def source(self, node):
        return self.unit.text(node)

    def parent(self, node):
        return self.parents[node][0] if node in self.parents else None

    def statement(self, node):
        return self.scope.statement_of(node)

    def replace(self, family, operator, node, text, likelihood=1.0, before=None, after=None):
        """Proposes another text for an expression."""
        edit = self.writer.replace(node, text)
        return Proposal((edit,), operator, family, node.lineno, self.source(node) if before is None else before,
                        text if after is None else after, likelihood)

    def together(self, family, operator, pairs, likelihood=1.0):
        """Proposes several replacements at once."""
        edits = tuple(self.writer.replace(node, text) for node, text in pairs)
        return Proposal(edits, operator, family, min(n.lineno for n, _ in pairs), "; ".join(self.source(n) for n, _ in pairs),
                        "; ".join(t for _, t in pairs), likelihood)

    def weight(self, line):
        """How much a line's edits count against those of the function's other lines: suspicious ones more, unreached ones least."""
        if not self.suspicious_lines:
            return 1.0
        first = self.first_lines.get(line, line)
        own = max(self.suspicious_lines.get(near, 0.0) * share for near, share in ((line, 1.0), (first, 1.0), (line - 1, 0.9), (line + 1, 0.9)))
        return max(0.02, own / max(self.suspicious_lines.values())) ** 0.5 if own > 0 else 0.02

    def names(self, node, shape=None):
        """Names that may stand at the place, with their nearness."""
        return {name: nearness for name, nearness in self.scope.names_at(node).items()
                if compatible(self.shapes.names.get(name), shape)}

    def indent(self, statement):
        return self.file.text(self.file.offset(statement.lineno, 0), self.file.start(statement))

    def starts_line(self, statement):
        return self.indent(statement).strip() == ""

    def ends_line(self, statement):
        rest = self.file.text(self.file.end(statement), self.file.line_end(statement.end_lineno)).strip()
        return rest == "" or rest.startswith("#")


def is_documentation(child, parent):
    return (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant) and isinstance(child.value.value, str)
            and getattr(parent, "body", [None])[:1] == [child])


def slots_of(function):
    """Every statement of a function with its place in its block, without those of nested functions and without docstrings."""
    stack = [function]
    if isinstance(function, ast.stmt) and not isinstance(function, FUNCTIONS):
        yield Slot(function, [function], 0, None, "body")
    while stack:
        parent = stack.pop(0)
        for field in BLOCKS + ("handlers",):
            block = getattr(parent, field, None)
            if not isinstance(block, list):
                continue
            for index, child in enumerate(block):
                if isinstance(child, ast.ExceptHandler):
                    stack.append(child)
                elif isinstance(child, ast.stmt):
                    if is_documentation(child, parent):
                        continue
                    yield Slot(child, block, index, parent, field)
                    if not isinstance(child, FUNCTIONS + (ast.ClassDef,)):
                        stack.append(child)
