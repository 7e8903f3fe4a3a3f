"""The tests' side of a connection to the main process.

The connection belongs to this process alone, and every record carries a key that only this module's closure
knows. What builds and sends the records is taken from C when the module loads, before any code under test.
"""
import json
import os
import socket

_SAVED = ("PYTHONPATH", "PYTEST_ADDOPTS")
_pid = os.getpid
_encoder = getattr(json.encoder, "c_make_encoder", None)
_quote = getattr(json.encoder, "c_encode_basestring_ascii", None)


def _make_encode():
    if _encoder is None or _quote is None:
        return lambda value: json.dumps(value)
    encoder = _encoder(None, str, _quote, None, ":", ",", False, False, True)
    join = "".join
    return lambda value: join(encoder(value, 0))


class Session:
    """One introduced connection: `say` sends a record, `hear` waits for a request."""

    def __init__(self, name, hello):
        encode = _make_encode()
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.connect("\0" + name)
        # Out of the way of tests that close or count low descriptors.
        import fcntl
        high = fcntl.fcntl(sock.fileno(), fcntl.F_DUPFD_CLOEXEC, 200)
        sock.close()
        owner = _pid()
        write = os.write
        read = os.read
        pending = [b""]

        def send(record):
            if _pid() != owner:
                return  # a fork of the test process does not speak for it
            data = memoryview((encode(record) + "\n").encode())
            while data:
                data = data[write(high, data):]

        def hear():
            while b"\n" not in pending[0]:
                part = read(high, 1 << 18)
                if not part:
                    os._exit(0)  # the main process is done with us
                pending[0] += part
            line, _, pending[0] = pending[0].partition(b"\n")
            return json.loads(line)

        def say(**record):
            record["key"] = key
            send(record)

        send(hello)
        answer = hear()
        key = answer.pop("key")
        self.mode = answer["mode"]
        self.test_seconds = answer["testSeconds"]
        self.say = say
        self.hear = hear
        self.close = lambda: os.close(high)
        self.descriptor = high
        self.name = name


def begin(framework):
    """Opens this process's session, or gives None when nobody listens. Its own children will not find the socket."""
    name = os.environ.pop("SELFHEAL_SOCKET", None)
    if name is None:
        return None
    for variable in _SAVED:
        value = os.environ.pop("SELFHEAL_" + variable, "")
        if value:
            os.environ[variable] = value
        else:
            os.environ.pop(variable, None)
    _hide_memory()
    return Session(name, {"role": framework, "root": root()})


def introduce(role):
    """Opens a session beside which the processes that this one starts open their own."""
    return Session(os.environ["SELFHEAL_SOCKET"], {"role": role})


def root():
    """The repository's folder."""
    return os.environ.get("SELFHEAL_ROOT", "/work/repo")


def _hide_memory():
    """Children of the tests cannot trace this process, which knows the key."""
    import ctypes
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
