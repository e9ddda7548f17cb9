"""Lines that the user chose become a function, or stay with their reason."""

import pytest

from jupyter_quality.engine import advise
from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.refactor.advice import Advice
from jupyter_quality.refactor.selecting import Selection

STEPS = "import math\nx = n + 1\ny = x * 2; z = y\nif z:\n    w = 1\ndel n\nw"


def advice(line: int, end_line: int, cell_id: str = "c2", names: dict[str, dict[str, str]] | None = None) -> Advice:
    cells = [Cell("c1", 1, CellKind.CODE, "n = 1"), Cell("c2", 2, CellKind.CODE, STEPS), Cell("c3", 3, CellKind.CODE, "print(x, z, w)")]
    return advise(Notebook("n.ipynb", tuple(cells)), names=names, selection=Selection(cell_id, line, end_line))


def test_a_single_line() -> None:
    [one] = advice(2, 2).suggestions
    assert one.id == "selection-c2-2-2"
    book = applied(Notebook("n.ipynb", (Cell("c2", 1, CellKind.CODE, STEPS),)), one.edits)
    assert book.cells[1].source.splitlines()[1] == f"x = {one.names[0]}(n)"


def test_what_cannot_move_is_left_out_of_what_was_chosen() -> None:
    [one] = advice(1, 3).suggestions
    assert one.names[1:] == ("n",)
    assert one.title.endswith("(n)`")
    assert one.stays is not None


def test_names_of_one_s_own() -> None:
    [one] = advice(2, 2, names={"selection-c2-2-2": {"n": "count"}}).suggestions
    assert "(count):" in getattr(one.edits[0], "source", "")


@pytest.mark.parametrize(
    ("line", "end_line", "reason"),
    [
        (1, 1, "Imports, definitions, magics and what a cell shows at its end stay in the cell"),
        (7, 7, "Imports, definitions, magics and what a cell shows at its end stay in the cell"),
        (4, 5, "These lines stay in the cell: `w` is set on some paths only, and read elsewhere"),
        (9, 12, "No statement stands in these lines"),
    ],
)
def test_what_stays_says_why(line: int, end_line: int, reason: str) -> None:
    found = advice(line, end_line)
    assert found.suggestions == ()
    assert [one.reason for one in found.unmoved] == [reason]


def test_a_cell_that_there_is_not() -> None:
    assert advice(1, 1, "gone").trouble == "There is no such code cell."
