"""Calls: wrap and unwrap, arguments added, removed and swapped, the idioms of range, sort and split.

Lineage: "add function around expression" and "more/less arguments" of TSSB, "swap arguments" of ManySStuBs4J, TBar FP10, PAR's
parameter adder, remover and replacer.
"""
import ast

from .shapes import CONTAINERS, NUMBERS, SEQUENCES, compatible
from .writing import ATOM, NOT

ITERABLES = CONTAINERS - {"bytes"}
WRAPS = {
    "abs": (NUMBERS, 0.9), "len": (CONTAINERS - {"iter"}, 0.8), "int": (NUMBERS | {"str"}, 0.6), "str": (NUMBERS, 0.6), "float": ({"int", "str"}, 0.25),
    "round": (NUMBERS - {"int"}, 0.4), "list": (ITERABLES - {"list"}, 0.5), "set": (ITERABLES - {"set"}, 0.8), "sorted": (ITERABLES, 0.8),
    "sum": (ITERABLES - {"str"}, 0.5), "max": (ITERABLES, 0.3), "min": (ITERABLES, 0.3), "reversed": (SEQUENCES, 0.5),
    "tuple": (ITERABLES - {"tuple"}, 0.3), "enumerate": (ITERABLES, 0.2), "range": ({"int"}, 0.3), "bool": (set(), 0.1), "any": (ITERABLES, 0.1),
    "all": (ITERABLES, 0.1), "ord": ({"str"}, 0.2), "chr": ({"int"}, 0.2), "bin": ({"int"}, 0.2), "dict": ({"list", "iter"}, 0.1),
}
CHAINS = {
    "{}.lower()": ({"str"}, 0.8), "{}.upper()": ({"str"}, 0.5), "{}.strip()": ({"str"}, 0.6), "{}[::-1]": (SEQUENCES, 0.7), "{}.split()": ({"str"}, 0.4),
    "{}.copy()": ({"list", "dict", "set"}, 0.5), "{}.items()": ({"dict"}, 0.7), "{}.values()": ({"dict"}, 0.5), "{}.keys()": ({"dict"}, 0.3),
    "sorted(set({}))": (ITERABLES, 0.5), "list(set({}))": (ITERABLES, 0.3), "len(set({}))": (ITERABLES, 0.3), "{}.encode()": ({"str"}, 0.15),
    "str({})[::-1]": (NUMBERS, 0.1), "list({}.values())": ({"dict"}, 0.1), "''.join({})": ({"list", "iter"}, 0.2), "bin({})[2:]": ({"int"}, 0.15),
}


def proposals(place):
    for node in place.expressions:
        if wrappable(place, node):
            yield from wrapped(place, node)
        if isinstance(node, ast.Call):
            yield from unwrapped(place, node)
            yield from arguments(place, node)
            yield from idioms(place, node)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield from both_sides(place, node)
        elif isinstance(node, (ast.Tuple, ast.List)) and isinstance(place.parent(node), (ast.Return, ast.Assign, ast.Call, ast.Expr)):
            yield from swapped(place, node, node.elts, "swapped-elements")


def wrappable(place, node):
    parent = place.parent(node)
    if isinstance(node, (ast.Constant, ast.Slice, ast.Starred, ast.Lambda, ast.JoinedStr, ast.Yield, ast.Await)) or parent is None:
        return False
    if isinstance(parent, ast.Call) and node is parent.func or isinstance(parent, (ast.Expr, ast.Slice, ast.Starred)):
        return False
    if isinstance(parent, ast.Attribute) and isinstance(node, ast.Name) and node.id in place.scope.module_functions:
        return False
    return not isinstance(node, ast.Name) or node.id not in CALL_NAMES


CALL_NAMES = frozenset(WRAPS)


def context_weight(place, node):
    """Results, arguments and iterated values are wrapped more often than operands deep inside."""
    parent = place.parent(node)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Tuple):
        return 0.3
    if isinstance(parent, (ast.Return, ast.Assign, ast.For, ast.comprehension)):
        return 1.0
    return 0.8 if isinstance(parent, (ast.Call, ast.BinOp, ast.Compare)) else 0.5


def inner_text(place, node):
    text = place.source(node)
    return text[1:-1] if isinstance(node, ast.GeneratorExp) and text.startswith("(") and text.endswith(")") else text


def wrapped(place, node):
    shape = place.shapes.of(node)
    text = inner_text(place, node)
    weight = context_weight(place, node)
    parent = place.parent(node)
    already = parent.func.id if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) else ""
    own = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    for name, (shapes, likelihood) in WRAPS.items():
        if name in (already, own) or shape is not None and shape not in shapes:
            continue
        share = likelihood * weight * (1.0 if shape else 0.4) * (0.5 if name == "int" and shape == "float" else 1.0)
        yield place.replace("template", "wrap-call", node, name + "(" + text + ")", share, "", name)
    for pattern, (shapes, likelihood) in CHAINS.items():
        if shape is not None and shape not in shapes:
            continue
        base = place.writer.bound(place.source(node), ATOM) if pattern.startswith("{}") else text
        share = likelihood * weight * (1.0 if shape else 0.3)
        operator = "reversal" if "[::-1]" in pattern else "wrap-call" if pattern.count("(") < 2 else "wrap-call-twice"
        yield place.replace("template", operator, node, pattern.replace("{}", base), share, "", pattern)
    if shape == "bool":
        yield place.replace("template", "inversion", node, "not " + place.writer.bound(place.source(node), NOT), 0.5 * weight, "", "not")
    for name, function in dict(place.scope.module_functions, **place.scope.nested).items():
        required = len(function.args.args) - len(function.args.defaults)
        if required == 1 and name != own and function is not place.function:
            yield place.replace("template", "wrap-call", node, name + "(" + text + ")", 0.5 * weight * (1.5 if already == name else 1.0), "", name)
    if own in place.scope.module_functions and len(node.args) == 1:
        yield place.replace("template", "wrap-call", node, own + "(" + text + ")", 0.5, "", own)


def both_sides(place, node):
    """The same wrapping on both sides of a comparison."""
    left, right = node.left, node.comparators[0]
    one, other = place.shapes.of(left), place.shapes.of(right)
    if not compatible(one, other) or isinstance(left, ast.Constant) or isinstance(right, ast.Constant):
        return
    for name in ("set", "sorted", "len", "abs", "str", "int", "list"):
        shapes = WRAPS[name][0]
        if one is not None and one not in shapes:
            continue
        pairs = [(left, name + "(" + inner_text(place, left) + ")"), (right, name + "(" + inner_text(place, right) + ")")]
        yield place.together("template", "wrap-both-sides", pairs, 0.8)
    if one in ("str", None):
        for method in ("lower", "strip"):
            pairs = [(n, place.writer.bound(place.source(n), ATOM) + "." + method + "()") for n in (left, right)]
            yield place.together("template", "wrap-both-sides", pairs, 0.5)


def unwrapped(place, node):
    likelihood = 0.8
    for argument in node.args[:3]:
        if not isinstance(argument, ast.Starred):
            yield place.replace("template", "unwrap-call", node, place.source(argument), likelihood)
            likelihood = 0.5
    if isinstance(node.func, ast.Attribute):
        yield place.replace("template", "unwrap-call", node, place.source(node.func.value), 0.7)
        if node.func.attr == "sort" and place.parent(node) is not None and not isinstance(place.parent(node), ast.Expr):
            rest = ", ".join([place.source(a) for a in node.args] + [keyword(place, k) for k in node.keywords])
            yield place.replace("template", "callee-replacement", node, "sorted(" + place.source(node.func.value) + (", " + rest if rest else "") + ")", 1.0)


def keyword(place, node):
    return (node.arg + "=" if node.arg else "**") + place.source(node.value)


def call_text(place, node, arguments):
    return place.source(node.func) + "(" + ", ".join(arguments) + ")"


def arguments(place, node):
    positional = [inner_text(place, a) for a in node.args]
    named = [keyword(place, k) for k in node.keywords]
    yield from swapped(place, node, node.args, "swapped-arguments")
    for index in range(len(positional)):
        if len(positional) > 1 or isinstance(node.func, ast.Attribute):
            yield place.replace("template", "argument-removal", node, call_text(place, node, positional[:index] + positional[index + 1:] + named), 0.6)
    for index in range(len(named)):
        yield place.replace("template", "argument-removal", node, call_text(place, node, positional + named[:index] + named[index + 1:]), 0.7)
    function = dict(place.scope.module_functions, **place.scope.nested).get(getattr(node.func, "id", None))
    if function is not None:
        a = function.args
        if len(positional) < len(a.args) or a.vararg:
            wanted = a.args[len(positional)].arg if len(positional) < len(a.args) else ""
            for name, nearness in place.scope.names_at(node).items():
                share = 1.0 if name == wanted else 0.5
                yield place.replace("template", "argument-addition", node, call_text(place, node, positional + [name] + named), nearness * share, "", name)
            for value in ("True", "False", "None", "0", "1"):
                yield place.replace("template", "argument-addition", node, call_text(place, node, positional + [value] + named), 0.2, "", value)
        elif place.name.rsplit(".", 1)[-1] == getattr(node.func, "id", None):
            for index, text in enumerate(positional):
                for name in place.scope.parameters:
                    if name != text:
                        changed = positional[:index] + [name] + positional[index + 1:]
                        yield place.replace("template", "argument-replacement", node, call_text(place, node, changed + named), 0.3)


def swapped(place, node, elements, operator):
    for first in range(len(elements)):
        for second in range(first + 1, min(len(elements), first + 4)):
            one, other = elements[first], elements[second]
            if isinstance(one, ast.Starred) or isinstance(other, ast.Starred) or place.source(one) == place.source(other):
                continue
            if isinstance(one, ast.Constant) and isinstance(other, ast.Constant):
                continue
            yield place.together("template", operator, [(one, place.source(other)), (other, place.source(one))],
                                 1.0 if compatible(place.shapes.of(one), place.shapes.of(other)) else 0.2)


def idioms(place, node):
    """What range, sorted, split, round, sum and dict.get are commonly missing."""
    name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
    positional = [inner_text(place, a) for a in node.args]
    named = [keyword(place, k) for k in node.keywords]
    given = {k.arg for k in node.keywords}
    numbers = [n for n in place.names(node, "int") if place.shapes.names.get(n) in ("int", "num")]
    new = []
    if name == "range" and len(positional) == 1:
        new += [(["1"] + positional, 0.9), (["2"] + positional, 0.5), (["1", positional[0] + " + 1"], 0.7), (["2", positional[0] + " + 1"], 0.4)]
        new += [([n] + positional, 0.4) for n in numbers] + [([n + " + 1"] + positional, 0.4) for n in numbers]
        new += [(["0"] + positional + ["2"], 0.3), ([positional[0] + " - 1", "-1", "-1"], 0.4)]
    elif name == "range" and len(positional) == 2:
        new += [(positional[1:], 0.6), (positional + ["2"], 0.5), (positional + ["-1"], 0.5), (["0", positional[1]], 0.4)]
        new += [(positional + [n], 0.3) for n in numbers]
    elif name in ("sorted", "sort"):
        if "reverse" not in given:
            new.append((positional + named + ["reverse=True"], 0.9))
        if "key" not in given:
            new += [(positional + named + ["key=" + key], share) for key, share in sort_keys(place, node)]
    elif name in ("min", "max") and "key" not in given and len(positional) == 1:
        new += [(positional + ["key=len"], 0.4), (positional + ["default=0"], 0.5), (positional + ["default=None"], 0.4), (positional + ["key=lambda x: x[1]"], 0.3)]
    elif name == "split":
        new += [(list(args), share) for args, share in (((), 0.5), (("' '",), 0.6), (("','",), 0.4)) if list(args) != positional]
    elif name == "round" and len(positional) == 1:
        new += [(positional + ["2"], 0.5), (positional + ["1"], 0.3)]
    elif name in ("get", "pop", "setdefault") and len(positional) == 1:
        new += [(positional + [d], share) for d, share in (("0", 0.6), ("None", 0.5), ("[]", 0.4), ("''", 0.3), ("1", 0.2), ("{}", 0.2))]
    elif name == "pop" and not positional:
        new += [(["0"], 0.9), (["-1"], 0.2), (["1"], 0.1)]
    elif name == "enumerate" and len(positional) == 1:
        new += [(positional + ["1"], 0.7)]
    elif name == "int" and len(positional) == 1 and place.shapes.of(node.args[0]) in ("str", None):
        new += [(positional + ["2"], 0.3), (positional + ["16"], 0.2)]
    elif name == "sum" and len(positional) == 1:
        new += [(positional + ["[]"], 0.2), (positional + ["1"], 0.1)]
    elif name in ("replace", "count") and len(positional) >= 2:
        new += [([positional[0], "''"], 0.3)]
    for args, likelihood in new:
        yield place.replace("template", "call-idiom", node, call_text(place, node, args), likelihood)


def sort_keys(place, node):
    """Keys that sorting commonly wants: a measure, up or down, with or without the element itself to break ties."""
    for name, share in (("len", 0.5), ("abs", 0.4), ("str", 0.2), ("str.lower", 0.2)):
        yield name, share
    for measure, share in (("len(x)", 0.4), ("x[0]", 0.4), ("x[1]", 0.5), ("abs(x)", 0.3), ("len(set(x))", 0.25), ("x", 0.1), ("x % 2", 0.1)):
        yield "lambda x: " + measure, share if "(" not in measure else 0.2
        yield "lambda x: -" + measure.replace("x % 2", "(x % 2)"), 0.5 * share
        if measure != "x":
            yield "lambda x: (" + measure + ", x)", 0.6 * share
            yield "lambda x: (-" + measure.replace("x % 2", "(x % 2)") + ", x)", 0.5 * share
