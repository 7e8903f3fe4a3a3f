"""Judges every candidate folder beside this file by its own program.py, one process each, and reports in JUnit XML."""
import json
import os
import subprocess
import sys
from xml.sax.saxutils import quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))


def judge(folder, token, limit):
    """None for a right program, else why it is wrong."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": "/tmp", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "program.py"], cwd=folder, env=environment, timeout=limit, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        return "it did not end within %g s" % limit
    said = done.stdout.decode("utf-8", "replace").rstrip("\n")
    if done.returncode == 0 and said.split("\n")[-1] == token:
        return None
    return "exit code %s: %s" % (done.returncode, said[-1500:])


def main():
    with open(os.path.join(HERE, "grade.json")) as file:
        task = json.load(file)
    cases = []
    for name in task["candidates"]:
        reason = judge(os.path.join(HERE, name), task["token"], task["limit"])
        printable = "".join(c if c.isprintable() else " " for c in reason or "")
        body = "" if reason is None else "<failure message=%s/>" % quoteattr(printable)
        cases.append("<testcase classname=\"grade\" name=%s>%s</testcase>" % (quoteattr(name), body))
    with open(os.path.join(HERE, "report.xml"), "w") as file:
        file.write("<testsuite name=\"grade\">%s</testsuite>" % "".join(cases))


main()
