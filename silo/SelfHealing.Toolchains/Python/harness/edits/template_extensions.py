"""Slices and arithmetic extended with what is in scope, indices and slice bounds changed, integer against true division.

Lineage: "add binary operand" and "change operand" of TSSB, TBar FP11 and FP13, the slice and range repairs seen in QuixBugs-like off-by-one bugs.
"""
import ast

from .mutation_operators import binary
from .shapes import NUMBERS, SEQUENCES
from .writing import ARITH, ATOM

SLICES = {"[1:]": 1.0, "[:-1]": 0.9, "[2:]": 0.3, "[:2]": 0.15, "[:1]": 0.15, "[::2]": 0.3, "[1::2]": 0.3, "[0]": 0.5, "[-1]": 0.5, "[1]": 0.3, "[1:-1]": 0.3}


def proposals(place):
    for node in place.expressions:
        shape = place.shapes.of(node)
        if sliceable(place, node, shape):
            yield from slices(place, node, shape)
        if isinstance(node, ast.Subscript):
            yield from subscripts(place, node)
        if extendable(place, node, shape):
            yield from arithmetic(place, node, shape)


def sliceable(place, node, shape):
    parent = place.parent(node)
    if shape is not None and shape not in SEQUENCES or isinstance(parent, (ast.Attribute, ast.Expr)):
        return False
    if isinstance(parent, ast.Call) and node is parent.func or isinstance(parent, ast.Subscript) and node is parent.slice:
        return False
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return False
    return isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.ListComp, ast.Subscript)) and not (shape is None and isinstance(node, ast.Call))


def slices(place, node, shape):
    base = place.writer.bound(place.source(node), ATOM)
    sure = 1.0 if shape else 0.4
    for suffix, likelihood in SLICES.items():
        yield place.replace("template", "slice-extension", node, base + suffix, likelihood * 0.5 * sure, "", suffix)
    for name, nearness in place.names(node, "int").items():
        known = place.shapes.names.get(name)
        if name == place.source(node) or known not in ("int", "num", None):
            continue
        for suffix, likelihood in (("[%s:]", 0.7), ("[:%s]", 0.7), ("[%s]", 0.6), ("[%s + 1:]", 0.3), ("[:%s + 1]", 0.3), ("[-%s:]", 0.2)):
            yield place.replace("template", "slice-extension", node, base + suffix % name, likelihood * nearness * sure * (1.0 if known else 0.4), "", suffix % name)


def subscripts(place, node):
    base = place.writer.bound(place.file.segment(node.value), ATOM) if "\n" not in place.file.segment(node.value) else place.source(node.value)
    if isinstance(node.slice, ast.Slice):
        parts = [place.source(p) if p is not None else "" for p in (node.slice.lower, node.slice.upper, node.slice.step)]

        def written(lower, upper, step):
            return base + "[" + lower + ":" + upper + (":" + step if step else "") + "]"

        lower, upper, step = parts
        variants = {}
        if lower:
            variants[written("", upper, step)] = 0.6
        else:
            for text, likelihood in (("1", 0.8), ("2", 0.2), ("-1", 0.1)):
                variants[written(text, upper, step)] = likelihood
        if upper:
            variants[written(lower, "", step)] = 0.6
            if not upper.startswith("-"):
                variants[written(lower, "-" + place.writer.bound(upper, ATOM), step)] = 0.3
        else:
            for text, likelihood in (("-1", 0.8), ("1", 0.2)):
                variants[written(lower, text, step)] = likelihood
        variants[written(upper, lower, step)] = 0.7
        if not step:
            variants[written(lower, upper, "-1")] = 0.5
            variants[written(lower, upper, "2")] = 0.2
        else:
            variants[written(lower, upper, "")] = 0.4
        if lower and not lower.startswith("-"):
            variants[written("-" + place.writer.bound(lower, ATOM), upper, step)] = 0.3
        for name, nearness in place.names(node, "int").items():
            for variant, likelihood in ((written(name, upper, step), 0.4), (written(lower, name, step), 0.4)):
                variants.setdefault(variant, likelihood * nearness)
        for text, likelihood in variants.items():
            if text != place.source(node):
                yield place.replace("template", "slice-bounds", node, text, likelihood)
        if not isinstance(getattr(node, "ctx", None), ast.Store):
            yield place.replace("template", "slice-removal", node, place.source(node.value), 0.6)
        return
    index = place.source(node.slice)
    yield place.replace("template", "index-removal", node, place.source(node.value), 0.4)
    yield place.replace("template", "index-removal", node, index, 0.4)
    for text, likelihood in (("-" + place.writer.bound(index, ATOM), 0.4), ("-1", 0.6), ("0", 0.6), ("-%s - 1" % place.writer.bound(index, ATOM), 0.3),
                             ("len(%s) - 1 - %s" % (base, index), 0.4), ("len(%s) - %s" % (base, index), 0.2)):
        if text != index and not (text.startswith("--") or text.startswith("-(-")):
            yield place.replace("template", "index-replacement", node.slice, text, likelihood)
    if isinstance(node.value, ast.Subscript) and not isinstance(node.value.slice, ast.Slice) and not isinstance(node.slice, ast.Slice):
        yield place.together("template", "swapped-indices", [(node.slice, place.source(node.value.slice)), (node.value.slice, index)], 1.0)
    if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
        one, other = node.slice.elts
        yield place.together("template", "swapped-indices", [(one, place.source(other)), (other, place.source(one))], 1.0)


def extendable(place, node, shape):
    if shape not in NUMBERS | {None} or shape == "bool":
        return False
    parent = place.parent(node)
    if isinstance(parent, ast.Call) and node is parent.func or isinstance(parent, (ast.Attribute, ast.Expr, ast.Starred)):
        return False
    if isinstance(parent, ast.Subscript) and node is parent.value:
        return False
    return isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.BinOp)) and (shape is not None or isinstance(node, (ast.Name, ast.Subscript)))


def arithmetic(place, node, shape):
    text = place.source(node)
    parent = place.parent(node)
    weight = (0.7 if isinstance(parent, (ast.Return, ast.Assign, ast.AugAssign, ast.Subscript, ast.Slice, ast.Call)) else 0.4) * (1.0 if shape else 0.4)
    for name, nearness in place.names(node, "num").items():
        known = place.shapes.names.get(name)
        if known not in NUMBERS | {None} or known == "bool":
            continue
        for symbol, likelihood in (("+", 0.7), ("-", 0.7), ("*", 0.5), ("//", 0.2), ("/", 0.2), ("%", 0.3)):
            share = likelihood * nearness * weight * (1.0 if known else 0.3)
            yield place.replace("template", "arithmetic-extension", node, binary(place, text, symbol, name), share, "", symbol + " " + name)
        if not isinstance(node, ast.Constant):
            yield place.replace("template", "arithmetic-extension", node, binary(place, name, "-", text), 0.3 * nearness * weight * (1.0 if known else 0.3), "", name + " -")
    for symbol, value, likelihood in (("*", "2", 0.4), ("//", "2", 0.4), ("/", "2", 0.3), ("%", "2", 0.3), ("**", "2", 0.3), ("%", "10", 0.2), ("//", "10", 0.2)):
        yield place.replace("template", "arithmetic-extension", node, binary(place, text, symbol, value), likelihood * weight, "", symbol + " " + value)
    for index in place.scope.locals:
        if place.shapes.names.get(index) in ("list", "str") and index in place.scope.names_at(node):
            yield place.replace("template", "arithmetic-extension", node, place.writer.bound("len(%s)" % index, ARITH) + " - " + place.writer.bound(text, ARITH + 1), 0.2 * weight)
