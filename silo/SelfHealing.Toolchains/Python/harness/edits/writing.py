"""Writes a changed expression or statement back as text, with parentheses only where Python's grammar needs them."""
import ast
import re

TUPLE, NAMED, LAMBDA, IF, OR, AND, NOT, COMPARE, BIT_OR, BIT_XOR, BIT_AND, SHIFT, ARITH, TERM, UNARY, POWER, AWAIT, ATOM = range(18)

BINARY = {
    ast.Add: ("+", ARITH), ast.Sub: ("-", ARITH), ast.Mult: ("*", TERM), ast.Div: ("/", TERM), ast.FloorDiv: ("//", TERM),
    ast.Mod: ("%", TERM), ast.Pow: ("**", POWER), ast.BitOr: ("|", BIT_OR), ast.BitXor: ("^", BIT_XOR),
    ast.BitAnd: ("&", BIT_AND), ast.LShift: ("<<", SHIFT), ast.RShift: (">>", SHIFT), ast.MatMult: ("@", TERM),
}
BINARY_LEVEL = dict(BINARY.values())
COMPARISON = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}


def level(node, bare_tuple=False):
    """How tightly an expression binds."""
    if isinstance(node, ast.BinOp):
        return BINARY[type(node.op)][1]
    if isinstance(node, ast.UnaryOp):
        return NOT if isinstance(node.op, ast.Not) else UNARY
    if isinstance(node, ast.BoolOp):
        return OR if isinstance(node.op, ast.Or) else AND
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool) and node.value < 0:
        return UNARY
    if isinstance(node, (ast.Yield, ast.YieldFrom)):
        return TUPLE
    if isinstance(node, ast.Tuple):
        return TUPLE if bare_tuple else ATOM
    return {ast.Compare: COMPARE, ast.NamedExpr: NAMED, ast.Lambda: LAMBDA, ast.IfExp: IF, ast.Await: AWAIT,
            ast.Starred: TUPLE}.get(type(node), ATOM)


def needed(parent, field, node):
    """How tightly an expression in this place must bind to stand without parentheses."""
    if isinstance(parent, ast.BinOp):
        own = BINARY[type(parent.op)][1]
        if own == POWER:
            return AWAIT if field == "left" else UNARY
        return own if field == "left" else own + 1
    if isinstance(parent, ast.UnaryOp):
        return NOT if isinstance(parent.op, ast.Not) else UNARY
    if isinstance(parent, ast.BoolOp):
        return AND if isinstance(parent.op, ast.Or) else NOT
    if isinstance(parent, ast.Compare):
        return BIT_OR
    if isinstance(parent, ast.Call):
        return ATOM if field == "func" else NAMED
    if isinstance(parent, (ast.Attribute, ast.Subscript)):
        return ATOM if field == "value" else NAMED
    if isinstance(parent, ast.IfExp):
        return IF if field == "orelse" else OR
    if isinstance(parent, ast.Lambda):
        return IF
    if isinstance(parent, ast.Starred):
        return BIT_OR
    if isinstance(parent, ast.comprehension):
        return TUPLE if field == "target" else OR
    if isinstance(parent, (ast.Return, ast.Assign, ast.AugAssign, ast.Expr)):
        return TUPLE
    if isinstance(parent, (ast.For, ast.AsyncFor)):
        return LAMBDA
    if isinstance(parent, (ast.If, ast.While)):
        return NAMED
    if isinstance(parent, ast.Await):
        return ATOM
    return LAMBDA


class Writer:
    """Makes text edits of one unit."""

    def __init__(self, unit):
        self.unit = unit
        self.file = unit.file
        self.levels = {}

    def level_of(self, text):
        """Binding strength of an expression given as text, or None when it is none."""
        if text not in self.levels:
            try:
                node = ast.parse(text, mode="eval").body
                bare = isinstance(node, ast.Tuple) and not text.startswith("(")
                found = level(node, bare)
                if found == ATOM and isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
                    found = AWAIT
                self.levels[text] = found
            except SyntaxError:
                self.levels[text] = None
        return self.levels[text]

    def bound(self, text, minimum):
        """The expression's text, parenthesised when it binds more loosely than `minimum`."""
        found = self.level_of(text)
        return text if found is None or found >= minimum else "(" + text + ")"

    def replace(self, node, text):
        """The edit that puts `text` in the place of an expression."""
        start, end = self.file.start(node), self.file.end(node)
        place = self.unit.parents.get(node)
        if isinstance(node, ast.GeneratorExp) and isinstance(place[0], ast.Call) and not separate_parentheses(self.file, place[0]):
            return (start, end - start, "(" + text + ")")
        if place and not self.enclosed(start, end):
            minimum = needed(place[0], place[1], node)
            found = self.level_of(text)
            if found == AWAIT and minimum == ATOM and isinstance(place[0], ast.Subscript):
                minimum = AWAIT
            text = text if found is None or found >= minimum else "(" + text + ")"
        before = self.file.data[start - 1:start]
        after = self.file.data[end:end + 1]
        if text[:1].isalnum() and (before.isalnum() or before in (b"'", b'"')):
            text = " " + text
        if text[-1:].isalnum() and after.isalnum():
            text += " "
        return (start, end - start, text)

    def enclosed(self, start, end):
        """True when parentheses stand directly around the span."""
        data = self.file.data
        left, right = start - 1, end
        while left >= 0 and data[left:left + 1] in (b" ", b"\t"):
            left -= 1
        while right < len(data) and data[right:right + 1] in (b" ", b"\t"):
            right += 1
        return data[left:left + 1] == b"(" and data[right:right + 1] == b")"


def separate_parentheses(file, call):
    """True when a call's only argument, a generator, has parentheses besides those of the call."""
    start = file.end(call.func)
    generator = call.args[0]
    return file.data[start:file.start(generator)].strip() != b"" or len(call.args) > 1 or bool(call.keywords)


WORD = re.compile(r"\w+|[^\w\s(),:.\[\]{}]+|\[|\{")


def words(text):
    return WORD.findall(text)
