"""A source file and the units of it that are edited, addressed by UTF-8 bytes as `ast` does."""
import ast
import re

LINE_END = re.compile(rb"\r\n|\r|\n")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCKS = ("body", "orelse", "finalbody")


class SourceFile:
    """One parsed file. `data` is what the byte offsets of every edit refer to."""

    def __init__(self, path, text):
        self.path = path
        self.data = text.encode("utf-8")
        bom = 3 if self.data.startswith(b"\xef\xbb\xbf") else 0
        self.tree = ast.parse(self.data[bom:])
        self.line_starts = [bom] + [m.end() for m in LINE_END.finditer(self.data)]
        first = LINE_END.search(self.data)
        self.newline = first.group().decode() if first else "\n"
        functions = list(qualified_functions(self.tree))
        self.functions = dict(functions)
        self.outermost = {function: name for name, (function, outermost) in functions if function is outermost}  # of equal names too

    def offset(self, line, column):
        return self.line_starts[line - 1] + column

    def line_end(self, line):
        """Offset of the line's end, its line break not included."""
        if line >= len(self.line_starts):
            return len(self.data)
        end = self.line_starts[line]
        return end - (2 if self.data[end - 2:end] == b"\r\n" else 1)

    def next_line(self, line):
        return self.line_starts[line] if line < len(self.line_starts) else len(self.data)

    def text(self, start, end):
        return self.data[start:end].decode("utf-8")

    def start(self, node):
        return self.offset(node.lineno, node.col_offset)

    def end(self, node):
        return self.offset(node.end_lineno, node.end_col_offset)

    def segment(self, node):
        return self.text(self.start(node), self.end(node))


class Files:
    """The project's files, parsed when they are asked for."""

    def __init__(self, sources):
        self.sources = sources
        self.parsed = {}

    def get(self, path):
        """The file, or None where there is none that parses."""
        if path not in self.parsed:
            try:
                self.parsed[path] = SourceFile(path, self.sources[path])
            except (KeyError, SyntaxError, ValueError, RecursionError):
                self.parsed[path] = None
        return self.parsed[path]

    def beside(self, path, count, size):
        """The nearest other files by folder, at most so many and of so many characters in all."""
        folders = path.split("/")[:-1]

        def distance(other):
            parts = other.split("/")[:-1]
            shared = 0
            while shared < min(len(parts), len(folders)) and parts[shared] == folders[shared]:
                shared += 1
            return len(folders) + len(parts) - 2 * shared, other

        for other in sorted(self.sources, key=distance)[:count + 1]:
            size -= len(self.sources[other])
            if other != path and size > 0 and self.get(other) is not None:
                yield other


def qualified_functions(tree):
    """Every function of the module with its qualified name, `Class.method` and `outer.inner` alike."""
    stack = [("", tree, None)]
    while stack:
        prefix, node, outermost = stack.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, FUNCTIONS):
                name = prefix + child.name
                yield name, (child, outermost or child)
                stack.append((name + ".", child, outermost or child))
            elif isinstance(child, ast.ClassDef):
                stack.append((prefix + child.name + ".", child, outermost))
            else:
                stack.append((prefix, child, outermost))


class Unit:
    """What is compiled to judge an edit: the outermost function around it, or one statement of a module."""

    def __init__(self, file, node):
        self.file = file
        self.node = node
        first = min([node.lineno] + [d.lineno for d in getattr(node, "decorator_list", [])])
        self.start = file.offset(first, 0)
        self.end = file.next_line(node.end_lineno)
        self.parents = {}
        self.text_cache = {}
        connect(node, self.parents)
        head = file.text(self.start, file.line_end(first))
        self.wrapped = bool(head[:1].isspace())

    def patched(self, edits):
        """The unit's text after `edits` (start, length, replacement in the file's offsets)."""
        data = self.file.data[self.start:self.end]
        for start, length, text in sorted(edits, reverse=True):
            at = start - self.start
            data = data[:at] + text.encode("utf-8") + data[at + length:]
        text = data.decode("utf-8")
        return "if 1:\n" + text if self.wrapped else text

    def text(self, node):
        """The node's source on one line, as it can be written elsewhere."""
        known = self.text_cache.get(node)
        if known is None:
            known = self.file.segment(node)
            if "\n" in known or "\r" in known:
                known = ast.unparse(node)
            elif isinstance(node, ast.Tuple) and not own_parentheses(self.file, node):
                known = "(" + known + ")"
            self.text_cache[node] = known
        return known


def own_parentheses(file, tuple_node):
    """True when a tuple's span begins with its own parenthesis and not with that of its first element."""
    start = file.start(tuple_node)
    return file.data[start:start + 1] == b"(" and (not tuple_node.elts or file.start(tuple_node.elts[0]) > start
                                                   and file.data[file.end(tuple_node) - 1:file.end(tuple_node)] == b")"
                                                   and file.end(tuple_node) > file.end(tuple_node.elts[-1]))


def connect(root, parents):
    """Fills `parents` with node -> (parent, field, index or None). Nodes inside f-strings have no reliable place and are left out."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.JoinedStr):
            continue
        for field, value in ast.iter_fields(node):
            if isinstance(value, list):
                for index, child in enumerate(value):
                    if isinstance(child, ast.AST):
                        parents[child] = (node, field, index)
                        stack.append(child)
            elif isinstance(value, ast.AST):
                parents[value] = (node, field, None)
                stack.append(value)
