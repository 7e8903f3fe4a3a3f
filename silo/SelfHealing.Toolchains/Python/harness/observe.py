"""What every candidate, and the program without a patch, does on inputs made from the tests' calls."""
from . import patching
from .hosts import NoHost

INPUTS = 120
RECORDED_TESTS = 80


class Observer:
    def __init__(self, supervisor, header, host, out):
        self.supervisor = supervisor
        self.header = header
        self.host = host
        self.out = out

    def observe(self, candidates, seed):
        """Tells the inputs, then what the unpatched program (number -1) and each candidate did on them."""
        self.host.forgive()
        try:
            inputs = self.inputs([edit for candidate in candidates for edit in candidate["edits"]], seed)
            self.out.say({"kind": "inputs", "inputs": [text for _, _, _, text in inputs]})
            if inputs:
                self.tell(-1, [], inputs)
                for candidate in candidates:
                    self.tell(candidate["number"], candidate["edits"], inputs)
        except NoHost:
            self.out.say({"kind": "inputs", "inputs": []})
        self.out.say({"kind": "done"})

    def tell(self, number, edits, inputs):
        self.out.say({"kind": "outcomes", "number": number, "items": shaped(self.outcomes(edits, inputs))})

    def inputs(self, edits, seed):
        """Made from the calls in the failing tests and a sample of the passing ones."""
        passing = self.header["passing"]
        step = max(1, len(passing) // RECORDED_TESTS)
        known = set(self.ask({"op": "known"}, 60).get("ids", ()))
        names = [name for name in self.header["failing"][:RECORDED_TESTS] + passing[::step] if name in known]
        answer = self.ask({"op": "record", "names": names, "edits": edits, "seed": seed, "count": INPUTS}, 120)
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
