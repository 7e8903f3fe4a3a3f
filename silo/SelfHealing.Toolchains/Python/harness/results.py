"""What the sessions of one run say together. Failures dominate: a stranger's session can add some, never hide one."""

RANK = {"passed": 0, "skipped": 1, "failed": 2, "error": 3, "timedout": 4}
MAX_TESTS = 200_000
MAX_ERROR = 8 << 10


class Results:
    def __init__(self):
        self.tests = {}
        self.sessions = {}

    def handle(self, session, message):
        """Takes one record; anything malformed marks the session as tampered with, which fails the run."""
        event = message.get("event")
        state = self.sessions.setdefault(id(session), {"collected": set(), "running": None, "complete": False})
        if event == "collected" and strings(message.get("ids")):
            state["collected"].update(message["ids"][:MAX_TESTS])
            state["complete"] = False
        elif event == "start" and strings([message.get("id")]):
            state["running"] = message["id"]
        elif event == "test" and strings([message.get("id")]) and message.get("outcome") in RANK:
            state["running"] = None
            self.add(message["id"], message["outcome"], message.get("seconds"), message.get("error"))
        elif event == "complete":
            state["complete"] = True
        else:
            session.tampered = True
        return True

    def add(self, name, outcome, seconds, error):
        seconds = float(seconds) if isinstance(seconds, (int, float)) and 0 <= seconds < 1e6 else 0.0
        error = str(error)[-MAX_ERROR:] if error else None
        known = self.tests.get(name)
        if known is None and len(self.tests) >= MAX_TESTS:
            return
        if known is None or RANK[outcome] > RANK[known["outcome"]]:
            self.tests[name] = {"id": name, "outcome": outcome, "seconds": seconds, "error": error}

    def stopped(self):
        """The tests that were running when everything was stopped."""
        return [state["running"] for state in self.sessions.values() if state["running"] is not None]

    def ended_early(self, sessions, exit_code):
        """True when some session was cut off, was tampered with, or kept silent about tests and claims success."""
        for session in sessions:
            if session.hello is None:
                if session.tampered:
                    return True
                continue  # it connected and never introduced itself: no framework does that, and it adds nothing
            state = self.sessions.get(id(session))
            if session.tampered or state is None or not state["complete"]:
                return True
            if exit_code == 0 and state["collected"] - self.tests.keys():
                return True
        return False


def strings(values):
    return isinstance(values, list) and all(isinstance(value, str) and len(value) < 4096 for value in values)
