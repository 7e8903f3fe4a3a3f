"""Conditions that fail on None: the check that is missing goes in front, where it is asked first.

Lineage: the null checker of PAR and TBar FP2.
"""
import ast

from .condition_changes import conditions
from .predicates import may_be_none
from .writing import AND, OR

ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def proposals(place):
    for node, weight in conditions(place):
        text = place.source(node)
        for operand, likelihood in exposed(place, node).items():
            likelihood *= weight
            yield place.replace("condition", "none-guard", node, operand + " is not None and " + place.writer.bound(text, AND),
                                likelihood, "", operand + " is not None and")
            yield place.replace("condition", "none-guard", node, operand + " is None or " + place.writer.bound(text, OR),
                                0.7 * likelihood, "", operand + " is None or")


def exposed(place, condition):
    """Names and attributes that the condition uses in a way that None does not bear, with how likely each is to be None."""
    found = {}
    for node in ast.walk(condition):
        if isinstance(node, ast.Compare):
            sides = [node.left] + node.comparators
            for index, operator in enumerate(node.ops):
                if isinstance(operator, ORDERING):
                    offer(place, sides[index], found)
                    offer(place, sides[index + 1], found)
                elif isinstance(operator, (ast.In, ast.NotIn)):
                    offer(place, sides[index + 1], found)
        elif isinstance(node, (ast.Attribute, ast.Subscript)):
            offer(place, node.value, found)
        elif isinstance(node, ast.BinOp):
            offer(place, node.left, found)
            offer(place, node.right, found)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("len", "abs", "int", "float", "sorted", "sum", "min", "max"):
            for argument in node.args:
                offer(place, argument, found)
    return found


def offer(place, node, found):
    inner = node
    while isinstance(inner, ast.Attribute):
        inner = inner.value
    if not isinstance(inner, ast.Name) or inner.id not in place.scope.names_at(node) or node is inner and node.id in ("self", "cls"):
        return
    if node is inner:
        likelihood = 1.0 if may_be_none(place, node.id) else 0.3
    else:
        likelihood = 0.6
    found.setdefault(place.source(node), likelihood)
