"""Mode run: the user's own command on a clean checkout, read test by test from outside its reach."""
import os
import time

from . import junit, memory, patching
from .channel import HarnessError, cut
from .results import Results

NO_SPACE = "No space left on device"


def serve(supervisor, header, out):
    patch = header.get("patch")
    if patch:
        try:
            for full, _, content in patching.patched_files(supervisor.root, patch):
                patching.write_bytes(full, content)
        except patching.PatchError as error:
            raise HarnessError(str(error))
    run = run_command(supervisor, header["command"], header["subdirectory"], header["seconds"])
    for test in run["tests"]:
        out.say(dict(test, kind="test"))
    out.say({"kind": "end", "exitCode": run["exitCode"], "output": run["output"], "seconds": run["seconds"], "fault": run["fault"]})


def run_command(supervisor, command, subdirectory, seconds):
    """Runs the command once and says what is known of it."""
    reports = junit.Reports(supervisor.root)
    results = Results()
    supervisor.handler = results.handle
    killed = memory.kills()
    began = time.monotonic()
    supervisor.start(command, subdirectory, serving=False)
    in_time = supervisor.wait(lambda: supervisor.status is not None, began + seconds)
    took = time.monotonic() - began
    supervisor.kill_all()
    supervisor.handler = None
    exit_code = exit_of(supervisor.status) if in_time else None
    known = [session for session in supervisor.sessions if session.hello is not None or session.tampered]
    fault = None
    if not in_time:
        fault = "TimedOut"
        for name in results.stopped():
            results.add(name, "timedout", took, "The test was still running after %.0f s, when the run was stopped." % took)
    elif known:
        if results.ended_early(known, exit_code):
            fault = "EndedEarly"
            for name in results.stopped():
                results.add(name, "error", 0, "The process that ran the test ended in the middle of it.")
    else:
        for test in reports.read():
            results.add(*test)
    tests = list(results.tests.values())
    output = supervisor.output()
    if fault is None and exit_code in (126, 127) and not tests:
        fault = "CommandNotFound"
    if out_of_space(supervisor.root) or any(NO_SPACE in (test["error"] or "") for test in tests) \
            or (exit_code != 0 and NO_SPACE in output):
        fault = "DiskFull"
    if memory.kills() > killed:
        fault = "OutOfMemory"
    if fault is None and known and not tests:
        fault = "NoTests"
    if fault is None and (not tests or (exit_code != 0 and all(test["outcome"] in ("passed", "skipped") for test in tests))):
        tests.append(synthetic(command, exit_code, took, output, bool(tests)))
    return {"exitCode": exit_code, "tests": tests, "output": output, "seconds": took, "fault": fault}


def synthetic(command, exit_code, took, output, others_passed):
    """The command itself as a test: its exit code is the verdict."""
    if exit_code == 0:
        return {"id": command, "outcome": "passed", "seconds": took, "error": None}
    said = "The command ended with exit code %s%s." % (exit_code, " although every test passed" if others_passed else "")
    return {"id": command, "outcome": "failed", "seconds": took, "error": said + "\n" + cut(output, 6000)}


def exit_of(status):
    """The exit code in the shell's way: 128 and the signal for a process that was killed."""
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def out_of_space(root):
    return any(os.statvfs(folder).f_bavail == 0 for folder in (root, "/tmp"))
