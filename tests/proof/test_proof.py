"""What is shown beside what clean runs give: the proofs of real runs."""

import json
from pathlib import Path

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.proof.compare import Verdict
from jupyter_quality.proof.proof import Proof, Runs, prove, sources_digest


def notebook(*cells: tuple[str, object]) -> Notebook:
    """Cells with what they show: printed text, outputs, or None where they never ran."""
    found = []
    for at, (source, shows) in enumerate(cells):
        outputs = [{"output_type": "stream", "name": "stdout", "text": shows}] if isinstance(shows, str) else shows or []
        count = None if shows is None else at + 1
        found.append(Cell(chr(97 + at), at + 1, CellKind.CODE, source, count, saved=json.dumps(outputs).encode()))
    return Notebook("n.ipynb", tuple(found))


def verdicts(proof: Proof) -> list[Verdict]:
    return [cell.verdict for cell in proof.cells]


def test_a_notebook_that_shows_what_a_clean_run_gives(tmp_path: Path) -> None:
    error = {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "division by zero", "traceback": []}
    shown = notebook(
        ("print(id(object()), 0.1 + 0.2)", "140123456789012 0.30000000000000004\n"),
        ("1 / 0", [error]),
        ("print('after the error that is meant')", "after the error that is meant\n"),
        ("print('never run')", None),
        ("", None),
    )
    proof = prove(shown, tmp_path)
    assert verdicts(proof) == [Verdict.SAME, Verdict.SAME, Verdict.SAME, Verdict.UNSHOWN]
    assert proof.proven
    assert proof.sources == sources_digest(shown)
    assert proof.when.endswith("+00:00")


def test_what_differs_is_told_apart_from_what_no_two_runs_give_alike(tmp_path: Path) -> None:
    proof = prove(
        notebook(
            ("import random, time\nx = random.random()\nprint(x)", "0.5\n"),
            ("print(x > 2, 'small')", "True small\n"),
            ("y = 3\nprint(y)", "4\n"),
            ("print('same')", "same\n"),
            ("print('a')\nz", "a\n"),
            ("print('b')", "b\n"),
        ),
        tmp_path,
    )
    assert verdicts(proof) == [
        Verdict.NONDETERMINISTIC,
        Verdict.NONDETERMINISTIC,
        Verdict.DIFFERS,
        Verdict.SAME,
        Verdict.FAILS,
        Verdict.UNREACHED,
    ]
    assert [cell.reason for cell in proof.cells[:3]] == [
        "two clean runs differ here, too",
        "it reads `x`, which two clean runs do not give alike",
        "what is printed differs",
    ]
    assert [cell.reason for cell in proof.cells[4:]] == ["NameError: name 'z' is not defined", "the run ended with cell 5"]
    assert not proof.proven
    assert [(one.text, other.text) for one, other in zip(proof.cells[2].shown, proof.cells[2].clean, strict=True)] == [("4\n", "3\n")]


def test_one_run_cannot_tell_them_apart(tmp_path: Path) -> None:
    proof = prove(notebook(("import random\nprint(random.random())", "0.5\n")), tmp_path, runs=Runs.ONCE)
    assert verdicts(proof) == [Verdict.DIFFERS]


def test_two_runs_see_what_was_the_same_by_chance(tmp_path: Path) -> None:
    source = "import os, time\nprint(os.urandom(4).hex() if time else 0)"
    proof = prove(notebook((source, "x\n"), ("print(1)", "1\n")), tmp_path, runs=Runs.TWICE)
    assert verdicts(proof) == [Verdict.NONDETERMINISTIC, Verdict.SAME]


def test_where_there_was_no_run_nothing_is_proven(tmp_path: Path) -> None:
    proof = prove(Notebook(None, (), trouble="This file is empty."), tmp_path)
    assert not proof.proven and proof.cells == () and proof.trouble == "This file is empty."
