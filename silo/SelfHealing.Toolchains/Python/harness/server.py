"""The tests' interpreter as a server: it imports and collects once, and forks a child for everything asked.

It stops at two points. In `pause`, before anything of the project is imported, it can be asked to spawn copies
of itself; each copy goes on, imports the project as its files are then, and ends in `serve`, where it answers
requests about the collected tests.
"""
import ctypes
import gc
import os
import signal
import sys
import threading

from . import session as sessions
from .session import Session
from .trial import Trials

_state = {"session": None, "executed": None, "foreign": frozenset()}


def pause(session, framework):
    """Waits to be asked for copies. Returns in each copy; one that tries a single patch is not watched, since no edit is swapped in there."""
    root = sessions.root() + os.sep
    tainted = sorted(name for name, module in list(sys.modules.items()) if (getattr(module, "__file__", None) or "").startswith(root))
    session.say(event="cold", tainted=tainted[:20])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # copies are reaped by the kernel
    while True:
        request = session.hear()
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            session.close()
            _state["session"] = Session(session.name, {"role": framework, "token": request["token"]})
            _state["foreign"] = frozenset(sys.modules)
            if not request["once"]:
                _state["executed"] = watch_execution()
            return
        session.say(event="spawned", pid=pid)


def serve(session, tests):
    """Answers requests about the tests until the main process hangs up. Never returns."""
    session = _state["session"] or session
    executed = _state["executed"]
    codes = executed() if executed else None
    silence()
    tests.prepare()
    trials = Trials(tests, sessions.root(), codes, session.descriptor, _state["foreign"])
    if codes is not None:
        gc.collect()
        getattr(ctypes.CDLL(None), "malloc_trim", lambda size: None)(0)  # what is free need not be copied for children
    gc.freeze()  # children share this memory: the collector must not touch it
    session.say(event="ready", ids=tests.ids(), pid=os.getpid(), threads=threading.active_count())
    while True:
        request = session.hear()
        answer = getattr(trials, "do_" + request.pop("op"))(**request)
        session.say(**answer)


def silence():
    """Nothing printed from here on is of use to anybody."""
    null = os.open(os.devnull, os.O_RDWR)
    sys.stdin = open(os.devnull)
    sys.stdout = sys.stderr = open(os.devnull, "w")
    sys.__stdout__ = sys.__stderr__ = sys.stdout
    for fd in (0, 1, 2):
        os.dup2(null, fd)


def watch_execution():
    """Notes every code object that runs from now on: what ran while importing cannot be swapped later."""
    seen = set()
    if hasattr(sys, "monitoring"):
        monitoring = sys.monitoring
        tool = next(number for number in (4, 3, 5, 2) if monitoring.get_tool(number) is None)

        def started(code, offset):
            seen.add(code)
            return monitoring.DISABLE

        monitoring.use_tool_id(tool, "selfheal")
        monitoring.register_callback(tool, monitoring.events.PY_START, started)
        monitoring.set_events(tool, monitoring.events.PY_START)

        def stop():
            monitoring.set_events(tool, 0)
            monitoring.free_tool_id(tool)
            monitoring.restart_events()
            return seen

        return stop

    def profile(frame, event, arg):
        if event == "call":
            seen.add(frame.f_code)

    threading.setprofile(profile)
    sys.setprofile(profile)

    def stop():
        sys.setprofile(None)
        threading.setprofile(None)
        return seen

    return stop
