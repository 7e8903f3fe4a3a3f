"""What a call came to, in a form that is equal for equal behaviour and can be shown to people."""
import asyncio
import contextlib
import inspect
import io
import itertools
import re

MAX_ITEMS = 300
MAX_DEPTH = 6
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def of_call(function, args, kwargs, method):
    """(digest text, words, fault)."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            value = settled(function(*args, **kwargs))
            words = shown(value)
    except BaseException as error:
        name = type(error).__name__
        return "raises " + name, name, True
    parts = ["gives " + canonical(value)]
    if value is None or method:
        parts.append("leaves " + canonical([args, kwargs]))
        if value is None and args:
            words = "%s, leaving %s" % (words, shown(args[0]))
    if printed.getvalue():
        parts.append("prints " + printed.getvalue()[:4096])
    return "\n".join(parts), words, False


def settled(value):
    """Generators and coroutines run: only then do they show what they do."""
    if inspect.iscoroutine(value):
        return asyncio.run(value)
    if inspect.isasyncgen(value):
        return asyncio.run(collected(value))
    if inspect.isgenerator(value) or (hasattr(value, "__next__") and hasattr(value, "__iter__")):
        return Yielded(itertools.islice(value, MAX_ITEMS))
    return value


async def collected(value):
    found = Yielded()
    async for item in value:
        found.append(item)
        if len(found) >= MAX_ITEMS:
            break
    return found


class Yielded(list):
    """What an iterator gave."""


def canonical(value, depth=0):
    kind = type(value)
    if value is None or kind in (bool, int, str, bytes):
        return "%s:%r" % (kind.__name__, value)
    if kind is float:
        return "float:%.9g" % value
    if depth >= MAX_DEPTH:
        return "…"
    if isinstance(value, (set, frozenset)):
        return "%s{%s}" % (kind.__name__, ",".join(sorted(canonical(item, depth + 1) for item in itertools.islice(value, MAX_ITEMS))))
    if isinstance(value, dict):
        items = ("%s=%s" % (canonical(key, depth + 1), canonical(item, depth + 1)) for key, item in itertools.islice(value.items(), MAX_ITEMS))
        return "%s{%s}" % (kind.__name__, ",".join(sorted(items)))
    if isinstance(value, (list, tuple)) or kind.__name__ == "deque":
        return "%s(%s;%d)" % (kind.__name__, ",".join(canonical(item, depth + 1) for item in itertools.islice(value, MAX_ITEMS)), len(value))
    state = getattr(value, "__dict__", None)
    if isinstance(state, dict) and not callable(value):
        return "%s%s" % (kind.__qualname__, canonical(state, depth + 1))
    return ADDRESS.sub("", repr(value))[:2000]


def shown(value):
    text = ADDRESS.sub("", repr(value))
    return text if len(text) <= 80 else text[:77] + "…"


def call_text(name, args, kwargs):
    """The call as a person would write it."""
    parts = [shown(arg) for arg in args] + ["%s=%s" % (key, shown(arg)) for key, arg in kwargs.items()]
    return "%s(%s)" % (name, ", ".join(parts))
