"""Mode serve: one container that answers whatever a search asks about the workspace, for as long as it asks.

Exploring imports the project and collects its tests; trials and observations then ask the same processes.
"""
from .batch import Batch
from .channel import HarnessError, Requests
from .describe import Describer
from .explore import Exploration
from .hosts import Host
from .observe import Observer


def serve(supervisor, header, out):
    host = Host(supervisor, header)
    exploration = Exploration(supervisor, header, host, out)
    operations = {
        "explore": exploration.explore,
        "edits": exploration.edits,
        "trial": Batch(supervisor, header, host, out).trial,
        "observe": Observer(supervisor, header, host, out).observe,
        "describe": Describer(out).describe,
        "mark": lambda: out.say({"kind": "mark"}),
    }
    for request in Requests(0):
        operation = operations.get(request.pop("op", None))
        if operation is None:
            raise HarnessError("The harness was asked for something that it does not know.")
        operation(**request)
