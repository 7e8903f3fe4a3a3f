"""The files below the repository's folder, read and written without ever following a link that a command may have planted."""
import base64
import hashlib
import os
import shutil
import stat

# What tools leave behind. A file of the base revision counts wherever it is.
FOLDERS = {".git", ".hg", ".svn", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".tox", ".nox", ".cache", ".venv", "venv",
           "node_modules", "htmlcov", ".ipynb_checkpoints", ".eggs"}
NAMES = {".coverage", ".DS_Store", "coverage.xml"}
ENDINGS = (".pyc", ".pyo", ".pyd", ".swp", ".egg-info", ".orig", ".rej")
MAX_FILE = 2 << 20
MAX_ALL = 16 << 20
MAX_COUNT = 500


class Refused(Exception):
    """One request cannot be done, and why; the shell goes on."""


def snapshot(root):
    """The digest of every file and link, by path."""
    return {path: mark(full) for path, full in files(root)}


def changes(root, base):
    """What differs from the snapshot: changed files first, then removed, then new ones."""
    now = {path: full for path, full in files(root) if is_file(full) and (path in base or not is_litter(path))}
    changed = [path for path in now if path in base and mark(now[path]) != base[path]]
    removed = [path for path in base if path not in now and not base[path].startswith("->")]
    new = [path for path in now if path not in base and not is_binary(now[path])]
    size = count = 0
    for path in sorted(changed) + sorted(removed) + sorted(new):
        if not is_sendable(path):
            continue
        length = os.lstat(now[path]).st_size if path in now else 0
        size += length
        count += 1
        if length > MAX_FILE or size > MAX_ALL or count > MAX_COUNT:
            raise Refused(
                "The files differ from the base revision by more than a change may hold (%d files of at most %d MiB each, %d MiB in all): see %s. "
                "Remove what is no part of the change." % (MAX_COUNT, MAX_FILE >> 20, MAX_ALL >> 20, ascii(path)))
        yield {
            "path": path, "content": base64.b64encode(content_of(now[path])).decode() if path in now else None,
            "isNew": base.get(path, "->").startswith("->"),
        }


def files(root):
    """Path and full path of every file and link."""
    if os.path.islink(root) or not os.path.isdir(root):
        return
    for folder, folders, names in os.walk(root):
        below = os.path.relpath(folder, root)
        below = "" if below == "." else below + "/"
        for name in list(folders):
            full = os.path.join(folder, name)
            if os.path.islink(full):
                names.append(name)
                folders.remove(name)
            elif name == ".git":
                folders.remove(name)
            else:
                open_folder(full)
        for name in names:
            yield below + name, os.path.join(folder, name)


def is_litter(path):
    *folders, name = path.split("/")
    return name in NAMES or name.endswith(ENDINGS) or any(folder in FOLDERS or folder.endswith(ENDINGS) for folder in folders)


def is_file(full):
    try:
        return stat.S_ISREG(os.lstat(full).st_mode)
    except OSError:
        return False


def mark(full):
    try:
        mode = os.lstat(full).st_mode
        if stat.S_ISLNK(mode):
            return "->" + os.readlink(full)
        if not stat.S_ISREG(mode):
            return "?"
        digest = hashlib.blake2b(digest_size=16)
        with opened(full) as file:
            while True:
                part = file.read(1 << 20)
                if not part:
                    return digest.hexdigest()
                digest.update(part)
    except OSError:
        return "?"


def content_of(full):
    with opened(full) as file:
        return file.read(MAX_FILE + 1)


def opened(full):
    """The file for reading, never through a link; a command may have taken the right to read it away."""
    try:
        fd = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except PermissionError:
        os.chmod(full, 0o644)
        fd = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    return os.fdopen(fd, "rb")


def unlock(root):
    """Takes back what a command may have done to the right to enter the repository's folder."""
    for folder in (os.path.dirname(root), root):
        if os.path.isdir(folder) and not os.path.islink(folder):
            open_folder(folder)


def open_folder(full):
    mode = stat.S_IMODE(os.lstat(full).st_mode)
    if mode & 0o700 != 0o700:
        os.chmod(full, mode | 0o700)


def is_binary(full):
    if os.lstat(full).st_size > MAX_FILE:
        with opened(full) as file:
            return b"\0" in file.read(1 << 16)
    try:
        content = content_of(full)
        content.decode("utf-8")
        return b"\0" in content
    except UnicodeDecodeError:
        return True


def is_sendable(path):
    try:
        path.encode("utf-8")
        return True
    except UnicodeEncodeError:
        return False


def write(root, path, content):
    """Writes one file, or removes it, with no link anywhere on the way."""
    parts = path.split("/")
    if not path or "\0" in path or any(part in ("", ".", "..") for part in parts) or os.path.islink(root):
        raise Refused("'%s' is no path of a file below the repository's root." % path)
    folder = root
    try:
        for part in parts[:-1]:
            folder = os.path.join(folder, part)
            if os.path.islink(folder):
                raise Refused("'%s' leads through a link." % path)
            if content is None and not os.path.isdir(folder):
                return
            os.makedirs(folder, exist_ok=True)
            open_folder(folder)
        full = os.path.join(folder, parts[-1])
        if os.path.lexists(full) and (content is None or not is_file(full)):
            os.unlink(full)
        if content is not None:
            if os.path.lexists(full):
                os.chmod(full, stat.S_IMODE(os.lstat(full).st_mode) | 0o600)
            with open(full, "wb") as file:
                file.write(content)
    except OSError as error:
        raise Refused("'%s' could not be written in the sandbox: %s." % (path, error.strerror))


def wipe(parent):
    """Removes everything in a folder, and what commands left in the folder for temporary files."""
    for folder in (parent, "/tmp"):
        for name in os.listdir(folder):
            remove(os.path.join(folder, name))


def wipe_git(root):
    remove(os.path.join(root, ".git"))


def remove(full):
    if os.path.islink(full) or not os.path.isdir(full):
        if os.path.lexists(full):
            os.unlink(full)
        return
    open_folder(full)
    for folder, folders, _ in os.walk(full):
        for name in folders:
            if not os.path.islink(os.path.join(folder, name)):
                open_folder(os.path.join(folder, name))
    shutil.rmtree(full)
