"""The harness that runs in the sandbox; see main.py for the main process and session.py for its part in the tests."""
