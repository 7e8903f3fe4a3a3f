"""The main process's hold on everything else in the container.

As PID 1 it cannot be killed from inside, sees every process of the container and inherits every orphan; being
not dumpable, no process of the same user can trace it or open its descriptors. What runs under it talks to it
through connections to a listening socket: a connection belongs to the process that opened it, so a stranger
can only open one of its own, and that can add failures but never take one away (see results.py).
"""
import ctypes
import json
import os
import resource
import selectors
import signal
import socket
import struct
import subprocess
import sys
import time

OUTPUT_TAIL = 64 << 10
MAX_MESSAGE = 32 << 20
MAX_RECEIVED = 256 << 20
MAX_WAITING = 10_000
MAX_SESSIONS = 256
PR_SET_DUMPABLE = 4


class Session:
    """One connection from inside."""

    def __init__(self, sock, pid):
        self.sock = sock
        self.pid = pid
        self.key = os.urandom(16).hex()
        self.hello = None
        self.buffer = []
        self.received = 0
        self.messages = []
        self.closed = False
        self.tampered = False


class Supervisor:
    def __init__(self, header, root, site):
        self.header = header
        self.root = root
        self.site = site
        self.serving = False
        self.handler = None
        self.sessions = []
        self.tail = bytearray()
        self.printed = 0
        self.process = None
        self.status = None
        self.selector = selectors.DefaultSelector()
        harden()
        self.wake, wake = os.pipe()
        os.set_blocking(self.wake, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        self.selector.register(self.wake, selectors.EVENT_READ, self.on_child)
        self.name = "selfheal-" + os.urandom(8).hex()
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind("\0" + self.name)
        self.listener.listen(64)
        self.listener.setblocking(False)
        self.selector.register(self.listener, selectors.EVENT_READ, self.on_connect)

    # Starting and ending

    def start(self, command, subdirectory, serving=False, tracing=False):
        """Starts the user's command. With serving, test frameworks in it stop and wait to be asked."""
        self.serving = serving
        self.sessions = []
        self.tail = bytearray()
        self.printed = 0
        self.status = None
        folder = os.path.realpath(os.path.join(self.root, subdirectory))
        if os.path.commonpath([folder, self.root]) != self.root or not os.path.isdir(folder):
            from .channel import HarnessError
            raise HarnessError("The repository has no folder '%s' to run the tests in." % subdirectory)
        read, write = os.pipe()
        os.set_blocking(read, False)
        self.selector.register(read, selectors.EVENT_READ, self.on_output)
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", command], cwd=folder, env=self.environment(tracing), stdin=subprocess.DEVNULL,
            stdout=write, stderr=write, start_new_session=True, close_fds=True, preexec_fn=limit)
        os.close(write)

    def environment(self, tracing):
        """The user's environment, plus what makes Python load the recorder. See sitecustomize.py."""
        env = dict(os.environ)
        env["SELFHEAL_SOCKET"] = self.name
        env["SELFHEAL_SITE"] = self.site
        env["SELFHEAL_ROOT"] = self.root
        if tracing:
            env["SELFHEAL_TRACE"] = "1"
        for name in ("PYTHONPATH", "PYTEST_ADDOPTS"):
            env["SELFHEAL_" + name] = env.get(name, "")
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [self.site, env.get("PYTHONPATH")]))
        if not tracing:
            env["PYTEST_ADDOPTS"] = ("-p selfheal_harness.pytest_recorder " + env.get("PYTEST_ADDOPTS", "")).strip()
        env["PYTHONDONTWRITEBYTECODE"] = "1"
        env.setdefault("PYTHONHASHSEED", "0")
        return env

    def kill_all(self):
        """Kills and reaps every other process of the container, and reads what they left in their pipes."""
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
        while True:
            try:
                pid, status = os.waitpid(-1, 0)
            except ChildProcessError:
                break
            self.note_exit(pid, status)
        self.drain()
        for session in self.sessions:
            self.close(session)

    def kill_new(self, known):
        """Kills every process that is not among the known ones."""
        while True:
            strangers = processes() - known
            if not strangers:
                return
            for pid in strangers:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.pump(time.monotonic() + 0.005)

    # Events

    def pump(self, deadline):
        """Handles what happens until something did, or until the deadline."""
        for key, _ in self.selector.select(max(0.0, deadline - time.monotonic())):
            key.data(key.fileobj)

    def wait(self, condition, deadline):
        """Handles events until the condition holds; false when the deadline came first."""
        while not condition():
            if time.monotonic() >= deadline:
                return False
            self.pump(deadline)
        return True

    def drain(self):
        while True:
            events = [key for key, _ in self.selector.select(0) if key.fileobj not in (self.listener, self.wake)]
            if not events:
                return
            for key in events:
                key.data(key.fileobj)

    def on_child(self, fd):
        try:
            os.read(fd, 4096)
        except BlockingIOError:
            return
        self.reap()

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            self.note_exit(pid, status)

    def note_exit(self, pid, status):
        if self.process is not None and pid == self.process.pid:
            self.status = status
            self.process.returncode = status  # already reaped here: Popen must not wait for it

    def on_output(self, fd):
        try:
            part = os.read(fd, 1 << 16)
        except BlockingIOError:
            return
        if not part:
            self.selector.unregister(fd)
            os.close(fd)
            return
        self.printed += len(part)
        self.tail += part
        if len(self.tail) > 2 * OUTPUT_TAIL:
            del self.tail[:-OUTPUT_TAIL]

    def output(self):
        return bytes(self.tail[-OUTPUT_TAIL:]).decode("utf-8", "replace")

    def on_connect(self, listener):
        try:
            sock, _ = listener.accept()
        except BlockingIOError:
            return
        if len(self.sessions) >= MAX_SESSIONS:
            sock.close()
            return
        pid, uid, _ = struct.unpack("3i", sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        sock.setblocking(False)
        session = Session(sock, pid)
        self.sessions.append(session)
        self.selector.register(sock, selectors.EVENT_READ, lambda _: self.on_message(session))

    def on_message(self, session):
        try:
            part = session.sock.recv(1 << 18)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            self.close(session)
            return
        session.received += len(part)
        flooded = session.received > MAX_RECEIVED and not self.serving
        if b"\n" not in part:
            session.buffer.append(part)
            flooded = flooded or sum(map(len, session.buffer)) > MAX_MESSAGE
        if flooded or len(session.messages) > MAX_WAITING:
            session.tampered = True
            self.close(session)
            return
        if b"\n" not in part:
            return
        lines = (b"".join(session.buffer) + part).split(b"\n")
        session.buffer = [lines.pop()]
        for line in lines:
            self.on_line(session, line)

    def on_line(self, session, line):
        try:
            message = json.loads(line)
            if not isinstance(message, dict):
                raise ValueError("not an object")
        except ValueError:
            session.tampered = True
            return
        if session.hello is None:
            session.hello = message
            self.send(session, {
                "key": session.key, "mode": "serve" if self.serving else "record",
                "testSeconds": self.header.get("testSeconds", 6.0)})
        elif message.pop("key", None) != session.key:
            session.tampered = True
        elif self.handler is not None and self.handler(session, message):
            pass
        else:
            session.messages.append(message)

    def close(self, session):
        if not session.closed:
            session.closed = True
            self.selector.unregister(session.sock)
            session.sock.close()

    def forget_closed(self):
        self.sessions = [session for session in self.sessions if not session.closed]

    # Asking

    def send(self, session, message):
        if session.closed:
            return
        try:
            session.sock.setblocking(True)
            session.sock.settimeout(10)
            session.sock.sendall(json.dumps(message, separators=(",", ":")).encode() + b"\n")
            session.sock.setblocking(False)
        except OSError:
            self.close(session)

    def ask(self, session, message, seconds):
        """The answer, or None when the session ended, forged or did not answer in time."""
        self.send(session, message)
        return self.answer(session, seconds)

    def answer(self, session, seconds):
        self.wait(lambda: session.messages or session.closed or session.tampered, time.monotonic() + seconds)
        if session.tampered or not session.messages:
            return None
        return session.messages.pop(0)


def processes():
    """Ids of all other processes of the container."""
    return {int(name) for name in os.listdir("/proc") if name.isdigit()} - {1}


def harden():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise SystemExit("the main process cannot hide its memory from the code under test: prctl failed")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(2000)


def limit():
    """Limits of everything the user's command starts; memory and process counts are the container's."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = 1 << 30 if hard == resource.RLIM_INFINITY else min(hard, 1 << 30)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    # When memory runs out the kernel should look for its victim among the code under test, not here. The file
    # belongs to the user only while the process is dumpable, as it is again after exec anyway.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("900")
