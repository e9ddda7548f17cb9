"""`jupyter quality project` writes into an empty place or not at all."""

from pathlib import Path

import pytest

from jupyter_quality.cli import main


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    assert main(["project", "some.ipynb", "-o", str(tmp_path)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_what_is_no_notebook_makes_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "odd.ipynb").write_text("no notebook")
    assert main(["project", str(tmp_path / "odd.ipynb"), "-o", str(tmp_path / "out")]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
