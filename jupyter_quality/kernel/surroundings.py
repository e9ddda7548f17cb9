"""What stands around a kernel's names and changes what cells give: random generators, settings of libraries, files, the directory.

Each has a key that begins with `@`. Only libraries that are loaded are asked, and only for plain values. Standard library alone.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any

from jupyter_quality.runs.database import MAGIC, file_print
from jupyter_quality.runs.fingerprint import Fingerprints
from jupyter_quality.runs.objects import identity, kind_of, plain_class
from jupyter_quality.runs.value import ABSENT, Value, whole_of


class Surroundings:
    """All that stands around. What is as it was when it was asked last keeps its fingerprint."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, Value]] = {}

    def values(self, until: float) -> dict[str, Value]:
        """The fingerprints by key, made until a moment of `thread_time`. What cannot be asked is left out."""
        prints = Fingerprints(until)
        found: dict[str, Value] = {}
        for key, (name, ask) in _ASKED.items():
            module = sys.modules.get(name)
            if module is not None:
                with contextlib.suppress(Exception):  # a library of another version may say it otherwise
                    asked = ask(module)
                    plain = asked if key in GENERATORS else _plain(asked)
                    known = self._known.get(key)
                    if known is None or known[0] != plain:
                        known = (plain, prints.value(asked if type(asked) is dict else repr(plain)))
                        self._known[key] = known
                    found[key] = known[1]
        return found


def _plain(value: object) -> object:
    """What can be compared without a call into the user's code, in place of any value: the objects in it by their places."""
    kind = type(value)
    if kind is dict:
        return tuple((key, _plain(item)) for key, item in value.items())  # type: ignore[attr-defined]
    if kind is list or kind is tuple:
        return tuple([_plain(item) for item in value])  # type: ignore[attr-defined]
    return value if plain_class(value) in _COMPARED else f"{kind_of(value)} {identity(value)}"


_COMPARED = frozenset({str, bytes, int, float, bool, type(None)})


def _options(pandas: Any) -> object:
    return pandas._config.config._global_config  # noqa: SLF001 (the public way warns of old options)


def _parameters(matplotlib: Any) -> object:
    held = matplotlib.rcParams
    return {key: dict.__getitem__(held, key) for key in sorted(dict.keys(held)) if not key.startswith(("backend", "interactive"))}


def _numpy_random(module: Any) -> object:
    state = module.mtrand._rand.get_state(legacy=False)  # noqa: SLF001 (as get_state does)
    return (state["bit_generator"], state["state"]["key"].tobytes(), state["state"]["pos"], state["has_gauss"], state["gauss"])


def _environment(module: Any) -> object:
    return {key: value for key, value in module.environ.items() if not key.startswith(_OURS)}


_OURS: tuple[str, ...] = ("JPY_", "MPL", "KMP_", "PYDEVD", "COLUMNS", "LINES")

_ASKED: dict[str, tuple[str, Callable[..., object]]] = {
    "@random": ("random", lambda module: module.getstate()),
    "@numpy_random": ("numpy.random", _numpy_random),
    "@torch_random": ("torch", lambda module: module.get_rng_state().numpy().tobytes()),
    "@numpy_print": ("numpy", lambda module: module.get_printoptions()),
    "@pandas_options": ("pandas", _options),
    "@rcParams": ("matplotlib", _parameters),
    "@sklearn_config": ("sklearn", lambda module: module.get_config()),
    "@decimal": ("decimal", lambda module: repr(module.getcontext())),
    "@locale": ("locale", lambda module: module.setlocale(module.LC_ALL)),
    "@logging": ("logging", lambda module: module.getLogger().level),
    "@cwd": ("os", lambda module: module.getcwd()),
    "@environ": ("os", _environment),
    "@warnings": ("warnings", lambda module: repr([item[:2] for item in module.filters])),
}

GENERATORS = {"@random": "seed", "@numpy_random": "seed", "@torch_random": "manual_seed"}
"""Random generators, and the functions after which the state from before no longer matters."""

SHOWN_WITH = {"@numpy_print": "", "@pandas_options": "['display']", "@sklearn_config": ""}
"""What matters, and which part, for a cell that shows something."""

MENTIONED_AS: dict[str, tuple[str, ...]] = {
    "@rcParams": ("plt", "plot", "rcParams", "figure", "subplots", "hist", "scatter", "bar"),
    "@decimal": ("Decimal", "getcontext"),
    "@locale": ("locale", "strftime", "localeconv"),
    "@logging": ("logging", "logger", "info", "debug", "warning", "getLogger"),
    "@cwd": ("getcwd", "cwd", "abspath", "absolute", "resolve"),
    "@environ": ("environ", "getenv", "expandvars"),
    "@warnings": ("warn", "catch_warnings"),
}
"""What matters for a cell in which one of these names or attributes is used."""


class Files:
    """Which files the running cell opens, from Python's audit events; they go on for good, so that listening is one comparison."""

    def __init__(self) -> None:
        self.is_listening = False
        self.read: dict[str, str] = {}
        self.folders: dict[str, Value] = {}
        self.written: set[str] = set()
        self.is_relative = False
        self._databases: dict[str, str] = {}
        self._known: dict[str, tuple[object, str]] = {}
        self._listen()

    def begin(self) -> None:
        """Listen, from nothing."""
        self.read, self.folders, self.written, self.is_relative = {}, {}, set(), False
        self.is_listening = True

    def _listen(self) -> None:
        events, hear = _EVENTS, self._hear

        def hook(event: str, args: tuple[object, ...]) -> None:  # much is an event, and a function is called faster than a method
            if event in events:
                hear(event, args)

        sys.addaudithook(hook)

    def _hear(self, event: str, args: tuple[object, ...]) -> None:
        if not self.is_listening:
            return
        self.is_listening = False  # what is done here opens files of its own
        try:
            self._note(event, args)
        except Exception:  # noqa: BLE001, S110 (an audit hook that raises would stop the user's `open`)
            pass
        finally:
            self.is_listening = True

    def _note(self, event: str, args: tuple[object, ...]) -> None:
        path = args[0]
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if path is None or not isinstance(path, str):
            return
        full = os.path.abspath(path)  # noqa: PTH100 (an audit event's path, without a Path's cost)
        if not is_users(full):
            return
        self.is_relative = self.is_relative or not os.path.isabs(path)  # noqa: PTH117 (likewise)
        if event in {"os.listdir", "os.scandir"}:
            self.folders.setdefault(f"dir:{full}", listing(full))
            return
        if event == "sqlite3.connect":
            self._databases[full] = self.print(full)
            self.read.setdefault(f"file:{full}", self._databases[full])
            return
        if event in {"os.remove", "os.rename", "shutil.rmtree", "shutil.move"}:
            self._writes(full)
            if event in {"os.rename", "shutil.move"} and isinstance(args[1], str):
                self.read.setdefault(f"file:{full}", self.print(full))
                self._writes(os.path.abspath(args[1]))  # noqa: PTH100 (likewise)
            return
        flags = args[2] if len(args) > 2 and isinstance(args[2], int) else 0
        if event == "open" and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            if not flags & os.O_TRUNC:
                self.read.setdefault(f"file:{full}", self.print(full))
            self._writes(full)
        elif f"file:{full}" not in self.written:
            self.read.setdefault(f"file:{full}", self.print(full))

    def note_databases(self) -> None:
        """Databases write to their files without a word to Python."""
        for path, old in self._databases.items():
            self._databases[path] = new = self.print(path)
            if new != old:
                self.written.add(f"file:{path}")

    def _writes(self, path: str) -> None:
        self.written |= {f"file:{path}", f"dir:{os.path.dirname(path)}"}  # noqa: PTH120 (likewise)

    def entries(self, folder: str) -> dict[str, str]:
        """The files in a folder that the cell has written or removed: whether each is there."""
        mine = [key[5:] for key in self.written if key.startswith("file:") and os.path.dirname(key[5:]) == folder]  # noqa: PTH120 (likewise)
        return {os.path.basename(path): "there" if os.path.exists(path) else ABSENT for path in mine}  # noqa: PTH110, PTH119 (likewise)

    def print(self, path: str) -> str:
        """The fingerprint of a file's content."""
        return self.print_of(path, self._known)

    @staticmethod
    def print_of(path: str, known: dict[str, tuple[object, str]]) -> str:
        """The fingerprint of a file's content, read only where its time, size or place has changed."""
        try:
            stat = os.stat(path)  # noqa: PTH116 (likewise)
            mark = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if path in known and known[path][0] == mark:
                return known[path][1]
            with open(path, "rb") as file:  # noqa: PTH123 (likewise)
                made = _print(b"".join(_blocks(file, stat.st_size)), stat.st_size)
        except OSError:
            return ABSENT
        known[path] = (mark, made)
        return made


_EVENTS = frozenset({"open", "os.listdir", "os.scandir", "os.remove", "os.rename", "shutil.rmtree", "shutil.move", "sqlite3.connect"})
_SYSTEM = tuple(
    {
        *(os.path.abspath(path) for path in (sys.prefix, sys.base_prefix, sys.exec_prefix, os.path.dirname(os.__file__))),  # noqa: PTH100, PTH120
        "/proc",
        "/sys",
        "/dev",
        "/etc",
        "/usr",
    }
)


def is_users(path: str) -> bool:
    """Whether a file is the user's data rather than a part of Python, a library, a cache."""
    return not (
        path.startswith(_SYSTEM)
        or path.endswith((".pyc", ".so", ".pth", "-journal", "-wal", "-shm"))
        or "/site-packages/" in path
        or "/." in path
        or "/dist-packages/" in path
        or "/ipykernel_" in path
    )


def _print(content: bytes, size: int) -> str:
    held = file_print(content) if content.startswith(MAGIC) and len(content) == size else ""
    return held or f"{size}:{blake2b(content, digest_size=9).hexdigest()}"


def _blocks(file: object, size: int) -> Iterator[bytes]:
    if size <= 1 << 20:
        yield file.read()  # type: ignore[attr-defined]
        return
    for place in (*range(0, size, size // 64), size - 4096):
        file.seek(place)  # type: ignore[attr-defined]
        yield file.read(4096)  # type: ignore[attr-defined]


def listing(path: str) -> Value:
    """The names in a folder."""
    try:
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208 (likewise)
    except OSError:
        return Value("folder", ABSENT)
    parts = {f"[{name!r}]": "there" for name in names[:5000]}
    return Value("folder", whole_of("folder", parts), parts)
