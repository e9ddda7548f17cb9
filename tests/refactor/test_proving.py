"""One suggestion proven by running both sides; a change of what is computed is found."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_quality.engine import advise
from jupyter_quality.notebook.document import Cell, CellKind, Notebook, Span
from jupyter_quality.notebook.edit import DeleteCell, InsertCell, MoveCell, ReplaceText
from jupyter_quality.refactor.proving import MoveProof, prove_move
from jupyter_quality.refactor.suggestion import Kind, NewFile, Suggestion

STEPS = """\
kept = [row for row in rows if row > 1]
kept = [row * 2 for row in kept]
kept.sort()
best = kept[0]
total = sum(kept)
print(total)"""


def book(*sources: str) -> Notebook:
    return Notebook("n.ipynb", tuple(Cell(f"c{i}", i, CellKind.CODE, source) for i, source in enumerate(sources, 1)))


def change(*edits: ReplaceText | InsertCell | DeleteCell | MoveCell, files: tuple[NewFile, ...] = ()) -> Suggestion:
    return Suggestion(Kind.EXTRACT, "", "", 1, None, edits, files=files)


def line(cell: str, text: str) -> ReplaceText:
    return ReplaceText(cell, Span(1, 1, 1, 1), text)


def test_a_function_gives_the_same_and_cells_behind_are_not_run(tmp_path: Path) -> None:
    notebook = book("rows = [3, 1, 2]", STEPS, "print(total, best)\nraise SystemError('never')")
    [one] = [one for one in advise(notebook).suggestions if one.kind is Kind.EXTRACT]
    heard: list[str] = []
    ran = list[int]()
    found = prove_move(notebook, one, tmp_path, heard=heard.append, progressed=lambda progress: ran.append(progress.done))
    assert found == MoveProof(same=True)
    assert ran == [0, 1, 2, 3, 0, 1, 2, 3, 4]
    assert heard == ["running the cells as they are", "running them as they would be"]
    wrong = replace(
        one, edits=tuple(replace(e, source=e.source.replace("* 2", "* 3")) if isinstance(e, InsertCell) else e for e in one.edits)
    )
    assert prove_move(notebook, wrong, tmp_path).reason == "Cell 2: what is printed differs."


def test_a_module_is_found_and_the_folder_stays_as_it_is(tmp_path: Path) -> None:
    notebook = book("def f(x):\n    return x + 1", "print(f(1))", "from os import sep\nf(2)")
    one = change(
        ReplaceText("c1", Span(1, 1, 2, 17), "from own import f"),
        line("c3", "# "),
        files=(NewFile("own.py", "def f(x):\n    return x + 1\n"),),
    )
    assert prove_move(notebook, one, tmp_path) == MoveProof(same=True)
    other = replace(one, files=(NewFile("own.py", "def f(x):\n    return x + 2\n"),))
    assert prove_move(notebook, other, tmp_path).reason == "Cell 2: what is printed differs."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ((InsertCell("c2", CellKind.CODE, "print(1)"), ReplaceText("c2", Span(1, 1, 2, 1), "")), None),
        ((InsertCell("c2", CellKind.CODE, "assert y > 1"),), "A new cell ends with an error: AssertionError."),
        ((ReplaceText("c1", Span(1, 5, 1, 6), "5"),), "`x` would hold something else from cell 1 on."),
        ((DeleteCell("c2"), line("c1", "# one\n")), None),
        ((MoveCell("c3", "c1"),), "Cell 3: NameError: name 'y' is not defined."),
    ],
)
def test_what_is_the_same_and_what_is_not(tmp_path: Path, edits: tuple[ReplaceText, ...], reason: str | None) -> None:
    notebook = book("x = 1\ny = x", "print(1)\nprint(2)", "print(y)\nz = y")
    found = prove_move(notebook, change(*edits), tmp_path)
    assert found.trouble is None
    assert found.same is (reason is None)
    assert (reason or "") in (found.reason or "")


def test_what_no_two_runs_give_alike_is_not_held_against_it(tmp_path: Path) -> None:
    notebook = book("import os\nnumber = os.getpid()\nprint(number)", "x = 1")
    assert prove_move(notebook, change(line("c2", "# one\n")), tmp_path) == MoveProof(same=True)


def test_a_notebook_that_fails_by_itself_proves_nothing(tmp_path: Path) -> None:
    found = prove_move(book("1 / 0", "x = 1"), change(line("c2", "# one\n")), tmp_path)
    assert (found.same, found.trouble) == (None, "The notebook itself ends with an error in cell 1: ZeroDivisionError: division by zero.")


def test_a_proof_that_is_cancelled(tmp_path: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()
    found = prove_move(book("x = 1"), change(line("c1", "# one\n")), tmp_path, cancelled=cancelled)
    assert (found.same, found.trouble) == (None, "The run was cancelled.")
