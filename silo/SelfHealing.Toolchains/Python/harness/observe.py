"""Mode observe: what every candidate, and the program without a patch, does on inputs made from the tests' calls."""
from . import patching
from .channel import Requests
from .hosts import Host, NoHost

INPUTS = 120
RECORDED_TESTS = 80


def serve(supervisor, header, out):
    for request in Requests(0):
        observe(supervisor, header, request["candidates"], out)
        return


def observe(supervisor, header, candidates, out):
    observer = Observer(supervisor, header)
    try:
        inputs = observer.inputs([edit for candidate in candidates for edit in candidate["edits"]])
        out.say({"kind": "inputs", "inputs": [text for _, _, _, text in inputs]})
        if inputs:
            out.say({"kind": "outcomes", "number": -1, "items": shaped(observer.outcomes([], inputs))})
            for candidate in candidates:
                items = shaped(observer.outcomes(candidate["edits"], inputs))
                out.say({"kind": "outcomes", "number": candidate["number"], "items": items})
    except NoHost:
        out.say({"kind": "inputs", "inputs": []})
    out.say({"kind": "done"})


class Observer:
    def __init__(self, supervisor, header):
        self.supervisor = supervisor
        self.header = header
        self.host = Host(supervisor, header)

    def inputs(self, edits):
        """Made from the calls in the failing tests and a sample of the passing ones."""
        passing = self.header["passing"]
        step = max(1, len(passing) // RECORDED_TESTS)
        known = set(self.ask({"op": "known"}, 60).get("ids", ()))
        names = [name for name in self.header["failing"][:RECORDED_TESTS] + passing[::step] if name in known]
        answer = self.ask({"op": "record", "names": names, "edits": edits, "seed": self.header["seed"], "count": INPUTS}, 120)
        return [entry for entry in answer.get("inputs", ()) if isinstance(entry, list) and len(entry) == 4][:INPUTS]

    def outcomes(self, edits, inputs):
        answer = self.ask({"op": "probe", "edits": edits, "inputs": inputs}, 300)
        return self.imported_anew(edits, inputs) if "cold" in answer else answer.get("outcomes", [])

    def ask(self, message, seconds):
        """The answer; nothing when the process died of it."""
        answer = self.supervisor.ask(self.host.tests(), message, seconds)
        if answer is None:
            self.host.drop_tests()
        return answer or {}

    def imported_anew(self, edits, inputs):
        """What a change outside of functions does shows only in a process that imports the patched file."""
        before = self.host.processes()
        files = patching.patched_files(self.supervisor.root, edits)
        write(files, 2)
        try:
            session = self.host.copy(seconds=max(5.0, 10 * self.host.collecting))
            answer = self.supervisor.ask(session, {"op": "probe", "edits": [], "inputs": inputs}, 300)
            return (answer or {}).get("outcomes", [])
        except NoHost:
            return []
        finally:
            self.host.end_copies(before)
            write(files, 1)


def write(files, which):
    for file in files:
        patching.write_bytes(file[0], file[which])


def shaped(outcomes):
    """Outcomes with nothing in them but what they have."""
    return [{"digest": str(entry[0])[:64], "text": str(entry[1])[:120], "fault": bool(entry[2])}
            for entry in outcomes if isinstance(entry, list) and len(entry) == 3]
