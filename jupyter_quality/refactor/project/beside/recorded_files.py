"""The files of the working folder that a call reads and writes.

This file stands beside the tests of a project as it is, so it needs nothing but the standard library; numpy is used where the project
has loaded it.
"""

import base64
import contextlib
import os
import sys
from pathlib import Path

LARGEST_FILE = 200_000  # bytes of a file that is compared line by line, or that is placed before a call
FOLDER = "a folder"


class Watch:
    """What is done to the files of the working folder while it looks.

    `written` are path → what was there before, None where nothing was; `read` are path → bytes of those that were read and are newer
    than `since`, in seconds since the epoch: the notebook has made them, so they must be placed before the call is made again.
    """

    written = None
    read = None
    since = None

    def __call__(self, event, args):
        if self.written is None:
            return
        written, self.written = self.written, None
        with contextlib.suppress(OSError, ValueError):
            self.see(event, args, written)
        self.written = written

    def see(self, event, args, written):
        if event == "open" and isinstance(args[0], str):
            writes = isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
            self.touch(args[0], written, reads=not (writes and args[2] & os.O_TRUNC), writes=writes)
        elif event == "sqlite3.connect" and isinstance(args[0], str):
            self.touch(args[0], written, reads=True, writes=True)
        elif event in ("os.remove", "os.rmdir", "os.mkdir"):
            self.touch(os.fspath(args[0]), written, reads=False, writes=True)
        elif event == "os.rename":
            self.touch(os.fspath(args[0]), written, reads=True, writes=True)
            self.touch(os.fspath(args[1]), written, reads=False, writes=True)

    def touch(self, name, written, *, reads, writes):
        path = os.path.abspath(name)
        if not path.startswith(os.getcwd() + os.sep) or path in written or "__pycache__" in path:
            return
        before = there(Path(path))
        if reads and self.read is not None and isinstance(before, bytes) and Path(path).stat().st_mtime > self.since:
            self.read.setdefault(path, before)
        if writes:
            written[path] = before


WATCH = Watch()


def there(path):
    """The bytes of a file, or that it is a folder; None where nothing is."""
    try:
        return FOLDER if path.is_dir() else path.read_bytes()
    except OSError:
        return None


@contextlib.contextmanager
def watching(*, puts_back):
    """Gives path → what was there before, of what is written meanwhile; afterwards all is as it was, where it is put back."""
    if not getattr(WATCH, "added", False):
        sys.addaudithook(WATCH)
        WATCH.added = True
    outer, WATCH.written = WATCH.written, {}
    own = WATCH.written
    try:
        yield own
    finally:
        WATCH.written = outer
        if puts_back:
            put_back(own)
        elif outer is not None:
            outer.update({path: before for path, before in own.items() if path not in outer})


@contextlib.contextmanager
def reading():
    """Gives path → bytes, of the files that the notebook has made and that are read meanwhile."""
    outer, WATCH.read = WATCH.read, {}
    own = WATCH.read
    try:
        yield own
    finally:
        WATCH.read = outer
        if outer is not None:
            outer.update({path: data for path, data in own.items() if path not in outer})


@contextlib.contextmanager
def unseen():
    """What is done to files meanwhile is not the call's."""
    written, WATCH.written = WATCH.written, None
    try:
        yield
    finally:
        WATCH.written = written


def put_back(written):
    """Make files what they were before, those in folders first."""
    for name, before in sorted(written.items(), reverse=True):
        path = Path(name)
        with contextlib.suppress(OSError):
            if before == FOLDER:
                path.mkdir(exist_ok=True)
            elif before is not None:
                path.write_bytes(before)
            elif path.is_dir():
                path.rmdir()
            else:
                path.unlink()


def place(files, written):
    """Place files that a call reads, path → bytes in base64, and make the folders of those that it writes."""
    for name in (*files, *written):
        folder = Path(name).parent
        folder.mkdir(parents=True, exist_ok=True)
    for name, told in files.items():
        Path(name).write_bytes(base64.b64decode(told))


def placed(read):
    """The files that were read, as they are recorded; those that are too large are left out."""
    small = {path: data for path, data in sorted(read.items()) if len(data) <= LARGEST_FILE}
    return {os.path.relpath(path): base64.b64encode(data).decode() for path, data in small.items()}


def contents(path, encode):
    """The lines of a file of text, the arrays of a file of numpy's; of another one only that it is there."""
    data = there(path)
    if data is None or data == FOLDER:
        return data
    np = sys.modules.get("numpy")
    if np is not None and path.suffix in (".npy", ".npz"):
        with contextlib.suppress(ValueError, OSError):
            held = np.load(path)
            return encode(dict(held.items()) if path.suffix == ".npz" else held)
    try:
        return data.decode("utf-8").splitlines() if len(data) <= LARGEST_FILE and b"\0" not in data else "binary"
    except UnicodeDecodeError:
        return "binary"
