"""What a folder says of the files beside a notebook."""

import json
from pathlib import Path

from jupyter_quality.notebook.folder import DiskFolder, UnknownFolder


def write(path: Path, *lines: str) -> None:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": [f"{line}\n" for line in lines]}
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}))


def test_what_run_lines_name_in_any_notebook_of_the_folder(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", "%run helpers.ipynb", "%run -i 'with space.py'", 'x = "%run"')
    write(tmp_path / "b.ipynb", "print(1)")
    (tmp_path / "c.txt").write_text("%run other.py")
    assert DiskFolder(tmp_path).run_here() == {"helpers.ipynb", "with space.py"}


def test_a_notebook_that_changed_is_read_again(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", "%run one.py")
    assert DiskFolder(tmp_path).run_here() == {"one.py"}
    write(tmp_path / "a.ipynb", "%run another.py")
    assert DiskFolder(tmp_path).run_here() == {"another.py"}


def test_a_folder_that_cannot_be_seen_runs_nothing(tmp_path: Path) -> None:
    assert UnknownFolder().run_here() == DiskFolder(tmp_path / "gone").run_here() == frozenset()
