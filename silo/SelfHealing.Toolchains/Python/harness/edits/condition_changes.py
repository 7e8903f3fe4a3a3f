"""Conditions loosened, tightened, negated and replaced.

Lineage: "change condition more/less specific" of ManySStuBs4J, TBar FP6, Nopol and ACS for the predicates.
"""
import ast

from .place import Proposal
from .predicates import atoms
from .writing import AND, NOT, OR


def conditions(place):
    """Every expression that decides something, with its weight."""
    for node in place.expressions:
        parent = place.parent(node)
        if isinstance(parent, (ast.If, ast.While, ast.IfExp)) and node is parent.test:
            yield node, 1.0
        elif isinstance(parent, ast.comprehension) and node in parent.ifs:
            yield node, 0.9
        elif isinstance(parent, ast.Return) and isinstance(node, (ast.Compare, ast.BoolOp)):
            yield node, 0.7
        elif isinstance(parent, ast.Assign) and isinstance(node, (ast.Compare, ast.BoolOp)):
            yield node, 0.5
        elif isinstance(parent, ast.Lambda) and isinstance(node, (ast.Compare, ast.BoolOp)):
            yield node, 0.6


def proposals(place):
    for node in place.expressions:
        if isinstance(node, ast.BoolOp):
            yield from dropped(place, node)
    for node, weight in conditions(place):
        text = place.source(node)
        if not isinstance(node, ast.Compare) and not (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
            yield place.replace("condition", "condition-negation", node, "not " + place.writer.bound(text, NOT), 0.7 * weight)
        for predicate, likelihood in atoms(place, node):
            if predicate == text:
                continue
            yield place.replace("condition", "conjunct-addition", node, place.writer.bound(text, AND) + " and " + place.writer.bound(predicate, NOT),
                                likelihood * weight, "", "and " + predicate)
            yield place.replace("condition", "disjunct-addition", node, place.writer.bound(text, OR) + " or " + place.writer.bound(predicate, AND),
                                likelihood * weight, "", "or " + predicate)
            yield place.replace("condition", "condition-replacement", node, predicate, 0.8 * likelihood * weight)
        for constant in ("True", "False"):
            if not isinstance(place.parent(node), ast.While):
                yield place.replace("condition", "constant-condition", node, constant, 0.15 * weight)
    for node in place.expressions:
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
            yield from filters(place, node)


def dropped(place, node):
    """One operand of `and` or `or` left out."""
    symbol, minimum = (" or ", OR) if isinstance(node.op, ast.Or) else (" and ", AND)
    operands = [place.writer.bound(place.source(v), minimum) for v in node.values]
    for index in range(len(operands)):
        rest = operands[:index] + operands[index + 1:]
        yield place.replace("condition", "operand-dropped", node, symbol.join(rest), 1.0 if index else 0.8, operands[index], "")


def filters(place, node):
    """A comprehension that collects everything gets a condition."""
    last = node.generators[-1]
    if last.ifs:
        return
    whole = place.file.segment(node)
    if "\n" in whole:
        return
    at = place.file.end(last.iter)
    while place.file.data[at:at + 1] == b")" and at < place.file.end(node) - 1:
        at += 1
    anchor = node.elt if not isinstance(node, ast.DictComp) else node.value
    for predicate, likelihood in atoms(place, anchor, 40):
        yield Proposal(((at, 0, " if " + predicate),), "filter-addition", "condition", node.lineno, "", "if " + predicate, 0.7 * likelihood)
