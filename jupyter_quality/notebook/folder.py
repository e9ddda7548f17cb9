"""What lies beside a notebook: asked, never listed whole, never executed."""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Protocol

_READ_LIMIT = 2**20
_RUN_LIMIT = 2**24
_RUN = re.compile(rb"""%run\s+(?:-\w+\s+)*\\?["']?([^"'\\\n]+)""")


class Folder(Protocol):
    """The folder of a notebook. Each answer is None where it cannot be known."""

    def exists(self, path: str) -> bool | None:
        """Whether a path, as the notebook writes it, leads to a file or folder."""

    def size(self, path: str) -> int | None:
        """The size of a file in bytes."""

    def text(self, path: str) -> str | None:
        """The text of a file of at most 1 MiB; None where there is none."""

    def names(self, up: int) -> frozenset[str] | None:
        """The names in the folder `up` levels above the notebook (0: beside it); None above the project or where unknown."""

    def run_here(self) -> frozenset[str]:
        """The notebooks and scripts, as they are written, that `%run` lines of the notebooks in this folder name."""


class UnknownFolder:
    """For a notebook that is on no disk that we can see."""

    def exists(self, path: str) -> bool | None:
        return None

    def size(self, path: str) -> int | None:
        return None

    def text(self, path: str) -> str | None:
        return None

    def names(self, up: int) -> frozenset[str] | None:
        return None

    def run_here(self) -> frozenset[str]:
        return frozenset()


class DiskFolder:
    """A folder on this machine; nothing above `top` (default: the file system's root) is looked at. Names are listed once."""

    def __init__(self, root: Path, top: Path | None = None) -> None:
        self.root = root.absolute()
        self._top = top.absolute() if top else None
        self._names: dict[int, frozenset[str] | None] = {}

    def _inside(self, path: str) -> Path | None:
        try:
            whole = (self.root / path).expanduser()
            return whole if self._top is None or whole.resolve().is_relative_to(self._top.resolve()) else None
        except (OSError, RuntimeError, ValueError):
            return None

    def exists(self, path: str) -> bool | None:
        whole = self._inside(path)
        try:
            return None if whole is None else whole.exists()
        except (OSError, ValueError):
            return None

    def size(self, path: str) -> int | None:
        whole = self._inside(path)
        try:
            return None if whole is None or not whole.is_file() else whole.stat().st_size
        except (OSError, ValueError):
            return None

    def text(self, path: str) -> str | None:
        size = self.size(path)
        whole = self._inside(path)
        if size is None or size > _READ_LIMIT or whole is None:
            return None
        try:
            return whole.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None

    def names(self, up: int) -> frozenset[str] | None:
        if up not in self._names:
            self._names[up] = self._listed(up)
        return self._names[up]

    def _listed(self, up: int) -> frozenset[str] | None:
        folder = self.root
        for _ in range(up):
            if folder == self._top or folder.parent == folder:
                return None
            folder = folder.parent
        try:
            return frozenset(os.listdir(folder))  # noqa: PTH208 - a path for each name costs three times the listing
        except OSError:
            return None

    def run_here(self) -> frozenset[str]:
        found: set[str] = set()
        try:
            for entry in os.scandir(self.root):
                if entry.name.endswith(".ipynb") and entry.is_file():
                    found |= _run_in(entry.path, entry.stat().st_mtime_ns, entry.stat().st_size)
        except OSError:
            pass  # what cannot be read names nothing
        return frozenset(found)


@lru_cache(maxsize=4096)
def _run_in(path: str, changed: int, size: int) -> frozenset[str]:  # noqa: ARG001 (a file that changed is read again)
    """What the `%run` lines of a notebook name; nothing of one above 16 MiB. Raises OSError."""
    data = Path(path).read_bytes() if size <= _RUN_LIMIT else b""
    return frozenset(name.decode(errors="replace").strip() for name in _RUN.findall(data)) if b"%run" in data else frozenset()
