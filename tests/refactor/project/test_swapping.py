"""Files change together or not at all."""

import os
from pathlib import Path

import pytest

from jupyter_quality.refactor.project.swapping import put_back, swap_files

CHANGES = {"a.txt": b"new", "deep/b.txt": None, "c/d.txt": b"made"}


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_bytes(b"old")
    (tmp_path / "deep/b.txt").write_bytes(b"b")
    (tmp_path / "mine.txt").write_bytes(b"mine")
    return tmp_path


def test_files_are_written_and_removed(folder: Path) -> None:
    (folder / "a.txt").chmod(0o750)
    swap_files(folder, CHANGES)
    assert (folder / "a.txt").stat().st_mode & 0o777 == 0o750
    assert content(folder) == {"a.txt": b"new", "c/d.txt": b"made", "mine.txt": b"mine"}
    assert not (folder / "deep").exists()
    assert put_back(folder) is False


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("error", [OSError("full"), KeyboardInterrupt()])
def test_what_is_cut_short_leaves_all_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException) -> None:
    before, real, calls = content(folder), os.replace, []

    def failing(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == at + 1:
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(type(error)):
        swap_files(folder, CHANGES)
    assert content(folder) == before


def test_what_was_killed_is_put_back_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(folder)
    with monkeypatch.context() as context:
        context.setattr("jupyter_quality.refactor.project.swapping.put_back", lambda _: False)
        context.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(OSError, match="killed"):
            swap_files(folder, CHANGES)
    assert (folder / "a.txt").read_bytes() == b"new"
    assert put_back(folder) is True
    assert content(folder) == before
