"""The first code in the container: given to `python3 -I -u -c`, it becomes PID 1.

Standard input starts with two framed streams (the header, then the workspace as a tar), each a row of
chunks `>I length, bytes` ended by a chunk of length 0. Requests follow as NDJSON on the same descriptor, so
nothing here may read a byte more than it was promised.

The harness lives in memory, out of reach of the code under test; only the part that must run inside the
tests' own interpreter is written to a folder (see main.py).
"""
import importlib.abc
import importlib.util
import json
import os
import struct
import sys

PACKAGE = "selfheal_harness"


def read_exactly(count):
    parts = []
    while count:
        part = os.read(0, min(count, 1 << 20))
        if not part:
            raise SystemExit("the request ended before it was complete")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def chunks():
    while True:
        (length,) = struct.unpack(">I", read_exactly(4))
        if not length:
            return
        while length:
            part = read_exactly(min(length, 1 << 20))
            length -= len(part)
            yield part


class InMemory(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the harness from the sources in the header."""

    def __init__(self, sources):
        self.sources = sources

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] != PACKAGE:
            return None
        file = name[len(PACKAGE) + 1:].replace(".", "/")
        folder = (file + "/" if file else "") + "__init__.py"
        if folder in self.sources or not file:
            return importlib.util.spec_from_loader(name, self, origin=folder, is_package=True)
        if file + ".py" in self.sources:
            return importlib.util.spec_from_loader(name, self, origin=file + ".py")
        return None

    def exec_module(self, module):
        source = self.sources.get(module.__spec__.origin, "")
        exec(compile(source, "<harness>/" + module.__spec__.origin, "exec"), module.__dict__)


header = json.loads(b"".join(chunks()))
sys.meta_path.insert(0, InMemory(header["sources"]))
importlib.import_module(PACKAGE + ".main").main(header, chunks())
