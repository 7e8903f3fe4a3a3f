"""What an edit at one place may mention: names, constants and functions in scope."""
import ast
import builtins

from .source import FUNCTIONS


def targets(node):
    """Names that an assignment target binds."""
    return [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


class Scope:
    """The names of one function, in the order in which they come into being."""

    def __init__(self, file, function, parents, outermost=None):
        self.parameters = []
        self.locals = {}
        self.comprehension_names = {}
        if isinstance(function, FUNCTIONS):
            for owner in [outermost, function] if outermost is not None and outermost is not function else [function]:
                a = owner.args
                self.parameters += [p.arg for p in a.posonlyargs + a.args + a.kwonlyargs] + [p.arg for p in (a.vararg, a.kwarg) if p]
        self.nested = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                owner = comprehension_of(node, parents)
                if owner is not None:
                    self.comprehension_names.setdefault(node.id, []).append(owner)
                else:
                    self.locals[node.id] = min(self.locals.get(node.id, node.lineno), node.lineno)
            elif isinstance(node, ast.ExceptHandler) and node.name:
                self.locals.setdefault(node.name, node.lineno)
            elif isinstance(node, ast.Lambda):
                for p in node.args.args:
                    self.comprehension_names.setdefault(p.arg, []).append(node)
            elif isinstance(node, FUNCTIONS) and node is not function:
                self.locals.setdefault(node.name, node.lineno)
                self.nested[node.name] = node
        self.parents = parents
        self.module_functions = {}
        self.module_names = []
        for node in file.tree.body:
            if isinstance(node, FUNCTIONS):
                self.module_functions[node.name] = node
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    self.module_names += targets(target)
        self.function = function

    def names_at(self, node):
        """Parameters and locals bound above the place (or by a loop or comprehension around it), innermost first."""
        found = {}
        walk = node
        while walk is not None and walk is not self.function:
            place = self.parents.get(walk)
            if place is None:
                break
            parent = place[0]
            if isinstance(parent, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
                reach = parent.generators if place[1] != "generators" else parent.generators[:place[2]]
                for generator in reversed(reach):
                    for name in targets(generator.target):
                        found.setdefault(name, 1.0)
            elif isinstance(parent, ast.comprehension) and place[1] != "iter":
                for name in targets(parent.target):
                    found.setdefault(name, 1.0)
            elif isinstance(parent, ast.Lambda):
                for p in parent.args.args:
                    found.setdefault(p.arg, 1.0)
            walk = parent
        line = getattr(node, "lineno", 1 << 30)
        for name, first in sorted(self.locals.items(), key=lambda item: -item[1]):
            if first < line or (first == line and name not in self.bound_on(node)) or self.in_loop_with(node, name):
                found.setdefault(name, 0.9 if first < line else 0.6)
        for name in self.parameters:
            found.setdefault(name, 0.9)
        return found

    def bound_on(self, node):
        statement = self.statement_of(node)
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            return {n for t in (statement.targets if isinstance(statement, ast.Assign) else [statement.target]) for n in targets(t)}
        if isinstance(statement, (ast.For, ast.AsyncFor)):
            place = node
            while self.parents.get(place, (statement,))[0] is not statement:
                place = self.parents[place][0]
            return set(targets(statement.target)) if place in (statement.iter, statement.target) else set()
        return set()

    def in_loop_with(self, node, name):
        walk = node
        while walk in self.parents and walk is not self.function:
            walk = self.parents[walk][0]
            if isinstance(walk, (ast.While, ast.For)) and walk.lineno <= self.locals[name] <= walk.end_lineno and name not in targets_of_for(walk):
                return True
        return False

    def statement_of(self, node):
        while not isinstance(node, ast.stmt):
            place = self.parents.get(node)
            if place is None:
                return None
            node = place[0]
        return node


def targets_of_for(node):
    return targets(node.target) if isinstance(node, ast.For) else []


def comprehension_of(node, parents):
    """The comprehension that binds this name, or None for a plain local."""
    while node in parents:
        node = parents[node][0]
        if isinstance(node, ast.comprehension):
            return parents[node][0]
        if isinstance(node, ast.stmt):
            return None
    return None


BUILTIN_NAMES = frozenset(dir(builtins))
