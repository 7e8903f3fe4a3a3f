"""Operand mutation: operands swapped, dropped or doubled in sign.

Lineage: "swap arguments" and operand patterns of TSSB (Richter and Wehrheim, 2022), AOD and ROD of mutation testing.
"""
import ast

from .mutation_operators import binary, compare_text
from .place import Proposal
from .shapes import NUMBERS
from .writing import BINARY, COMPARISON, UNARY

ORDERED = {"-", "/", "//", "%", "**", "<<", ">>"}


def proposals(place):
    for node in place.expressions:
        if isinstance(node, ast.BinOp):
            symbol, _ = BINARY[type(node.op)]
            left, right = place.source(node.left), place.source(node.right)
            text_join = symbol == "+" and (place.shapes.of(node) not in NUMBERS)
            if symbol in ORDERED or text_join:
                yield place.replace("mutation", "operand-swap", node, binary(place, right, symbol, left), 1.0 if symbol in ORDERED else 0.7)
            constant = isinstance(node.right, ast.Constant) or isinstance(node.right, ast.UnaryOp) and isinstance(node.right.operand, ast.Constant)
            yield place.replace("mutation", "operand-removal", node, left, 1.0 if constant else 0.8)
            yield place.replace("mutation", "operand-removal", node, right, 0.5)
            yield from chained(place, node, symbol)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            symbol = COMPARISON[type(node.ops[0])]
            left, right = place.source(node.left), place.source(node.comparators[0])
            if symbol in ("<", "<=", ">", ">=", "in", "not in") and not isinstance(node.comparators[0], ast.Constant):
                yield place.replace("mutation", "operand-swap", node, compare_text(place, node, 0, symbol, right, left), 0.6)
        if place.shapes.of(node) in NUMBERS - {"bool"} and isinstance(node, (ast.Name, ast.Call, ast.BinOp, ast.Subscript, ast.Attribute)):
            parent = place.parent(node)
            if not isinstance(parent, ast.BinOp) or parent.right is not node:
                share = 0.5 if isinstance(parent, (ast.Return, ast.Assign)) else 0.25
                yield place.replace("mutation", "sign", node, "-" + place.writer.bound(place.source(node), UNARY), share)
    for slot in place.slots:
        node = slot.statement
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and place.shapes.of(node.target) in ("str", "list"):
            target, value = place.file.segment(node.target), place.source(node.value)
            start = place.file.start(node)
            text = target + " = " + binary(place, value, "+", target)
            yield Proposal(((start, place.file.end(node) - start, text),), "operand-swap", "mutation", node.lineno,
                           target + " += " + value, text, 0.6)


def chained(place, node, symbol):
    """`a + b + c` with one operand in the middle left out, or two of them swapped around another operator."""
    if isinstance(node.left, ast.BinOp):
        inner, _ = BINARY[type(node.left.op)]
        for kept in {inner, symbol}:
            text = binary(place, place.source(node.left.left), kept, place.source(node.right))
            yield place.replace("mutation", "operand-removal", node, text, 0.8 if kept == inner else 0.5)
        swapped = binary(place, place.source(node.left.left), inner, binary(place, place.source(node.right), symbol, place.source(node.left.right)))
        yield place.replace("mutation", "operand-swap", node, swapped, 0.2)
