"""Lines of JSON in and out of the main process."""
import json
import os
import struct


class HarnessError(Exception):
    """Something the caller must be told in words."""


class Output:
    """The verdict channel: only the main process holds it."""

    def __init__(self, fd):
        self.fd = fd

    def say(self, message):
        self.raw(json.dumps(message, separators=(",", ":")).encode() + b"\n")

    def raw(self, data):
        view = memoryview(data)
        while view:
            view = view[os.write(self.fd, view):]


class Requests:
    """Lines from the standard input, read when asked for."""

    def __init__(self, fd):
        self.fd = fd
        self.buffer = b""

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            line, newline, rest = self.buffer.partition(b"\n")
            if newline:
                self.buffer = rest
                return json.loads(line)
            if not self.more():
                raise StopIteration

    def chunks(self):
        """A framed stream that follows a request, as bootstrap.py reads them."""
        while True:
            (length,) = struct.unpack(">I", self.exactly(4))
            if not length:
                return
            yield self.exactly(length)

    def exactly(self, count):
        while len(self.buffer) < count:
            if not self.more():
                raise HarnessError("The request ended before it was complete.")
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def more(self):
        part = os.read(self.fd, 1 << 16)
        self.buffer += part
        return part


def cut(text, limit):
    """The text's end, which is where tracebacks and logs say what happened."""
    return text if len(text) <= limit else "…" + text[-limit:]
