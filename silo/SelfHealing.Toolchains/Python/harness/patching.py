"""Applies patches: replacements of byte spans of the base revision's files. A patch that does not fit is an error."""
import functools
import os


class PatchError(Exception):
    """The patch does not fit the base revision."""


@functools.lru_cache(maxsize=4096)
def resolve(root, path):
    parts = path.split("/")
    if not path or path.startswith("/") or ".." in parts or "\0" in path:
        raise PatchError("The patch names '%s', which is no path below the repository's root." % path)
    full = os.path.join(root, *parts)
    if os.path.commonpath([os.path.realpath(full), os.path.realpath(root)]) != os.path.realpath(root):
        raise PatchError("The patch names '%s', a link that leads out of the repository." % path)
    return full


def by_path(edits):
    """The edits of each file, in the order of their place."""
    files = {}
    for edit in edits:
        files.setdefault(edit["path"], []).append(edit)
    for path, group in files.items():
        group.sort(key=lambda edit: (edit["start"], edit["length"]))
        for before, after in zip(group, group[1:]):
            if before["start"] + before["length"] > after["start"]:
                raise PatchError("Two edits of the patch overlap in %s at byte %d." % (path, after["start"]))
    return files


def apply(source, edits):
    """The patched bytes of one file; edits are ordered and do not overlap."""
    parts = []
    at = 0
    for edit in edits:
        start, length = edit["start"], edit["length"]
        if start < at or length < 0 or start + length > len(source):
            raise PatchError(
                "The patch replaces bytes %d to %d of %s, which has %d bytes." % (start, start + length, edit["path"], len(source)))
        parts.append(source[at:start])
        parts.append(edit["replacement"].encode("utf-8"))
        at = start + length
    parts.append(source[at:])
    return b"".join(parts)


def narrow(source, edit):
    """The same change by the fewest bytes: without what stays the same at the beginning and at the end."""
    start, length = edit["start"], edit["length"]
    old, new = source[start:start + length], edit["replacement"].encode("utf-8")
    head = common(old, new)
    tail = common(old[head:][::-1], new[head:][::-1])
    while head and (is_inside(old, head) or is_inside(new, head)):
        head -= 1
    while tail and (is_inside(old, len(old) - tail) or is_inside(new, len(new) - tail)):
        tail -= 1
    return dict(edit, start=start + head, length=length - head - tail, replacement=new[head:len(new) - tail].decode("utf-8"))


def common(one, other):
    """How many bytes both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def is_inside(text, at):
    """True in the middle of a character of UTF-8."""
    return at < len(text) and text[at] & 0xC0 == 0x80


def patched_files(root, edits, read=None):
    """Full path, base bytes and patched bytes of every file of the patch."""
    result = []
    for path, group in by_path(edits).items():
        full = resolve(root, path)
        try:
            base = read(full) if read else read_bytes(full)
        except OSError as error:
            raise PatchError("The patch names %s, which cannot be read: %s." % (path, error.strerror))
        result.append((full, base, apply(base, group)))
    return result


def read_bytes(full):
    with open(full, "rb") as file:
        return file.read()


def write_bytes(full, content):
    with open(full, "wb") as file:
        file.write(content)
