"""Main process of the container: unpacks the workspace and serves one mode."""
import os
import sys
import traceback

from . import channel, unpack
from .supervisor import Supervisor

ROOT = "/work/repo"
SITE = "/work/.selfheal"

# What must run in the interpreter of the tests. The rest stays in this process's memory.
INSIDE = (
    "__init__.py", "session.py", "pytest_recorder.py", "pytest_tests.py", "unittest_recorder.py", "unittest_tests.py",
    "clock.py", "server.py", "children.py", "trial.py", "forker.py", "patching.py", "swap.py", "definitions.py", "ticks.py", "tracing.py", "hints.py",
    "inputs.py", "outcomes.py", "probe.py", "state.py",
)


def main(header, archive):
    if os.getpid() != 1:
        raise SystemExit("the harness must be the container's main process (PID 1), for it kills every other one")
    out = channel.Output(1)
    try:
        supervisor = Supervisor(header, ROOT, SITE)
        omitted = unpack.unpack(archive, ROOT)
        if header["mode"] != "shell":
            install(header["sources"])
        out.say({"kind": "ready", "omitted": omitted[:100], "python": sys.version.split()[0]})
        mode(header["mode"])(supervisor, header, out)
        supervisor.kill_all()
    except channel.HarnessError as error:
        out.say({"kind": "error", "message": str(error)})
    except Exception:
        out.say({"kind": "error", "message": "The harness failed: " + traceback.format_exc()[-4000:]})
    os._exit(0)


def mode(name):
    if name == "run":
        from . import run
        return run.serve
    if name == "serve":
        from . import serve
        return serve.serve
    if name == "shell":
        from . import shell
        return shell.serve
    raise channel.HarnessError("The harness has no mode '%s'." % name)


def install(sources):
    """Writes the part of the harness that the tests' interpreter loads."""
    package = os.path.join(SITE, "selfheal_harness")
    os.makedirs(package)
    for name in INSIDE:
        write(os.path.join(package, name), sources.get(name, ""))
    write(os.path.join(SITE, "sitecustomize.py"), sources["sitecustomize.py"])


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
