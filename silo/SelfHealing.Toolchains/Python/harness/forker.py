"""Forks the children that judge patches, from a process that does nothing else.

After a fork, every page of memory that parent or child writes to is copied. The process that thinks (parses,
compiles, keeps the books) therefore never forks for a patch: it tells this one, whose loop touches next to nothing.
A child that finds everything as it was before a patch goes on to the next one, since a fork costs more than a small
test. A patch that passes in such a child is judged once more in one of its own.
"""
import ctypes
import os
import signal
import struct

from .children import Report, bury, leave_nothing_open, limit

_LENGTH = struct.Struct(">I")
_NONCE = 16
_PATCHES = 200  # that one child judges at most: what it may lose in memory stays small


class Forker:
    """The handle of the forking process. It has the memory of the moment when it was started."""

    def __init__(self, children, job):
        self.children = children
        self.job = job
        self.pid = None
        self.judging = None

    def run(self, data, seconds_of, convincing):
        """Has the job judge a patch in a child; limits and report are those of Children.run.

        A report that is `convincing` comes from a child that has judged nothing else, and so does one of a sudden end:
        a child that had judged before may have met it before it took this patch.
        """
        used = self.judging is not None
        report = self.once(data, seconds_of)
        ended = not report.lines and not report.timed_out
        if used and (ended or convincing(report)):
            self.stop()
            report = self.once(data, seconds_of)
        return report

    def once(self, data, seconds_of):
        used = self.judging is not None
        if self.pid is None:
            self.start()
        report = Report()
        nonce = os.urandom(_NONCE // 2).hex().encode()
        self.children.step[0] = 0
        try:
            put(self.command, _LENGTH.pack(_NONCE + len(data)) + nonce + data)
            if not used:
                child = take(self.state, 4)
                if child is None:
                    self.stop()
                    return report
                self.judging = _LENGTH.unpack(child)[0]
            self.children.listen(report, self.results, nonce, seconds_of, self.state)
            if report.stays and not report.tampered:
                return report
            os.kill(self.judging, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it ended and was reaped
        except BrokenPipeError:
            self.stop()
            return report
        self.judging = None
        status = take(self.state, 4)
        if status is not None:
            self.children.judge(report, _LENGTH.unpack(status)[0])
            self.drain()
        if status is None or used:
            self.stop()  # whether a child that had judged before took this request, or the forking process did, cannot be told
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
            work(self.job, requests, states, results, self.children.address_space)
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
        self.pid = self.judging = None
        bury(set())


def work(job, requests, states, results, address_space):
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
            data = hear(requests)
            if data is None:
                break
            pid = fork()
            if pid == 0:
                leave_nothing_open((states,))
                judge(job, requests, results, data)
            put(states, _LENGTH.pack(pid))
            _, status = os.waitpid(pid, 0)
            bury(nobody)
            put(states, _LENGTH.pack(status))
    finally:
        os._exit(0)


def judge(job, requests, results, data, leave=os._exit, write=os.write):
    """The child's life: patch after patch, while each leaves everything as it was. What it says carries the request's nonce."""
    try:
        os.setsid()
        job.begin()
        left = _PATCHES
        while data is not None:
            nonce, left = data[:_NONCE], left - 1
            write(results, nonce + job.judge(data[_NONCE:]) + b"\n")
            stays = left > 0 and job.settle()
            write(results, nonce + (b'{"end":true,"stays":true}\n' if stays else b'{"end":true}\n'))
            data = hear(requests) if stays else None
    finally:
        leave(0)


def hear(requests):
    """The next request, or None when nobody will send one."""
    length = take(requests, 4)
    return None if length is None else take(requests, _LENGTH.unpack(length)[0])


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
