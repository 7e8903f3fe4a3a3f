"""Forks one child for each patch, from a process that does nothing else.

After a fork, every page of memory that parent or child writes to is copied. The process that thinks (parses,
compiles, keeps the books) therefore never forks for a patch: it tells this one, whose loop touches next to nothing.
"""
import ctypes
import os
import signal
import struct

from .children import Report, bury, leave_nothing_open, limit, speak

_LENGTH = struct.Struct(">I")
_NONCE = 16


class Forker:
    """The handle of the forking process. It has the memory of the moment when it was started."""

    def __init__(self, children, body):
        self.children = children
        self.body = body
        self.pid = None

    def run(self, data, seconds_of):
        """Runs body(say, data) in a child of the forking process; limits and report are those of Children.run."""
        if self.pid is None:
            self.start()
        report = Report()
        nonce = os.urandom(_NONCE // 2).hex().encode()
        self.children.step[0] = 0
        try:
            put(self.command, _LENGTH.pack(_NONCE + len(data)) + nonce + data)
            child = take(self.state, 4)
            if child is None:
                self.stop()
                return report
            self.children.listen(report, self.results, nonce, seconds_of, self.state)
            os.kill(_LENGTH.unpack(child)[0], signal.SIGKILL)
        except ProcessLookupError:
            pass  # it ended and was reaped
        except BrokenPipeError:
            self.stop()
            return report
        status = take(self.state, 4)
        if status is None:
            self.stop()
        else:
            self.children.judge(report, _LENGTH.unpack(status)[0])
            self.drain()
        return report

    def drain(self):
        """What the dead child or its offspring wrote after its report is not the next one's."""
        try:
            while os.read(self.results, 1 << 18):
                pass
        except BlockingIOError:
            return

    def start(self):
        requests, self.command = os.pipe()
        self.state, states = os.pipe()
        self.results, results = os.pipe()
        os.set_blocking(self.results, False)
        self.pid = os.fork()
        if self.pid == 0:
            leave_nothing_open(self.children.private + (self.command, self.state, self.results))
            work(self.body, requests, states, results, self.children.address_space)
        for fd in (requests, states, results):
            os.close(fd)

    def stop(self):
        """Ends the process; the next run starts it anew, with the memory of then."""
        if self.pid is None:
            return
        for fd in (self.command, self.state, self.results):
            os.close(fd)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.pid = None
        bury(set())


def work(body, requests, states, results, address_space):
    """The forking process's life."""
    libc = ctypes.PyDLL(None)
    libc.prctl(36, 1, 0, 0, 0)
    limit(address_space)
    # Python's own fork wakes every module that asked to hear of forks, and that alone touches a third of the memory
    # that a small test needs. In a process of one thread none of them has anything to mend.
    fork = libc.fork
    nobody = set()
    try:
        while True:
            length = take(requests, 4)
            if length is None:
                break
            data = take(requests, _LENGTH.unpack(length)[0])
            pid = fork()
            if pid == 0:
                leave_nothing_open((requests, states))
                speak(lambda say: body(say, data[_NONCE:]), results, data[:_NONCE])
            put(states, _LENGTH.pack(pid))
            _, status = os.waitpid(pid, 0)
            bury(nobody)
            put(states, _LENGTH.pack(status))
    finally:
        os._exit(0)


def put(fd, data):
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


def take(fd, count):
    """So many bytes, or None when the other side has ended."""
    data = os.read(fd, count)
    while data and len(data) < count:
        part = os.read(fd, count - len(data))
        if not part:
            return None
        data += part
    return data or None
