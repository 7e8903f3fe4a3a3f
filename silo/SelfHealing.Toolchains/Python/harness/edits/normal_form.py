"""The normal form of a patched unit: equal for edits that make the same program.

A digest over the syntax tree without positions, taken statement by statement, so that an edit costs the parsing of the smallest statement
around it and not of the whole function.
"""
import ast
import hashlib


def tree_of(text):
    """The syntax tree, or None when the text does not parse."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class FunctionForms:
    """Digests of one function's patched versions."""

    def __init__(self, unit):
        self.unit, self.file = unit, unit.file
        self.salt = (unit.file.path + "\x1f" + unit.file.outermost[unit.node] + "\x1f").encode("utf-8", "surrogatepass")
        self.digests = {}
        self.original = self.finished(self.learned(unit.node))
        self.chunks = [node for node in self.digests if node is not unit.node and self.stands_alone(node)]

    def learned(self, node):
        """Digest of a statement, remembering that of each statement in it."""
        for child in statements_in(node):
            self.learned(child)
        self.digests[node] = digest(node, self.digests)
        return self.digests[node]

    def stands_alone(self, node):
        """True when the statement's lines are its own and parse without what is around them."""
        file = self.file
        start, end = file.offset(node.lineno, 0), file.line_end(node.end_lineno)
        head = file.data[start:file.start(node)]
        tail = file.data[file.end(node):end].strip()
        return (not head.strip() and (not tail or tail.startswith(b"#")) and not getattr(node, "decorator_list", None)
                and not file.data[file.start(node):].startswith(b"elif"))

    def of(self, edits):
        """The digest of the unit with the edits made, or None when it does not parse."""
        chunk = self.chunk_around(edits)
        while chunk is not None:
            new = self.parsed_chunk(chunk, edits)
            if new is not None:
                return self.finished(self.raised(chunk, new))
            chunk = self.chunk_above(chunk)
        tree = tree_of(self.unit.patched(edits))
        if tree is None:
            return None
        body = tree.body[0].body if self.unit.wrapped and len(tree.body) == 1 else tree.body
        return self.finished(b"\x1f".join(digest(node, {}) for node in body))

    def chunk_around(self, edits):
        first, last = min(e[0] for e in edits), max(e[0] + e[1] for e in edits)
        around = [n for n in self.chunks if self.file.start(n) <= first and last <= self.file.line_end(n.end_lineno)]
        return min(around, key=lambda n: n.end_lineno - n.lineno, default=None)

    def chunk_above(self, node):
        while node in self.unit.parents:
            node = self.unit.parents[node][0]
            if node in self.digests and node is not self.unit.node and self.stands_alone(node):
                return node
        return None

    def parsed_chunk(self, node, edits):
        """The statements that the chunk becomes, or None when that cannot be told from the chunk alone."""
        file = self.file
        start, end = file.offset(node.lineno, 0), file.line_end(node.end_lineno)
        data = file.data[start:end]
        for at, length, text in sorted(edits, reverse=True):
            data = data[:at - start] + text.encode("utf-8") + data[at - start + length:]
        tree = tree_of(b"if 1:\n" + data) if file.start(node) > start else tree_of(data)
        if tree is None:
            return None
        if file.start(node) > start:
            return tree.body[0].body if len(tree.body) == 1 and not tree.body[0].orelse else None
        return tree.body

    def raised(self, node, new):
        """The digest of the whole unit when `new` statements stand in the place of one."""
        known = {node: b"\x1f".join(digest(n, {}) for n in new)}
        while node is not self.unit.node:
            node = self.unit.parents[node][0]
            if isinstance(node, ast.stmt):
                known = {node: digest(node, Overlay(known, self.digests))}
        return known[node]

    def finished(self, value):
        return hashlib.blake2b(self.salt + value, digest_size=16).hexdigest()


class Overlay:
    """Known digests with one of them replaced."""

    def __init__(self, first, rest):
        self.first, self.rest = first, rest

    def get(self, node):
        return self.first.get(node) or self.rest.get(node)


def statements_in(node):
    """The statements directly inside a statement, through handlers and cases."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif not isinstance(child, ast.expr):
            yield from statements_in(child)


def digest(node, known):
    parts = []
    write(node, parts, known)
    return hashlib.blake2b(b"\x1f".join(parts), digest_size=16).digest()


def write(node, parts, known):
    """Flattens a tree without positions; statements inside it stand as their digests."""
    parts.append(node.__class__.__name__.encode())
    for field in node._fields:
        value = getattr(node, field, None)
        if value is None:
            parts.append(b"-")
        elif isinstance(value, list):
            parts.append(b"[")
            for item in value:
                if isinstance(item, ast.stmt):
                    parts.append(known.get(item) or digest(item, known))
                elif isinstance(item, ast.AST):
                    write(item, parts, known)
                else:
                    parts.append(repr(item).encode("utf-8", "surrogatepass"))
            parts.append(b"]")
        elif isinstance(value, ast.AST):
            if value._fields:
                write(value, parts, known)
            else:
                parts.append(value.__class__.__name__.encode())
        else:
            parts.append(repr(value).encode("utf-8", "surrogatepass"))
