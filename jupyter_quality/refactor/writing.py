"""Files written together: all of them, or none."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_files(place: Path, files: Mapping[str, str]) -> None:
    """Write texts below a folder, by their relative paths. Raises OSError."""
    for name, text in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def write_folder(target: Path, files: Mapping[str, str], copies: Mapping[str, Path]) -> None:
    """Write texts, and copies of files, beside their place, and move them there as a whole. Raises OSError.

    Into a folder that has files already they are moved one by one, each in place of the one of its name.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as place:
        made = Path(place) / "project"
        write_files(made, files)
        for name, source in copies.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, made / name)
        if is_free(target):
            made.replace(target)
            return
        for path in [path for path in made.rglob("*") if path.is_file()]:
            there = target / path.relative_to(made)
            there.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, there)  # noqa: PTH105 - each file at once


def is_free(target: Path) -> bool:
    """Whether there is nothing at a path, or an empty folder."""
    return not target.exists() or (target.is_dir() and not any(target.iterdir()))


def why_not_there(target: Path) -> str | None:
    """Why no folder can be made at a path, or written into: a sentence, or None where it can."""
    there = next(place for place in (target.resolve(), *target.resolve().parents) if place.exists())
    if not there.is_dir():
        return f"{there} is a file, where a folder would have to be."
    return None if os.access(there, os.W_OK | os.X_OK) else f"{there} cannot be written into."
