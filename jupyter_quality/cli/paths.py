"""Which files a command looks at: files as they are named, folders walked for notebooks."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from jupyter_quality.cli.flags import Settings
from jupyter_quality.options import is_excluded

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})


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
