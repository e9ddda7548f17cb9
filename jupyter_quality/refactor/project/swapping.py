"""Files of a folder that change together: all of them, or none."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

_PLACE = Path(".jupyter_quality") / "updating"
_OLD, _NEW, _LISTED = "old", "new", "files.json"


def swap_files(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Write files below a folder by their relative paths; None removes one. Raises OSError.

    What fails, or is interrupted, leaves the folder as it was; where even that was cut short, `put_back` does it.
    """
    put_back(folder)
    place = folder / _PLACE
    try:
        for name, content in files.items():
            if content is not None:
                _make(place / _NEW / name).write_bytes(content)
            if (folder / name).exists():
                if content is not None:
                    shutil.copymode(folder / name, place / _NEW / name)
                shutil.copy2(folder / name, _make(place / _OLD / name))
        listed = _make(place / f"{_LISTED}.new")
        listed.write_text(json.dumps(list(files)), encoding="utf-8")
        listed.replace(place / _LISTED)
        for name, content in files.items():
            if content is None:
                (folder / name).unlink(missing_ok=True)
                _prune(folder, (folder / name).parent)
            else:
                os.replace(place / _NEW / name, _make(folder / name))  # noqa: PTH105 - each file at once
        (place / _LISTED).unlink()
    finally:
        put_back(folder)


def put_back(folder: Path) -> bool:
    """Undo a swap that was cut short; whether there was one. Raises OSError."""
    place = folder / _PLACE
    if not place.exists():
        return False
    listed = place / _LISTED
    began = listed.exists()
    for name in json.loads(listed.read_text(encoding="utf-8")) if began else ():
        old = place / _OLD / name
        if old.exists():
            beside = place / "beside"
            shutil.copy2(old, beside)
            os.replace(beside, _make(folder / name))  # noqa: PTH105 - each file at once
        else:
            (folder / name).unlink(missing_ok=True)
            _prune(folder, (folder / name).parent)
    listed.unlink(missing_ok=True)
    shutil.rmtree(place)
    return began


def _make(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _prune(folder: Path, place: Path) -> None:
    """Remove the folders that are left empty."""
    while place != folder and place.is_dir() and not any(place.iterdir()):
        place.rmdir()
        place = place.parent
