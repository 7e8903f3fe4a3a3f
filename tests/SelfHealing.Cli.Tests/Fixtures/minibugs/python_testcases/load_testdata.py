import json
from pathlib import Path


def load_json_testcases(name):
    """Pairs of arguments and expected result, one JSON list a line."""
    path = Path(__file__).resolve().parent.parent / "json_testcases" / (name + ".json")
    with open(path) as file:
        return [tuple(json.loads(line)) for line in file if line.strip()]
