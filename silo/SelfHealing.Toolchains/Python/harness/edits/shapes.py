"""Guesses what shape of value an expression has: enough to leave out edits that could never run."""
import ast

NUMBERS = {"int", "float", "num", "bool"}
SEQUENCES = {"str", "list", "tuple", "range", "bytes"}
CONTAINERS = SEQUENCES | {"dict", "set", "iter", "frozenset"}

CALLS = {
    "len": "int", "ord": "int", "int": "int", "round": "num", "abs": "num", "sum": "num", "hash": "int", "id": "int",
    "float": "float", "str": "str", "chr": "str", "repr": "str", "bin": "str", "hex": "str", "oct": "str", "input": "str",
    "sorted": "list", "list": "list", "set": "set", "frozenset": "frozenset", "dict": "dict", "tuple": "tuple", "range": "range",
    "enumerate": "iter", "zip": "iter", "map": "iter", "filter": "iter", "reversed": "iter", "iter": "iter",
    "bool": "bool", "any": "bool", "all": "bool", "isinstance": "bool", "callable": "bool", "hasattr": "bool", "pow": "num",
}
METHODS = {
    "join": "str", "lower": "str", "upper": "str", "strip": "str", "lstrip": "str", "rstrip": "str", "replace": "str", "format": "str",
    "title": "str", "capitalize": "str", "swapcase": "str", "zfill": "str", "decode": "str", "encode": "bytes", "hexdigest": "str",
    "split": "list", "splitlines": "list", "rsplit": "list", "readlines": "list",
    "find": "int", "rfind": "int", "index": "int", "count": "int",
    "isupper": "bool", "islower": "bool", "isdigit": "bool", "isalpha": "bool", "isalnum": "bool", "isspace": "bool",
    "startswith": "bool", "endswith": "bool", "issubset": "bool", "issuperset": "bool",
    "keys": "iter", "values": "iter", "items": "iter", "append": "None", "extend": "None", "insert": "None", "remove": "None",
    "sort": "None", "reverse": "None", "add": "None", "update": "None", "clear": "None", "discard": "None",
}
ANNOTATIONS = {"List": "list", "Sequence": "list", "Dict": "dict", "Mapping": "dict", "Set": "set", "Tuple": "tuple", "Iterable": "iter"}


def annotation_shape(node):
    """Shape named by an annotation, and the shape of its elements."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return None, None
    if isinstance(node, ast.Name):
        return ANNOTATIONS.get(node.id, node.id if node.id != "Any" else None), "str" if node.id == "str" else None
    if isinstance(node, ast.Attribute):
        return ANNOTATIONS.get(node.attr, node.attr), None
    if isinstance(node, ast.Subscript):
        shape, _ = annotation_shape(node.value)
        if shape in ("Optional", "Union"):
            inner = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            return annotation_shape(inner)
        inner = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
        return shape, annotation_shape(inner)[0]
    return None, None


class Shapes:
    """Shapes of the names of one function, from hints, annotations and assignments."""

    def __init__(self, function, seen):
        self.names = {}
        self.elements = {}
        for name, types in (seen or {}).items():
            kinds = [t for t in types if t != "NoneType"]
            if len(set(kinds)) == 1:
                self.names[name] = kinds[0]
            elif kinds and set(kinds) <= NUMBERS:
                self.names[name] = "num"
        arguments = getattr(function, "args", None)
        if arguments:
            for arg in arguments.posonlyargs + arguments.args + arguments.kwonlyargs:
                if arg.annotation is not None:
                    shape, element = annotation_shape(arg.annotation)
                    if shape:
                        self.names.setdefault(arg.arg, shape)
                    if element:
                        self.elements[arg.arg] = element
        for _ in range(2):
            for node in ast.walk(function):
                self.learn(node)

    def learn(self, node):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self.bind(target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self.bind(node.target, node.value)
        elif isinstance(node, (ast.For, ast.comprehension)):
            self.bind_element(node.target, node.iter)
        elif isinstance(node, ast.NamedExpr):
            self.bind(node.target, node.value)

    def bind(self, target, value):
        if isinstance(target, ast.Name):
            shape = self.of(value)
            if shape:
                self.names.setdefault(target.id, shape)
            element = self.element_of(value)
            if element:
                self.elements.setdefault(target.id, element)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for one, other in zip(target.elts, value.elts):
                self.bind(one, other)
        elif isinstance(target, ast.Tuple):
            element = self.element_of(value)
            for one in target.elts:
                if isinstance(one, ast.Name) and element:
                    self.names.setdefault(one.id, element)

    def bind_element(self, target, iterable):
        if isinstance(target, ast.Name):
            element = self.element_of(iterable)
            if element:
                self.names.setdefault(target.id, element)
        elif isinstance(target, ast.Tuple) and isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name):
            arguments = iterable.args
            if iterable.func.id == "enumerate" and len(target.elts) == 2 and arguments:
                if isinstance(target.elts[0], ast.Name):
                    self.names.setdefault(target.elts[0].id, "int")
                self.bind_element(target.elts[1], arguments[0])
            elif iterable.func.id == "zip":
                for one, other in zip(target.elts, arguments):
                    self.bind_element(one, other)

    def element_of(self, node):
        """Shape of what iterating over the expression gives."""
        if isinstance(node, ast.Name):
            return self.elements.get(node.id) or ("str" if self.names.get(node.id) == "str" else None)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)) and node.elts:
            shapes = {self.of(e) for e in node.elts}
            return shapes.pop() if len(shapes) == 1 else None
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            return self.of(node.elt)
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                if node.func.id == "range":
                    return "int"
                if node.func.id in ("sorted", "list", "set", "reversed", "tuple", "filter") and node.args:
                    return self.element_of(node.args[-1])
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("split", "splitlines"):
                return "str"
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            return self.element_of(node.value)
        return "str" if self.of(node) == "str" else None

    def of(self, node):
        """Shape of an expression, or None when nothing is known."""
        if isinstance(node, ast.Constant):
            return type(node.value).__name__
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        if isinstance(node, ast.JoinedStr):
            return "str"
        for kinds, shape in (((ast.List, ast.ListComp), "list"), ((ast.Dict, ast.DictComp), "dict"), ((ast.Set, ast.SetComp), "set"),
                             (ast.Tuple, "tuple"), (ast.GeneratorExp, "iter"), (ast.Compare, "bool"), (ast.Lambda, "function")):
            if isinstance(node, kinds):
                return shape
        if isinstance(node, ast.UnaryOp):
            return "bool" if isinstance(node.op, ast.Not) else self.of(node.operand) or "num"
        if isinstance(node, ast.BoolOp):
            shapes = {self.of(v) for v in node.values}
            return shapes.pop() if len(shapes) == 1 else None
        if isinstance(node, ast.IfExp):
            return self.of(node.body) or self.of(node.orelse)
        if isinstance(node, ast.BinOp):
            return self.of_operation(node)
        if isinstance(node, ast.Call):
            return self.of_call(node)
        if isinstance(node, ast.Subscript):
            if isinstance(node.slice, ast.Slice):
                return self.of(node.value)
            return self.element_of(node.value)
        return None

    def of_operation(self, node):
        left, right = self.of(node.left), self.of(node.right)
        if isinstance(node.op, ast.Div):
            return "float"
        if left in SEQUENCES and isinstance(node.op, (ast.Add, ast.Mult, ast.Mod)):
            return left
        if right in SEQUENCES and isinstance(node.op, (ast.Add, ast.Mult)):
            return right
        if left == right and left in ("int", "set"):
            return left
        if left in NUMBERS or right in NUMBERS or isinstance(node.op, (ast.Sub, ast.FloorDiv, ast.Pow)):
            return "num"
        return None

    def of_call(self, node):
        if isinstance(node.func, ast.Name):
            shape = CALLS.get(node.func.id)
            if node.func.id in ("min", "max"):
                shape = self.element_of(node.args[0]) if len(node.args) == 1 else self.of(node.args[0]) if node.args else None
            if node.func.id in ("abs", "round") and node.args and self.of(node.args[0]) == "int":
                shape = "int"
            if shape is None and node.func.id[:1].isupper():
                shape = node.func.id
            return shape
        if isinstance(node.func, ast.Attribute):
            return METHODS.get(node.func.attr)
        return None


def compatible(one, other):
    """True when a value of one shape could stand where the other is."""
    if one is None or other is None or one == other:
        return True
    if one in NUMBERS and other in NUMBERS:
        return True
    return {one, other} <= {"list", "tuple", "iter", "range", "set"}
