"""Equal for edits that make the same program, wherever they were written: see normal_form.py for functions, changes.py for the rest."""
import ast

from .changes import Versions, together
from .normal_form import FunctionForms, tree_of
from .source import FUNCTIONS


def forms_of(unit):
    return FunctionForms(unit) if isinstance(unit.node, FUNCTIONS) else StatementForms(unit)


class StatementForms:
    """Digests of the patched versions of a statement outside of functions."""

    def __init__(self, unit):
        self.unit = unit
        self.versions = Versions(unit.file.path)
        self.owner, self.body = next((owner, body) for owner, body in bodies(unit.file.tree) if unit.node in body)
        lines = range(unit.node.lineno, unit.node.end_lineno + 1)
        mine = [i for i, node in enumerate(self.body) if node.lineno in lines or node.end_lineno in lines]
        self.first, self.last = mine[0], mine[-1] + 1
        self.original = together([])

    def of(self, edits):
        """The digest of the file with the edits made, or None when they do not parse."""
        tree = tree_of(self.unit.patched(edits))
        if tree is None:
            return None
        new = tree.body[0].body if self.unit.wrapped and len(tree.body) == 1 else tree.body
        changes = self.versions.changes(self.body, self.body[:self.first] + new + self.body[self.last:], self.owner)
        return together([self.versions.form(change) for change in changes])


def bodies(tree):
    yield "", tree.body
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, node.body
