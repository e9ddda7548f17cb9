"""A folder is written as a whole."""

from pathlib import Path

import pytest

from jupyter_quality.refactor.writing import is_free, write_folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_with_texts_and_copies(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"a\r\n")
    write_folder(tmp_path / "x" / "out", {"src/p/__init__.py": "é\n"}, {"data/rows.csv": tmp_path / "rows.csv"})
    assert names(tmp_path / "x") == {"out/src/p/__init__.py", "out/data/rows.csv"}
    assert (tmp_path / "x/out/data/rows.csv").read_bytes() == b"a\r\n"
    assert (tmp_path / "x/out/src/p/__init__.py").read_text(encoding="utf-8") == "é\n"


def test_into_a_folder_that_has_files(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "a.txt").write_text("old")
    assert not is_free(tmp_path)
    write_folder(tmp_path, {"a.txt": "new"}, {})
    assert ((tmp_path / "mine.txt").read_text(), (tmp_path / "a.txt").read_text()) == ("mine", "new")


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_folder(tmp_path / "out", {"a.txt": "a"}, {"b.csv": tmp_path / "gone.csv"})
    assert names(tmp_path) == set()
    assert is_free(tmp_path / "out")
