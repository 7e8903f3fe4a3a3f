"""Unpacks the workspace without ever writing outside of it."""
import os
import posixpath
import tarfile

from .channel import HarnessError


class Chunked:
    """A file object over chunks, for tarfile's stream mode."""

    def __init__(self, chunks):
        self.chunks = chunks
        self.rest = b""

    def read(self, count):
        while len(self.rest) < count:
            part = next(self.chunks, None)
            if part is None:
                break
            self.rest += part
        data, self.rest = self.rest[:count], self.rest[count:]
        return data


def unpack(chunks, root):
    """Unpacks below root and returns the names of links that were left out because they lead outside."""
    os.makedirs(root, exist_ok=True)
    omitted = []
    source = Chunked(chunks)
    source.rest = next(chunks, b"")
    if not source.rest:
        return omitted  # an archive without a single entry
    try:
        with tarfile.open(fileobj=source, mode="r|", bufsize=1 << 18) as archive:
            for member in archive:
                place(archive, member, root, omitted)
    except tarfile.ReadError as error:
        raise HarnessError("The workspace is not a readable tar archive: %s." % error)
    except OSError as error:
        raise HarnessError("The workspace could not be unpacked in the sandbox: %s." % error)
    for _ in chunks:
        pass  # what follows the end of the archive is padding; requests come only after the last chunk
    return omitted


def place(archive, member, root, omitted):
    name = member.name
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "\0" in name:
        raise HarnessError("The workspace's archive names '%s', which lies outside of it." % name)
    if "__pycache__" in parts:
        return  # a stale .pyc in the repository must never hide a patch
    path = os.path.join(root, *[part for part in parts if part not in ("", ".")])
    parent = os.path.dirname(path)
    if path != root:
        os.makedirs(parent, exist_ok=True)
    if os.path.commonpath([os.path.realpath(parent), os.path.realpath(root)]) != os.path.realpath(root) and path != root:
        raise HarnessError("The workspace's archive writes '%s' through a link that leads outside of it." % name)
    if member.isdir():
        os.makedirs(path, exist_ok=True)
    elif member.issym():
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), member.linkname))
        if member.linkname.startswith("/") or target == ".." or target.startswith("../"):
            omitted.append(name)
        else:
            remove(path)
            os.symlink(member.linkname, path)
    elif member.isreg():
        remove(path)
        with open(path, "xb") as file:
            content = archive.extractfile(member)
            while True:
                part = content.read(1 << 18)
                if not part:
                    break
                file.write(part)
        os.chmod(path, (member.mode & 0o777) | 0o600)
        os.utime(path, (member.mtime, member.mtime))
    else:
        omitted.append(name)


def remove(path):
    """A later entry of the same name replaces the earlier one, and is never written through a link."""
    if os.path.islink(path) or os.path.isfile(path):
        os.unlink(path)
