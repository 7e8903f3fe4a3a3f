"""Runs something in a forked child that may do anything, and takes its word only while it keeps to the rules."""
import ctypes
import json
import mmap
import os
import resource
import select
import signal
import threading
import time

MAX_REPLY = 64 << 20
_PR_SET_CHILD_SUBREAPER = 36


class Report:
    """What came of a child."""

    def __init__(self):
        self.lines = []
        self.finished = False
        self.timed_out = False
        self.tampered = False


class Children:
    """Forks children one at a time; becomes the parent of all that they leave behind."""

    def __init__(self, memory):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.page = mmap.mmap(-1, mmap.PAGESIZE)
        self.step = memoryview(self.page).cast("I")  # the step a child is at; only a hint for limits and reports
        self.inherited = children_of(os.getpid())
        # Python's own fork wakes every module that asked to hear of forks, which copies a third of the memory that a
        # small test needs. None of them has anything to mend where there is one thread only.
        self.fork = ctypes.PyDLL(None).fork if threading.active_count() == 1 else os.fork
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        with open("/proc/self/statm") as file:
            self.address_space = int(file.read().split()[0]) * mmap.PAGESIZE + memory

    def run(self, body, seconds_of):
        """Runs body(say) in a child. seconds_of(step) is the wall-clock limit of each step it announces."""
        report = Report()
        nonce = os.urandom(8).hex().encode()
        self.step[0] = 0
        read, write = os.pipe()
        pid = self.fork()
        if pid == 0:
            os.close(read)
            self.be_child(body, write, nonce)
        os.close(write)
        try:
            self.listen(report, read, nonce, seconds_of)
        finally:
            os.close(read)
            os.kill(pid, signal.SIGKILL)
            _, self.status = os.waitpid(pid, 0)
            self.bury()
        killed = not report.finished and os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) in (signal.SIGPROF, signal.SIGXCPU)
        report.timed_out = report.timed_out or killed
        return report

    def be_child(self, body, write, nonce):
        def say(message, dumps=json.dumps, put=os.write):
            data = memoryview(nonce + dumps(message).encode() + b"\n")
            while data:
                data = data[put(write, data):]

        leave = os._exit
        try:
            os.setsid()
            limit(self.address_space)
            body(say)
            say({"end": True})
        finally:
            leave(0)

    def listen(self, report, read, nonce, seconds_of):
        poller = select.poll()
        poller.register(read, select.POLLIN)
        rest = b""
        size = 0
        step = self.step[0]
        until = time.monotonic() + seconds_of(step)
        while True:
            left = until - time.monotonic()
            if self.step[0] != step:
                step = self.step[0]
                until = time.monotonic() + seconds_of(step)
                continue
            if left <= 0:
                report.timed_out = True
                return
            if not poller.poll(left * 1000):
                continue
            part = os.read(read, 1 << 18)
            size += len(part)
            if not part or size > MAX_REPLY:
                return
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                if not line.startswith(nonce):
                    report.tampered = True
                    return
                message = json.loads(line[len(nonce):])
                if "end" in message:
                    report.finished = True
                    return
                report.lines.append(message)

    def bury(self):
        """Kills what the child left behind: every orphan of it is a child of this process now."""
        while True:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid:
                continue
            strangers = children_of(os.getpid()) - self.inherited
            if not strangers:
                return
            for stranger in strangers:
                try:
                    os.kill(stranger, signal.SIGKILL)
                    os.waitpid(stranger, 0)
                except (ProcessLookupError, ChildProcessError):
                    pass


def children_of(parent):
    found = set()
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.add(int(name))
    return found


def limit(address_space):
    """Limits of one child. Processes are counted for the whole container, since users are shared between containers."""
    lower(resource.RLIMIT_AS, address_space)
    lower(resource.RLIMIT_FSIZE, 64 << 20)
    lower(resource.RLIMIT_CORE, 0)


def lower(kind, value):
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))
