"""What leads from one version of a file to another, in the units that programs are told apart by.

A unit is a whole outermost function, or a run of statements outside of functions. Formatting and comments are no change.
"""
import ast
import hashlib
from collections import namedtuple
from difflib import SequenceMatcher

from .normal_form import digest
from .source import FUNCTIONS

# name: qualified name of an outermost function, empty for statements; place: where statements stand among the old ones of their owner.
Change = namedtuple("Change", "name place new")


class Versions:
    """Compares bodies of statements, remembering what it knows of each statement."""

    def __init__(self, path):
        self.path = path
        self.keys = {}
        self.digests = {}

    def forms(self, old, new):
        """The digests of every changed unit."""
        return [self.form(change) for change in self.changes(old, new, "")]

    def form(self, change):
        return salted(self.path, change.name, change.place + b"\x1f".join(self.digest(node) for node in change.new))

    def changes(self, old, new, owner):
        olds, news = [self.key(node) for node in old], [self.key(node) for node in new]
        for first, last, start, end in aligned(olds, news):
            if olds[first:last] != news[start:end]:
                yield Change("", ("%s:%d:%d\x1f" % (owner, first, last)).encode("utf-8", "surrogatepass"), new[start:end])
                continue
            for one, other in zip(old[first:last], new[start:end]):
                if one is not other and self.digest(one) != self.digest(other):
                    yield from self.within(one, other, owner + "." if owner else "")

    def within(self, one, other, prefix):
        """The changes between two statements that are the same but for the functions in them."""
        if isinstance(one, ast.ClassDef):
            yield from self.changes(one.body, other.body, prefix + one.name)
            return
        for (name, before), (_, after) in zip(outermost(one, prefix), outermost(other, prefix)):
            if self.digest(before) != self.digest(after):
                yield Change(name, b"", [after])

    def digest(self, node):
        if node not in self.digests:
            self.digests[node] = digest(node, {})
        return self.digests[node]

    def key(self, node):
        """Equal for statements that differ at most in the bodies of their functions."""
        if node not in self.keys:
            self.keys[node] = Opaque().get(node) or (digest(header(node), {}) if isinstance(node, ast.ClassDef) else digest(node, Opaque()))
        return self.keys[node]


class Opaque:
    """Stands for known digests: of functions only the name counts."""

    @staticmethod
    def get(node):
        return b"def " + node.name.encode("utf-8", "surrogatepass") if isinstance(node, FUNCTIONS) else None


def header(node):
    """A class without what is in it."""
    return ast.copy_location(type(node)(**{**dict(ast.iter_fields(node)), "body": []}), node)


def outermost(node, prefix):
    """The outermost functions in a statement, itself included, with their qualified names, in order."""
    if isinstance(node, FUNCTIONS):
        yield prefix + node.name, node
        return
    prefix = prefix + node.name + "." if isinstance(node, ast.ClassDef) else prefix
    for child in ast.iter_child_nodes(node):
        yield from outermost(child, prefix)


def aligned(old, new):
    """Spans (first, last, start, end) of equal and of differing keys, with what is common at both ends taken first."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    yield 0, start, 0, start
    middle = SequenceMatcher(None, old[start:len(old) - end], new[start:len(new) - end], autojunk=False)
    for _, first, last, begin, stop in middle.get_opcodes():
        yield start + first, start + last, start + begin, start + stop
    yield len(old) - end, len(old), len(new) - end, len(new)


def salted(path, name, value):
    return hashlib.blake2b((path + "\x1f" + name + "\x1f").encode("utf-8", "surrogatepass") + value, digest_size=16).hexdigest()


def together(forms):
    """The form of several changes at once: that of a single one is its own."""
    return forms[0] if len(forms) == 1 else hashlib.sha256("+".join(sorted(forms)).encode()).hexdigest()[:32]
