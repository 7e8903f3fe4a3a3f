"""Keywords and access forms: `if` for `while` and `elif`, `self.name` for `name`, `get` for an index, a list extended by one element.

Lineage: the keyword and attribute patterns of TSSB, the Python-specific templates of PyTER (Oh and Oh, 2022) for missing keys and types.
"""
import ast

from .place import Proposal
from .shapes import NUMBERS
from .template_names import places_of_attributes
from .writing import ATOM


def proposals(place):
    for node in place.expressions:
        parent = place.parent(node)
        if isinstance(node, ast.Name):
            yield from qualified(place, node, parent)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
            if node.attr in place.scope.names_at(node):
                yield place.replace("template", "attribute-replacement", node, node.attr, 0.7)
        elif isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            yield from looked_up(place, node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
            base = place.writer.bound(place.source(node.func.value), ATOM)
            yield place.replace("template", "lookup", node, base + "[" + place.source(node.args[0]) + "]", 0.3)
    for slot in place.slots:
        yield from keywords(place, slot)
        yield from extended(place, slot)


def qualified(place, node, parent):
    """A bare name where the object's attribute of that name is meant."""
    called = isinstance(parent, ast.Call) and node is parent.func
    for receiver in ("self", "cls"):
        if receiver in place.scope.parameters and node.id in places_of_attributes(place, receiver) and not (called and node.id in place.scope.module_functions):
            yield place.replace("template", "attribute-replacement", node, receiver + "." + node.id, 0.9)


def looked_up(place, node):
    shape = place.shapes.of(node.value)
    if shape not in ("dict", None) or isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
        return
    base, key = place.writer.bound(place.source(node.value), ATOM), place.source(node.slice)
    for default, share in (("", 0.6), (", 0", 0.6), (", None", 0.2), (", []", 0.3), (", ''", 0.2)):
        yield place.replace("template", "lookup", node, base + ".get(" + key + default + ")", share * (1.0 if shape else 0.5))


def keywords(place, slot):
    node, file = slot.statement, place.file
    if not isinstance(node, (ast.If, ast.While)):
        return
    start = file.start(node)
    word = "while" if isinstance(node, ast.While) else "elif" if file.data[start:start + 4] == b"elif" else "if"

    def changed(new, likelihood):
        return Proposal(((start, len(word), new),), "keyword-replacement", "template", node.lineno, word, new, likelihood)

    if word == "while" and not node.orelse:
        yield changed("if", 0.3)
    elif word == "if":
        if not node.orelse:
            yield changed("while", 0.4)
        if slot.index > 0 and isinstance(slot.block[slot.index - 1], ast.If) and not slot.block[slot.index - 1].orelse:
            yield changed("elif", 0.8)
    elif word == "elif" and place.starts_line(node):
        yield changed("if", 0.7)


def extended(place, slot):
    """`xs += x` for `xs += [x]`, a bare result for a list of one, and the other way round."""
    node = slot.statement
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and place.shapes.of(node.target) == "list":
        yield place.replace("template", "element-wrapping", node.value, "[" + place.source(node.value) + "]", 0.6)
        if isinstance(node.value, ast.List) and len(node.value.elts) == 1:
            yield place.replace("template", "element-wrapping", node.value, place.source(node.value.elts[0]), 0.5)
    elif isinstance(node, ast.Return) and node.value is not None:
        shape = place.shapes.of(node.value)
        if shape in NUMBERS | {"str"} and not isinstance(node.value, ast.Constant):
            yield place.replace("template", "element-wrapping", node.value, "[" + place.source(node.value) + "]", 0.15)
        elif shape == "list" and isinstance(node.value, ast.List) and len(node.value.elts) == 1:
            yield place.replace("template", "element-wrapping", node.value, place.source(node.value.elts[0]), 0.3)
