"""Judges every candidate folder beside this file by its own program.py, one process each, and reports in JUnit XML."""
import json
import os
import subprocess
import sys
from xml.sax.saxutils import quoteattr

UNJUDGED = 20
HERE = os.path.dirname(os.path.abspath(__file__))


def judge(folder, token, limit):
    """What is wrong with a program, as a JUnit element; empty for a right one. Not to be judged is an error, not a failure."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": "/tmp", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "program.py"], cwd=folder, env=environment, timeout=limit, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        return element("failure", "it did not end within %g s" % limit)
    said = done.stdout.decode("utf-8", "replace").rstrip("\n")
    if done.returncode == 0 and said.split("\n")[-1] == token:
        return ""
    return element("error" if done.returncode == UNJUDGED else "failure", "exit code %s: %s" % (done.returncode, said[-1500:]))


def element(kind, reason):
    return "<%s message=%s/>" % (kind, quoteattr("".join(c if c.isprintable() else " " for c in reason)))


def main():
    with open(os.path.join(HERE, "grade.json")) as file:
        task = json.load(file)
    cases = []
    for name in task["candidates"]:
        verdict = judge(os.path.join(HERE, name), task["token"], task["limit"])
        cases.append("<testcase classname=\"grade\" name=%s>%s</testcase>" % (quoteattr(name), verdict))
    with open(os.path.join(HERE, "report.xml"), "w") as file:
        file.write("<testsuite name=\"grade\">%s</testsuite>" % "".join(cases))


main()
