"""Where the functions of a file are: the regions that can be replaced while the program lives."""
import ast
import bisect

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCKS = tuple(getattr(ast, name) for name in ("If", "Try", "TryStar", "With", "For", "While", "AsyncWith") if hasattr(ast, name))


class Definition:
    """An outermost function: its bytes, and the headers of the classes and blocks around it."""

    def __init__(self, node, parents, lines):
        self.node = node
        self.head = None  # what swap.signature says of it, once somebody asked
        self.name = node.name
        self.qualname = ".".join([parent.name for parent in parents if isinstance(parent, ast.ClassDef)] + [node.name])
        self.first_line = min([node.lineno] + [decorator.lineno for decorator in node.decorator_list])
        self.last_line = node.end_lineno
        self.start = lines[self.first_line - 1]
        self.end = lines[min(self.last_line, len(lines) - 1)]
        self.parents = parents
        self.headers = [("class %s:" % parent.name) if isinstance(parent, ast.ClassDef) else "if 1:" for parent in parents]
        self.classes = [parent.name for parent in parents if isinstance(parent, ast.ClassDef)]


class SourceFile:
    """One file of the base revision."""

    def __init__(self, content):
        self.content = content
        self.tree = ast.parse(content)
        self.lines = line_starts(content)
        self.definitions = []
        self.collect(self.tree, ())
        self.definitions.sort(key=lambda definition: definition.start)
        self.starts = [definition.start for definition in self.definitions]

    def collect(self, node, parents):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, FUNCTIONS):
                self.definitions.append(Definition(child, parents, self.lines))
            elif isinstance(child, ast.ClassDef) or isinstance(child, BLOCKS):
                self.collect(child, parents + (child,))
            elif isinstance(child, ast.excepthandler):
                self.collect(child, parents)

    def enclosing(self, start, length):
        """The outermost functions that may hold the span: two for an insertion at the seam between them."""
        at = bisect.bisect_right(self.starts, start) - 1
        for index in (at - 1, at):
            if index >= 0:
                definition = self.definitions[index]
                if definition.start <= start and start + length <= definition.end:
                    yield definition

    def at_line(self, line):
        """The outermost function around a line, or None."""
        for definition in self.definitions:
            if definition.first_line <= line <= definition.last_line:
                return definition
        return None

    def indent(self, definition, parent):
        """The white space before the header of a class or block around the function."""
        line = self.content[self.lines[parent.lineno - 1]:]
        return line[:len(line) - len(line.lstrip(b" \t"))].decode()


def line_starts(content):
    """Byte offset of every line, and of the end."""
    starts = [0]
    for line in content.splitlines(keepends=True):  # of bytes: at line feeds and carriage returns, as Python does
        starts.append(starts[-1] + len(line))
    return starts
