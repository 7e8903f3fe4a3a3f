"""Inserts, deletes, moves and re-indents whole statements as text, keeping the block's own indentation and line breaks."""
import ast
import re

LINES = re.compile(r"\r\n|\r|\n")
COMPOUND = (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.AsyncFor, ast.AsyncWith)


def insert_before(place, statement, text):
    """The edit that puts a statement in front of another, or None where the layout does not allow it."""
    start = place.file.start(statement)
    if place.starts_line(statement):
        indent = place.indent(statement)
        return (start, 0, shift(text, indent, place) + place.file.newline + indent)
    if "\n" in text or isinstance(statement, COMPOUND):
        return None
    return (start, 0, text + "; ")


def insert_after(place, statement, text):
    """The edit that puts a statement behind another, or None where the layout does not allow it."""
    file = place.file
    if place.starts_line(statement) and (place.ends_line(statement) or isinstance(statement, COMPOUND)):
        at = file.line_end(statement.end_lineno)
        indent = place.indent(statement)
        return (at, 0, file.newline + indent + shift(text, indent, place))
    if "\n" in text or isinstance(statement, COMPOUND):
        return None
    return (file.end(statement), 0, "; " + text)


def shift(text, indent, place):
    """The text of several lines, each line after the first indented for its new place."""
    return text.replace("\n", place.file.newline + indent)


def step(place):
    """One level of the file's own indentation."""
    for slot in place.slots:
        if slot.parent is not None and place.starts_line(slot.statement):
            outer = place.indent(slot.parent) if isinstance(slot.parent, ast.stmt) else ""
            inner = place.indent(slot.statement)
            if inner.startswith(outer) and len(inner) > len(outer):
                return inner[len(outer):]
    return "    "


def whole_lines(place, first, last):
    """True when the statements from `first` to `last` have their lines to themselves."""
    return place.starts_line(first) and place.ends_line(last)


def delete(place, slot, count=1):
    """The edit that removes `count` statements of a block; an emptied block gets `pass`."""
    file = place.file
    first, last = slot.statement, slot.block[slot.index + count - 1]
    if len(slot.block) == count:
        return (file.start(first), file.end(last) - file.start(first), "pass")
    if whole_lines(place, first, last):
        start = file.offset(first.lineno, 0)
        end = file.next_line(last.end_lineno)
        if end == len(file.data) and file.data[-1:] not in (b"\n", b"\r"):
            start -= len(file.newline)
        return (start, end - start, "")
    start, end = file.start(first), file.end(last)
    tail = file.text(end, file.line_end(last.end_lineno))
    if tail.lstrip().startswith(";"):
        end += len(tail) - len(tail.lstrip()) + 1
        while file.data[end:end + 1] == b" ":
            end += 1
        return (start, end - start, "")
    head = file.data[:start].rstrip(b" \t")
    if head.endswith(b";"):
        start = len(head) - 1
        return (start, end - start, "")
    return None


def lines_of(place, statement):
    """The statement's own lines without its indentation."""
    indent = place.indent(statement)
    lines = place.file.text(place.file.offset(statement.lineno, 0), place.file.line_end(statement.end_lineno))
    return [line[len(indent):] if line.startswith(indent) else line for line in LINES.split(lines)]


def has_long_string(statement):
    """True when re-indenting the statement's lines would change a text in it."""
    return any(isinstance(n, (ast.Constant, ast.JoinedStr)) and n.end_lineno != n.lineno for n in ast.walk(statement))


def rewrite(place, first_line, last_line, pieces):
    """One edit that replaces whole lines by `pieces` of (indent, lines), trimmed to what differs."""
    file = place.file
    start, end = file.offset(first_line, 0), file.line_end(last_line)
    new = file.newline.join(indent + line if line.strip() else line for indent, lines in pieces for line in lines).encode("utf-8")
    return trimmed(file.data, start, end, new)


def trimmed(data, start, end, new):
    """The smallest replacement with the same effect that does not cut a character."""
    old = data[start:end]
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    while head and (head < len(old) and 0x80 <= old[head] < 0xC0 or head < len(new) and 0x80 <= new[head] < 0xC0):
        head -= 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    while tail and 0x80 <= old[len(old) - tail] < 0xC0:
        tail -= 1
    return (start + head, len(old) - head - tail, new[head:len(new) - tail].decode("utf-8"))


def move(place, slot, target, after):
    """The edit that moves a statement before or after another one, indented as its new neighbour."""
    statement = slot.statement
    if has_long_string(statement) or len(slot.block) == 1:
        return None
    if not (whole_lines(place, statement, statement) and place.starts_line(target)
            and (place.ends_line(target) or isinstance(target, COMPOUND))):
        return None
    moved = [(place.indent(target), lines_of(place, statement))]

    def block(first, last):
        text = place.file.text(place.file.offset(first, 0), place.file.line_end(last)) if first <= last else None
        return [("", LINES.split(text))] if text is not None else []

    if after and target.end_lineno >= statement.end_lineno:
        first, last = statement.lineno, target.end_lineno
        return rewrite(place, first, last, block(statement.end_lineno + 1, last) + moved)
    if not after and target.lineno < statement.lineno:
        first, last = target.lineno, statement.end_lineno
        return rewrite(place, first, last, moved + block(first, statement.lineno - 1))
    if after and target.end_lineno < statement.lineno:
        first, last = target.end_lineno + 1, statement.end_lineno
        return rewrite(place, first, last, moved + block(first, statement.lineno - 1))
    return None
