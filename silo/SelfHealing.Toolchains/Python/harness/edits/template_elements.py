"""Elements of literals and of comprehensions: added, dropped, changed; branches of a conditional expression swapped.

Lineage: the container patterns of TSSB and the element templates of PAR and TBar (FP13).
"""
import ast

from .writing import IF, OR


def proposals(place):
    for node in place.expressions:
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            yield from elements(place, node)
        elif isinstance(node, ast.Dict):
            yield from pairs(place, node)
        elif isinstance(node, ast.IfExp):
            yield from conditional(place, node)
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            yield from comprehension(place, node)


def brackets(place, node, texts):
    if isinstance(node, ast.List):
        return "[" + ", ".join(texts) + "]"
    if isinstance(node, ast.Set):
        return "{" + ", ".join(texts) + "}" if texts else "set()"
    return "(" + ", ".join(texts) + ("," if len(texts) == 1 else "") + ")"


def elements(place, node):
    texts = [place.source(e) for e in node.elts]
    for index in range(len(texts)):
        if len(texts) > 1 or isinstance(node, ast.List):
            yield place.replace("template", "element-removal", node, brackets(place, node, texts[:index] + texts[index + 1:]), 0.6 if len(texts) > 1 else 0.2)
    kinds = {type(e.value).__name__ for e in node.elts if isinstance(e, ast.Constant)}
    additions = {}
    if len(kinds) <= 1 and len(node.elts) > 0 and all(isinstance(e, ast.Constant) for e in node.elts):
        values = [e.value for e in node.elts]
        for source, likelihood in ((place.constants, 0.3), (place.documented_constants, 0.4), (place.test_constants, 0.1)):
            for value in source:
                if type(value).__name__ in kinds and value not in values:
                    additions.setdefault(repr(value), likelihood)
        if kinds == {"int"} and len(values) > 1:
            for value in sorted({values[0] - (values[1] - values[0]), values[-1] + (values[-1] - values[-2])}):
                additions[repr(value)] = 0.6
    elif not isinstance(place.parent(node), ast.Call) or not node.elts:
        for name, nearness in place.scope.names_at(node).items():
            additions[name] = 0.3 * nearness
    for text, likelihood in list(additions.items())[:12]:
        yield place.replace("template", "element-addition", node, brackets(place, node, texts + [text]), likelihood, "", text)
        if texts:
            yield place.replace("template", "element-addition", node, brackets(place, node, [text] + texts), likelihood * 0.7, "", text)


def pairs(place, node):
    if any(k is None for k in node.keys):
        return
    texts = [(place.source(k), place.source(v)) for k, v in zip(node.keys, node.values)]
    for index in range(len(texts)):
        kept = texts[:index] + texts[index + 1:]
        yield place.replace("template", "element-removal", node, "{" + ", ".join(k + ": " + v for k, v in kept) + "}", 0.4)
    for first in range(len(texts)):
        for second in range(first + 1, min(len(texts), first + 3)):
            if texts[first][1] != texts[second][1]:
                yield place.together("template", "swapped-elements", [(node.values[first], texts[second][1]), (node.values[second], texts[first][1])], 0.6)


def conditional(place, node):
    body, test, orelse = place.source(node.body), place.source(node.test), place.source(node.orelse)
    bound = place.writer.bound
    yield place.replace("template", "swapped-branches", node, bound(orelse, OR) + " if " + test + " else " + bound(body, IF), 1.0)
    yield place.replace("template", "branch-removal", node, body, 0.5)
    yield place.replace("template", "branch-removal", node, orelse, 0.4)


def comprehension(place, node):
    """Drops a filter, and replaces the collected element by the loop's own variables."""
    for generator in node.generators:
        for test in generator.ifs:
            yield place.replace("condition", "filter-removal", test, "True", 0.5)
        names = [n.id for n in ast.walk(generator.target) if isinstance(n, ast.Name)]
        for name in names:
            if place.source(node.elt) != name:
                yield place.replace("template", "element-replacement", node.elt, name, 0.5)
    if isinstance(node, ast.ListComp):
        inner = place.source(node)[1:-1]
        yield place.replace("template", "wrap-call", node, "{" + inner + "}", 0.2)
