"""A scratch copy of a notebook's folder, in which a clean run may write what it likes."""

import os
import re
import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

MOST_BYTES = 256 * 2**20
MOST_FILES = 5000
HIGHEST = 4
"""How many folders above its own a notebook may name and still find there what it looks for."""

_LINKED = frozenset({".git", ".hg", ".venv", "venv", "node_modules", "__pycache__", "site-packages"})
_UPWARDS = re.compile(r"\.\.(?:[/\\]\.\.)*|(?:\.parent\b)+")


@dataclass(frozen=True, slots=True)
class Scratch:
    """`folder` is the copy of a notebook's folder, in `root`, which stands for the folder `kept` of the user's: links lead into that.
    `kept` is None where the run may write into the folder itself. `aside` is a place of our own."""

    folder: Path
    root: Path
    kept: Path | None
    aside: Path

    def told(self, text: str) -> str:
        """A text from the run with the user's own folders in it."""
        return text if self.kept is None else text.replace(str(self.root), str(self.kept))


@contextmanager
def scratch_copy(original: Path, sources: Iterable[str]) -> Iterator[Scratch]:
    """A copy of a folder, which is removed afterwards. Raises OSError.

    What is nearest is copied, up to MOST_BYTES and MOST_FILES; what is left is linked. Where the sources name folders above, these
    stand there as well, and what is in them is linked.
    """
    original = original.resolve()
    levels = min(HIGHEST, max((_levels(source) for source in sources), default=0), len(original.parts) - 1)
    with TemporaryDirectory(prefix="jupyter-quality-", ignore_cleanup_errors=True) as place:
        top = Path(os.path.realpath(place))
        aside = top / "aside"
        aside.mkdir()
        here, theirs = top / "run", original.parents[levels - 1] if levels else original
        kept = theirs
        for name in original.parts[len(original.parts) - levels :] if levels else ():
            here.mkdir()
            _link_all(theirs, here, but=name)
            here, theirs = here / name, theirs / name
        here.mkdir()
        _copy(original, here)
        yield Scratch(here, top / "run", kept, aside)


@contextmanager
def own_folder(original: Path) -> Iterator[Scratch]:
    """No copy: the folder itself."""
    with TemporaryDirectory(prefix="jupyter-quality-", ignore_cleanup_errors=True) as place:
        yield Scratch(original.resolve(), original.resolve(), None, Path(place))


def _levels(source: str) -> int:
    return max((len(re.findall(r"\.\.|parent", match)) for match in _UPWARDS.findall(source)), default=0)


def _link_all(source: Path, target: Path, but: str = "") -> None:
    with suppress(PermissionError):
        for entry in os.scandir(source):
            if entry.name != but:
                (target / entry.name).symlink_to(entry.path)


def _copy(source: Path, target: Path) -> None:
    """Copy a folder breadth first, and link what is beyond the limits. What may not be read is left out."""
    bytes_left, files_left = MOST_BYTES, MOST_FILES
    waiting = deque([(source, target)])
    while waiting:
        theirs, ours = waiting.popleft()
        with suppress(PermissionError):
            for entry in sorted(os.scandir(theirs), key=lambda entry: entry.name):
                files_left -= 1
                new = ours / entry.name
                if entry.is_dir(follow_symlinks=False) and entry.name not in _LINKED and files_left > 0:
                    new.mkdir()
                    waiting.append((Path(entry.path), new))
                elif entry.is_file(follow_symlinks=False) and (size := entry.stat().st_size) <= bytes_left and files_left > 0:
                    bytes_left -= size
                    with suppress(PermissionError):
                        shutil.copy2(entry.path, new)
                elif entry.is_file() or entry.is_dir():
                    new.symlink_to(os.path.realpath(entry.path))
