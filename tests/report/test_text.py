"""Findings as text: the line that is meant, marked where it is meant, whatever is in it."""

import pytest

from jupyter_quality.engine import LookedAt, Report
from jupyter_quality.notebook.document import Cell, CellKind, Notebook, Place, Span
from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.report.checked import Checked
from jupyter_quality.report.diff import diff
from jupyter_quality.report.text import concise, full
from jupyter_quality.rules._finding import Finding, Related, Severity


def place(line: int, column: int, end_line: int, end_column: int) -> Place:
    return Place("a", 1, Span(line, column, end_line, end_column))


def checked(source: str, *findings: Finding, name: str = "a.ipynb") -> Checked:
    return Checked(name, Notebook(name, (Cell("a", 1, CellKind.CODE, source),)), Report(name, findings, (), LookedAt(1, 1)))


def finding(where: Place | None, fix: Fix | None = None, message: str = "It breaks.") -> Finding:
    related = (Related(place(1, 1, 1, 2), "where it began"),) if where else ()
    return Finding("some-rule", "names", Severity.WRONG, message, where, related, fix=fix)


def test_in_full() -> None:
    fix = Fix("Mend it", (ReplaceText("a", Span(1, 1, 1, 2), ""),), safe=True)
    assert "".join(full([checked("x = 1\ny = x + 1", finding(place(2, 5, 2, 6), fix))], False)) == (
        "wrong some-rule: [*] It breaks.\n"
        "  --> a.ipynb:cell 1:2:5\n"
        "  2 | y = x + 1\n"
        "    |     ^\n"
        "  = cell 1:1:1: where it began\n"
        "  = fix: Mend it\n"
        "\n"
        "1 finding (1 wrong) in 1 of 1 notebook.\n"
        "[*] 1 fixable with `--fix`.\n"
    )


def test_concise() -> None:
    assert "".join(concise([checked("x", finding(None))], False)) == (
        "a.ipynb: wrong some-rule: It breaks.\n1 finding (1 wrong) in 1 of 1 notebook.\n"
    )


@pytest.mark.parametrize(
    ("source", "where", "line", "marks"),
    [
        ("数据 = x", place(1, 6, 1, 7), "数据 = x", "       ^"),
        ("\tif x:", place(1, 5, 1, 6), "    if x:", "       ^"),
        ("f(\n  1)", place(1, 1, 2, 5), "f(", "^^"),
        ("a\x1b[31mb", place(1, 3, 1, 4), "a\\x1b[31mb", "     ^"),
        ("x = 1", place(1, 6, 1, 6), "x = 1", "     ^"),
    ],
)
def test_the_mark_is_under_what_is_meant(source: str, where: Place, line: str, marks: str) -> None:
    lines = "".join(full([checked(source, finding(where))], False)).splitlines()
    assert lines[2:4] == [f"  1 | {line}", f"    | {marks}"]


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    lines = "".join(full([checked("x" * 4000 + "y" + "z" * 4000, finding(place(1, 4001, 1, 4002)))], False)).splitlines()
    assert len(lines[2]) < 200 and lines[2][lines[3].index("^")] == "y"


def test_a_place_that_the_source_lacks_is_not_quoted() -> None:
    assert "|" not in "".join(full([checked("x", finding(place(7, 1, 7, 2)))], False))


def test_colours_only_where_they_are_wanted() -> None:
    one = checked("x", finding(place(1, 1, 1, 2)))
    assert "\x1b[1;31mwrong\x1b[0m" in "".join(full([one], True)) and "\x1b" not in "".join(full([one], False))


def test_a_diff_pairs_cells_whose_ids_we_made_up() -> None:
    cells = [Cell("q1", 1, CellKind.CODE, "import os\nx"), Cell("q2", 2, CellKind.CODE, "y")]
    after = Notebook(None, (Cell("q3", 1, CellKind.CODE, "x"), cells[1]))
    assert list(diff("a.ipynb", Notebook(None, tuple(cells)), after, False)) == [
        "--- a.ipynb:cell 1\n",
        "+++ a.ipynb:cell 1\n",
        "@@ -1,2 +1 @@\n",
        "-import os\n",
        " x\n",
    ]
