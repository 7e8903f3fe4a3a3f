"""Work on the project's text (parsing, enumerating edits) beside the main process: it may be large, slow or crash."""
import os
import resource
import select
import time

from .channel import HarnessError


def lines(work, seconds, memory=2 << 30):
    """Yields what work() yields (bytes without line feeds) from a forked child."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        do(work, write, memory)
    os.close(write)
    until = time.monotonic() + seconds
    rest = b""
    finished = False
    try:
        while True:
            ready, _, _ = select.select([read], [], [], max(0.0, until - time.monotonic()))
            part = os.read(read, 1 << 18) if ready else b""
            if not part:
                break
            *whole, rest = (rest + part).split(b"\n")
            for line in whole:
                if line == b".":
                    finished = True
                elif line.startswith(b"!"):
                    raise HarnessError(line[1:].decode("utf-8", "replace"))
                else:
                    yield line
    finally:
        os.close(read)
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            pass  # it ended and was reaped
    if not finished and time.monotonic() < until:
        raise HarnessError("Reading the project's source ended early: it ran out of memory or crashed.")


def do(work, write, memory):
    """The child's life."""
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        for line in work():
            put(write, line + b"\n")
        put(write, b".\n")
    except BaseException as error:
        put(write, b"!" + ("%s: %s" % (type(error).__name__, error)).replace("\n", " ").encode() + b"\n")
    finally:
        os._exit(0)


def put(write, data):
    view = memoryview(data)
    while view:
        view = view[os.write(write, view):]
