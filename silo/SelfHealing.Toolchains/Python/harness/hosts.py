"""The processes that hold the tests ready: one that has imported nothing yet, and copies of it that have."""
import os
import time

from .supervisor import processes

MAX_STARTS = 40
START_SECONDS = 60.0


class NoHost(Exception):
    """No process can be asked about the tests."""

    def __init__(self, message, timed_out=False):
        super().__init__(message)
        self.timed_out = timed_out


class Host:
    def __init__(self, supervisor, header):
        self.supervisor = supervisor
        self.header = header
        self.cold = None
        self.warm = None
        self.known = set()
        self.starts = 0
        self.collecting = 1.0

    def alive(self):
        return self.warm is not None and not self.warm.closed and not self.warm.tampered

    def forgive(self):
        """Another kind of question is asked: what died before does not count against it."""
        self.starts = 0

    def tests(self):
        """A session that has collected the tests of the base revision."""
        if not self.alive():
            self.starts += 1
            if self.starts > MAX_STARTS:
                raise NoHost("the code under test killed the process of the tests too often")
            began = time.monotonic()
            try:
                self.warm = self.copy(self.patience())
            except NoHost:
                self.start()  # the waiting process is gone, or was never there
                began = time.monotonic()
                self.warm = self.copy(self.patience())
            self.collecting = time.monotonic() - began
        return self.warm

    def patience(self):
        return START_SECONDS + 3 * self.header.get("baselineSeconds", 0)

    def start(self):
        """Runs the user's command until its test framework stops and listens."""
        self.supervisor.kill_all()
        self.warm = self.cold = None
        self.supervisor.start(self.header["command"], self.header["subdirectory"], serving=True)
        until = time.monotonic() + self.patience()

        def listening():
            return self.supervisor.status is not None or any(session.messages for session in self.supervisor.sessions)

        if not self.supervisor.wait(listening, until):
            raise NoHost("the test command did not come to its tests in time", timed_out=True)
        for session in self.supervisor.sessions:
            message = session.messages.pop(0) if session.messages else {}
            if message.get("event") == "cold" and not message.get("tainted"):
                self.cold = session
                self.known = processes()
                return
        raise NoHost("the test command runs no tests that are understood one by one")

    def copy(self, seconds, once=False):
        """A new session that imports the project as its files are now; a quicker one for a single trial in which no edit is swapped in."""
        if self.cold is None or self.cold.closed or self.cold.tampered:
            raise NoHost("no process waits before the import of the project")
        return self.spawn(self.cold, seconds, once)

    def spawn(self, cold, seconds, once):
        token = os.urandom(8).hex()
        until = time.monotonic() + seconds
        answer = self.supervisor.ask(cold, {"op": "spawn", "token": token, "once": once}, seconds)
        if answer is None or answer.get("event") != "spawned":
            raise NoHost("the waiting process died")
        self.supervisor.forget_closed()

        def copies():
            return [session for session in self.supervisor.sessions if session.hello and session.hello.get("token") == token]

        def settled():
            return any(session.messages or session.closed for session in copies())

        in_time = self.supervisor.wait(settled, until)
        for session in copies():
            if session.messages and session.messages.pop(0).get("event") == "ready":
                return session
        raise NoHost("the copy did not collect the tests", timed_out=not in_time)

    def processes(self):
        return processes()

    def end_copies(self, before):
        self.supervisor.kill_new(before)

    def drop_tests(self):
        """The collected process is not trusted any more; the waiting one may be."""
        self.warm = None
        self.supervisor.kill_new(self.known)

    def stop(self):
        self.supervisor.kill_all()
        self.warm = self.cold = None
