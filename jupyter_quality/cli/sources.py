"""What a command looks at: stdin, files as they are named, folders walked for notebooks."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyter_quality.cli.flags import Settings
from jupyter_quality.cli.saying import say_aside
from jupyter_quality.options import is_excluded

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})


@dataclass(frozen=True, slots=True)
class Source:
    """A notebook to look at: the name it goes by, and its path, which for stdin is the one that it is said to have."""

    name: str
    path: Path | None
    is_stdin: bool = False

    @property
    def folder(self) -> Path:
        """Where its settings and the files beside it are."""
        return self.path.parent if self.path else Path()

    @property
    def is_file(self) -> bool:
        """Whether it is a file on disk, which can be opened twice: stdin and pipes are not."""
        return not self.is_stdin and self.path is not None and self.path.is_file()

    def read(self) -> bytes:
        """Its bytes. Raises OSError."""
        return sys.stdin.buffer.read() if self.is_stdin or self.path is None else self.path.read_bytes()

    def openable(self) -> Path:
        """Its path, of which it is sure that it can be opened. Raises OSError."""
        path = self.path or Path()
        path.open("rb").close()
        return path


def sources(args: Namespace, settings: Settings, trouble: Callable[[str], None]) -> Iterator[Source]:
    """What `paths`, `stdin_filename` and `force_exclude` ask for, each file once; paths that are not there are given to `trouble`."""
    present = []
    for name in args.paths or ["."]:
        if name == "-":
            stdin: Path | None = args.stdin_filename
            yield Source(str(stdin or "-"), stdin, is_stdin=True)
        elif Path(name).exists():
            present.append(Path(name))
        else:
            trouble(f"{name}: there is no such file or folder")
    found = False
    for path in notebooks_in(present, settings, force_exclude=args.force_exclude):
        found = True
        yield Source(str(path), path)
    if present and not found:
        say_aside(f"No notebooks found in {', '.join(map(str, present))}.")


def notebooks_in(paths: Iterable[Path], settings: Settings, *, force_exclude: bool = False) -> Iterator[Path]:
    """Each file once, in order: those named, unless excluding is forced on them too, and the notebooks below folders."""
    seen: set[Path] = set()
    for path in paths:
        found = _walk(path, settings) if path.is_dir() else [path]
        for file in found:
            if (path.is_dir() or force_exclude) and _is_excluded(file, settings):
                continue
            if (absolute := file.absolute()) not in seen:
                seen.add(absolute)
                yield file


def _walk(root: Path, settings: Settings) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if _is_entered(here / name) and not _is_excluded(here / name, settings))
        for name in sorted(files):
            if name.endswith(".ipynb") and not name.startswith("."):
                yield here / name


def _is_entered(folder: Path) -> bool:
    """Whether a folder is walked: not a hidden one, a package's or a virtual environment."""
    return not folder.name.startswith(".") and folder.name not in _SKIPPED and not (folder / "pyvenv.cfg").exists()


def _is_excluded(path: Path, settings: Settings) -> bool:
    patterns = settings.of(path.parent).exclude
    if not patterns:
        return False
    file = settings.file(path.parent)
    absolute, root = path.absolute(), file.parent if file else Path.cwd()
    return is_excluded((absolute.relative_to(root) if absolute.is_relative_to(root) else absolute).as_posix(), patterns)
