"""Runs something in a forked child that may do anything, and takes its word only while it keeps to the rules."""
import ctypes
import json
import mmap
import os
import resource
import select
import signal
import time

MAX_REPLY = 64 << 20
_PR_SET_CHILD_SUBREAPER = 36


class Report:
    """What came of a child."""

    def __init__(self):
        self.lines = []
        self.finished = False
        self.stays = False  # the child waits for the next patch
        self.timed_out = False
        self.tampered = False


class Children:
    """Forks children one at a time; becomes the parent of all that they leave behind."""

    def __init__(self, memory, private):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.page = mmap.mmap(-1, mmap.PAGESIZE)
        self.step = memoryview(self.page).cast("I")  # the step a child is at; only a hint for limits and reports
        self.private = private  # descriptors of this process that no child may write to
        self.inherited = children_of(os.getpid())
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
        pid = os.fork()
        if pid == 0:
            leave_nothing_open(self.private + (read,))
            limit(self.address_space)
            speak(body, write, nonce)
        os.close(write)
        try:
            self.listen(report, read, nonce, seconds_of)
        finally:
            os.close(read)
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            bury(self.inherited)
        self.judge(report, status)
        return report

    @staticmethod
    def judge(report, status):
        """A child that the kernel ended for its processor time ran out of time, and did not crash."""
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGPROF, signal.SIGXCPU)
        report.timed_out = report.timed_out or (killed and not report.finished)

    def listen(self, report, read, nonce, seconds_of, ended=None):
        """Takes the child's lines until its last one, its end (told by the descriptor `ended` or by the pipe's) or a limit."""
        poller = select.poll()
        poller.register(read, select.POLLIN)
        if ended is not None:
            poller.register(ended, select.POLLIN)
        rest = b""
        size = 0
        step = self.step[0]
        until = time.monotonic() + seconds_of(step)
        while True:
            if self.step[0] != step:
                step = self.step[0]
                until = time.monotonic() + seconds_of(step)
            left = until - time.monotonic()
            if left <= 0:
                report.timed_out = True
                return
            ready = [fd for fd, _ in poller.poll(left * 1000)]
            if read not in ready:
                if ready:
                    return
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
                    report.stays = message.get("stays") is True
                    return
                report.lines.append(message)


def speak(body, write, nonce):
    """The child's life: what it says carries the nonce, and its last line is that it came to its end."""
    def say(message, dumps=json.dumps, put=os.write):
        data = memoryview(nonce + dumps(message).encode() + b"\n")
        while data:
            data = data[put(write, data):]

    leave = os._exit
    try:
        os.setsid()
        body(say)
        os.write(write, nonce + b'{"end":true}\n')
    finally:
        leave(0)


def leave_nothing_open(descriptors):
    for fd in descriptors:
        os.close(fd)


def bury(inherited):
    """Kills what a child left behind: every orphan of it is a child of this process now."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid:
            continue
        strangers = children_of(os.getpid()) - inherited
        if not strangers:
            return
        for stranger in strangers:
            try:
                os.kill(stranger, signal.SIGKILL)
                os.waitpid(stranger, 0)
            except (ProcessLookupError, ChildProcessError):
                pass  # it ended in the meantime


def children_of(parent):
    found = set()
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue  # it ended in the meantime
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
