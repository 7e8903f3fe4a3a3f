"""Compiles patches in a process of its own, which never forks.

A forked child pays for every page of memory that it or its parent writes to, and compiling writes to many. Here
the compiler's memory stays warm; what goes to the child is the finished code.
"""
import json
import marshal
import os
import struct

from .swap import Cold, Invalid


class Planner:
    """The process's handle. Its parent is the main process, so that it is nobody's leftover."""

    def __init__(self, program):
        requests, self.ask = os.pipe()
        self.hear, answers = os.pipe()
        pid = os.fork()
        if pid == 0:
            if os.fork() != 0:
                os._exit(0)
            os.close(self.ask)
            os.close(self.hear)
            work(program, requests, answers)
        os.waitpid(pid, 0)
        os.close(requests)
        os.close(answers)

    def plan(self, edits):
        """Marshalled swaps, or what Program.plan raises. For no edits there is nothing to swap."""
        if not edits:
            return None
        data = json.dumps(edits).encode()
        put(self.ask, struct.pack(">I", len(data)) + data)
        (length,) = struct.unpack(">I", take(self.hear, 4))
        answer = take(self.hear, length)
        if answer[:1] == b"C":
            raise Cold(answer[1:].decode())
        if answer[:1] == b"I":
            raise Invalid(answer[1:].decode())
        return answer[1:]


def work(program, requests, answers):
    """The process's life: it ends when nobody asks any more."""
    try:
        while True:
            (length,) = struct.unpack(">I", take(requests, 4))
            answer = planned(program, json.loads(take(requests, length)))
            put(answers, struct.pack(">I", len(answer)) + answer)
    finally:
        os._exit(0)


def planned(program, edits):
    try:
        return b"S" + marshal.dumps([(swap.codes, swap.owner, swap.defaults) for swap in program.plan(edits)])
    except Cold as reason:
        return b"C" + str(reason).encode("utf-8", "replace")
    except (Invalid, UnicodeError, MemoryError, RecursionError) as error:
        return b"I" + str(error).encode("utf-8", "replace")


def put(fd, data):
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


def take(fd, count):
    parts = []
    while count:
        part = os.read(fd, count)
        if not part:
            os._exit(0)  # the other side is gone, and with it the reason to be
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
