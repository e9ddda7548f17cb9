"""`jupyter quality prove`, run as its user runs it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_quality.cli import main

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def data_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own Jupyter data directory, in which the proofs are kept."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Write a notebook of cells with what they print."""
    monkeypatch.chdir(tmp_path)

    def make(name: str, *cells: tuple[str, str]) -> Path:
        content = [
            {
                "id": f"c{at}",
                "cell_type": "code",
                "metadata": {},
                "execution_count": at,
                "source": source,
                "outputs": [{"output_type": "stream", "name": "stdout", "text": text}] if text else [],
            }
            for at, (source, text) in enumerate(cells, 1)
        ]
        metadata = {"kernelspec": {"name": "of-another-machine"}, "language_info": {"name": "python"}}
        path = tmp_path / name
        path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": content}))
        return path

    return make


def test_proven(make: Make, capsys: pytest.CaptureFixture[str], data_dir: Path) -> None:
    path = make("good.ipynb", ("print(1)", "1\n"), ("open('out.txt', 'w').close()", ""))
    before = path.read_bytes()
    assert main(["prove", "good.ipynb"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("good.ipynb: ✓ proven on ")
    assert "(2 cells: 2 the same)" in told.out
    assert told.err == ""
    assert path.read_bytes() == before
    assert not Path("out.txt").exists()
    assert len(list((data_dir / "jupyter_quality" / "proofs").glob("*.json"))) == 1


def test_in_place_writes_where_the_notebook_is(make: Make) -> None:
    make("good.ipynb", ("open('out.txt', 'w').close()", ""))
    assert main(["prove", "good.ipynb", "--in-place", "--once"]) == 0
    assert Path("out.txt").exists()


def test_what_differs_and_what_fails(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    make("bad.ipynb", ("x = '\\x1b[2J1'\nprint(x)", "2\n"), ("y", ""), ("1", ""), ("2", ""))
    assert main(["prove", "bad.ipynb"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("bad.ipynb: ✗ not proven on ")
    assert lines[1:] == [
        "  cell 1 differs: what is printed differs",
        "    shown  2",
        "    clean  1",
        "  cell 2 fails: NameError: name 'y' is not defined",
        "    shown  nothing",
        "    clean  NameError: name 'y' is not defined",
        "  cells 3 to 4 not reached: the run ended with cell 2",
    ]


def test_as_json(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    path = make("bad.ipynb", ("print(1)", "2\n"))
    assert main(["prove", "bad.ipynb", "--once", "--output-format", "json"]) == 1
    (proof,) = json.loads(capsys.readouterr().out)
    assert proof["filename"] == str(path)
    assert proof["proven"] is False
    assert proof["cells"] == [
        {
            "id": "c1",
            "cell": 1,
            "verdict": "differs",
            "reason": "what is printed differs",
            "shown": [{"kind": "printed", "mime": "text/plain", "text": "2\n"}],
            "clean": [{"kind": "printed", "mime": "text/plain", "text": "1\n"}],
        }
    ]


@pytest.mark.parametrize("arguments", [["gone.ipynb"], ["good.ipynb", "--kernel", "no-such"], ["broken.ipynb"]])
def test_trouble(make: Make, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    make("good.ipynb", ("print(1)", "1\n"))
    Path("broken.ipynb").write_text("{")
    assert main(["prove", *arguments]) == 2
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    assert len((told.out + told.err).splitlines()) == 1
