"""What patches are in the language's own terms: forms that edits of the same program share, a size, and the statements that differ."""
import ast
import base64
import json
from collections import Counter

from . import aside, patching

SECONDS = 120
MAX_WORDS = 300
SEPARATOR = " ;; "


class Describer:
    def __init__(self, out):
        self.out = out

    def describe(self, files, patches):
        """files: base bytes by path, as base64. Nothing in the container is read, for code under test may have changed it."""
        base = {path: base64.b64decode(content) for path, content in files.items()}
        for line in aside.lines(lambda: forms(base, patches), SECONDS):
            self.out.raw(line + b"\n")
        self.out.say({"kind": "done"})


def forms(base, patches):
    for patch in patches:
        try:
            form = described(base, patch["edits"])
        except (patching.PatchError, SyntaxError) as error:
            form = {"problem": str(error)}
        except (RecursionError, MemoryError):
            form = {"problem": "The patched source is nested too deeply to be read."}
        yield json.dumps(dict(form, kind="form", number=patch["number"])).encode()


def described(base, edits):
    from .edits.changes import together
    from .edits.size import size_of
    found, names, before, after = [], [], [], []
    for path, group in patching.by_path(edits).items():
        patched = patching.apply(base[path], group)
        own, differing = python(path, base[path], patched) if path.endswith(".py") else text(path, base[path], patched)
        found += own
        for name, old, new in differing:
            names.append(name)
            before.append(old)
            after.append(new)
    return {
        "normalForm": together(found), "size": size_of(zip(before, after)), "function": names[0] if len(set(names)) == 1 else "",
        "before": SEPARATOR.join(before)[:MAX_WORDS], "after": SEPARATOR.join(after)[:MAX_WORDS],
    }


def python(path, base, patched):
    from .edits.changes import Versions
    from .edits.smallest import differences
    new = parsed(path, patched).body
    try:
        old = ast.parse(base).body
    except (SyntaxError, ValueError):
        return text(path, base, patched)
    return Versions(path).forms(old, new), list(differences(old, new))


def parsed(path, content):
    try:
        return ast.parse(content)
    except SyntaxError as error:
        raise SyntaxError("%s, line %s: %s" % (path, error.lineno, error.msg)) from None
    except ValueError as error:
        raise SyntaxError("%s: %s" % (path, error)) from None


def text(path, base, patched):
    """A file that is no Python is its bytes; of its lines those count that come or go."""
    from .edits.changes import salted
    if base == patched:
        return [], []
    old, new = (content.decode("utf-8", "replace").splitlines() for content in (base, patched))
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    return [salted(path, "", patched)], [("", "\n".join(gone.elements()), "\n".join(come.elements()))]
