"""Mode shell: runs one command at a time on a copy of the workspace, for an agent that looks around, tries things and edits files.

Only files outlive a command: whatever it started is killed with it. Requests and replies go through this process's own descriptors, which no
command inherits, so that nothing printed by the code under test is taken for a reply.
"""
import base64
import os
import selectors
import subprocess
import time

from . import tree, unpack
from .channel import HarnessError, Requests
from .run import exit_of
from .supervisor import limit

SHELLS = ("/bin/bash", "/usr/bin/bash", "/bin/sh")
KEPT = 512 << 10
GIT_SECONDS = 60
FIRST_COMMIT = (
    "git init -q --template= . && git add -A -f . && "
    "git -c user.name=base -c user.email=base@localhost -c commit.gpgsign=false commit -q --no-verify --allow-empty -m base")


def serve(supervisor, header, out):
    shell = Shell(supervisor, header["subdirectory"])
    requests = Requests(0)
    shell.begin()
    out.say({"kind": "done"})
    for request in requests:
        op = request.pop("op")
        try:
            if op == "reset":
                tree.wipe(os.path.dirname(supervisor.root))
                unpack.unpack(requests.chunks(), supervisor.root)
                shell.begin()
                out.say({"kind": "done"})
            elif op == "run":
                out.say(dict(shell.run(**request), kind="ran"))
            elif op == "write":
                shell.write(**request)
                out.say({"kind": "done"})
            elif op == "changes":
                for change in tree.changes(supervisor.root, shell.base):
                    out.say(dict(change, kind="change"))
                out.say({"kind": "done"})
            else:
                raise HarnessError("The shell was asked for something that it does not know.")
        except tree.Refused as refusal:
            out.say({"kind": "refused", "message": str(refusal)})


class Shell:
    def __init__(self, supervisor, subdirectory):
        self.supervisor = supervisor
        self.root = supervisor.root
        self.folder = os.path.join(self.root, *[part for part in subdirectory.split("/") if part])
        self.program = next(program for program in SHELLS if os.path.exists(program))
        self.base = {}

    def begin(self):
        """Remembers the base, and makes a history of one commit where there is git: the real one is not in the archive."""
        tree.wipe_git(self.root)
        self.base = tree.snapshot(self.root)
        if any(os.access(os.path.join(folder, "git"), os.X_OK) for folder in os.environ.get("PATH", "").split(":")):
            self.run(FIRST_COMMIT, GIT_SECONDS, self.root)

    def run(self, command, seconds, folder=None):
        folder = folder or self.folder
        if os.path.realpath(folder) != folder or not os.path.isdir(folder):
            return {"exitCode": 1, "output": "The folder %s is gone: an earlier command removed or replaced it.\n" % folder}
        supervisor = self.supervisor
        said = Ends()
        read, write = os.pipe()
        os.set_blocking(read, False)
        supervisor.selector.register(read, selectors.EVENT_READ, lambda fd: said.read(supervisor.selector, fd))
        supervisor.status = None
        try:
            supervisor.process = subprocess.Popen(
                [self.program, "-c", command], cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
                stdout=write, stderr=write, start_new_session=True, close_fds=True, preexec_fn=limit)
        except (OSError, ValueError, subprocess.SubprocessError) as error:  # too long for the system, or with a zero byte
            said.stop(supervisor.selector, read)
            return {"exitCode": 126, "output": "The command could not be started: %s.\n" % error}
        finally:
            os.close(write)
        in_time = supervisor.wait(lambda: supervisor.status is not None, time.monotonic() + seconds)
        supervisor.kill_all()
        said.stop(supervisor.selector, read)
        tree.unlock(self.root)
        return {"exitCode": exit_of(supervisor.status) if in_time else None, "output": said.text()}

    def write(self, path, content):
        tree.write(self.root, path, None if content is None else base64.b64decode(content))


class Ends:
    """The beginning and the end of an output."""

    def __init__(self):
        self.first = bytearray()
        self.last = bytearray()
        self.size = 0
        self.open = True

    def read(self, selector, fd):
        try:
            part = os.read(fd, 1 << 16)
        except BlockingIOError:
            return
        if not part:
            self.stop(selector, fd)
            return
        self.size += len(part)
        room = KEPT - len(self.first)
        self.first += part[:max(0, room)]
        self.last += part[max(0, room):]
        if len(self.last) > 2 * KEPT:
            del self.last[:-KEPT]

    def stop(self, selector, fd):
        if self.open:
            self.open = False
            selector.unregister(fd)
            os.close(fd)

    def text(self):
        last = self.last[-KEPT:]
        left_out = self.size - len(self.first) - len(last)
        middle = b"\n[%d bytes left out]\n" % left_out if left_out else b""
        return bytes(self.first + middle + last).decode("utf-8", "replace")


def environment():
    env = dict(os.environ)
    env.update({
        "PYTHONDONTWRITEBYTECODE": "1", "PAGER": "cat", "GIT_PAGER": "cat", "MANPAGER": "cat", "TERM": "dumb", "NO_COLOR": "1", "PIP_PROGRESS_BAR": "off",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
    })
    return env
