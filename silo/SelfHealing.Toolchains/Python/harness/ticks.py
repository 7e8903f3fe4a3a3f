"""Fuel for swapped code: every loop and function head burns one tick, and an empty tank ends the test.

An endless loop then costs as many ticks as the budget says, and not a time limit.
"""
import ast
import builtins

NAME = "__selfheal_tick__"
LOOPS = (ast.For, ast.While, ast.AsyncFor)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class OutOfFuel(BaseException):
    """The swapped code looped more often than its budget."""


class Tank:
    """The ticks that are left to the running test."""

    def __init__(self):
        self.left = 0
        self.empty = False

        def tick():
            self.left -= 1
            if self.left < 0:
                self.empty = True
                raise OutOfFuel()

        setattr(builtins, NAME, tick)

    def fill(self, ticks):
        self.left = ticks
        self.empty = False


def instrument(tree):
    """Puts a tick at every head, in place."""
    for node in ast.walk(tree):
        if isinstance(node, LOOPS + FUNCTIONS):
            at = 0
            if isinstance(node, FUNCTIONS) and ast.get_docstring(node, clean=False) is not None:
                at = 1
            node.body.insert(at, tick_at(node.body[min(at, len(node.body) - 1)]))
    return tree


def tick_at(place):
    position = {"lineno": place.lineno, "col_offset": place.col_offset, "end_lineno": place.lineno, "end_col_offset": place.col_offset}
    call = ast.Call(func=ast.Name(id=NAME, ctx=ast.Load(), **position), args=[], keywords=[], **position)
    return ast.Expr(value=call, **position)
