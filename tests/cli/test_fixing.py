"""Fixes applied round after round: together where they can be, never at the cost of a cell."""

import json
from collections.abc import Callable

from jupyter_quality.cli.fixing import Fixed, fixed, together
from jupyter_quality.engine import LookedAt, Report
from jupyter_quality.notebook.document import CellKind, Notebook, Place, Span
from jupyter_quality.notebook.edit import DeleteCell, Edit, Fix, InsertCell, MoveCell, ReplaceText
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.rules._finding import Finding, Severity


def data(*sources: str) -> bytes:
    cells = [
        {"cell_type": "code", "id": name, "metadata": {}, "outputs": [], "source": s} for name, s in zip("abcdef", sources, strict=False)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def finding(*edits: Edit, rule: str = "some-rule", safe: bool = True) -> Finding:
    return Finding(rule, "names", Severity.STYLE, "m", Place("a", 1, Span(1, 1, 1, 1)), fix=Fix("t", edits, safe))


def replacing(cell: str, start: int, end: int, text: str = "") -> ReplaceText:
    return ReplaceText(cell, Span(1, start, 1, end), text)


def run(sources: list[str], find: Callable[[Notebook], list[Finding]], *, unsafe: bool = False) -> Fixed:
    def check(notebook: Notebook) -> Report:
        return Report(None, tuple(find(notebook)), (), LookedAt(1, 1))

    return fixed(data(*sources), None, check, unsafe=unsafe)


def test_what_meets_waits_for_the_next_round() -> None:
    notebook = read_notebook(data("abcdef", "xyz"))
    meeting = [
        (replacing("a", 1, 3), replacing("a", 2, 4)),
        (replacing("a", 2, 2, "x"), replacing("a", 2, 2, "y")),
        (replacing("a", 1, 3), replacing("a", 2, 2, "y")),
        (DeleteCell("a"), replacing("a", 1, 2)),
        (MoveCell("b", "a"), DeleteCell("a")),
        (InsertCell("a", CellKind.CODE, "x"), DeleteCell("a")),
    ]
    for edits in meeting:
        findings = [finding(edit) for edit in edits]
        assert together(notebook, findings) == findings[:1]
    apart = [finding(replacing("a", 1, 3)), finding(replacing("a", 3, 4)), finding(replacing("b", 1, 2))]
    assert together(notebook, apart) == apart
    assert together(notebook, [finding(replacing("a", 1, 2), replacing("b", 1, 2)), finding(replacing("b", 1, 3))]) == [
        finding(replacing("a", 1, 2), replacing("b", 1, 2))
    ]


def test_fixes_are_applied_until_none_is_left() -> None:
    def one_letter_at_a_time(notebook: Notebook) -> list[Finding]:
        return [finding(replacing(cell.id, 1, 2)) for cell in notebook.cells if cell.source]

    after = run(["abc", "d"], one_letter_at_a_time)
    assert [cell.source for cell in after.notebook.cells] == ["", ""]
    assert (after.applied, after.trouble, after.report.findings) == ({"some-rule": 4}, None, ())


def test_unsafe_fixes_wait_until_they_are_asked_for() -> None:
    def find(notebook: Notebook) -> list[Finding]:
        return [finding(replacing("a", 1, 2), safe=False)] if notebook.cells[0].source == "ab" else []

    assert run(["ab"], find).notebook.cells[0].source == "ab"
    assert run(["ab"], find, unsafe=True).notebook.cells[0].source == "b"


def test_a_fix_that_would_break_a_cell_is_not_kept() -> None:
    def find(notebook: Notebook) -> list[Finding]:
        return [finding(replacing("a", 2, 3))] if ")" in notebook.cells[0].source else [finding(rule="syntax-error")]

    after = run(["()"], find)
    assert after.data == data("()") and after.trouble is not None and "would break a cell" in after.trouble


def test_fixes_that_never_end_are_stopped() -> None:
    after = run(["a"], lambda _: [finding(replacing("a", 1, 1, "x"))])
    assert after.trouble is not None and "making work for one another" in after.trouble


def test_a_hint_without_edits_is_no_fix() -> None:
    after = run(["a"], lambda _: [finding()])
    assert (after.trouble, after.applied) == (None, {})


def test_an_edit_that_does_not_fit_is_said() -> None:
    for edits in ([replacing("nowhere", 1, 1, "x")], [replacing("a", 9, 9, "x"), replacing("a", 1, 1, "y")]):
        after = run(["a"], lambda _, edits=edits: [finding(edit) for edit in edits])
        assert after.trouble is not None and "cannot be applied" in after.trouble and after.data == data("a")


def test_nothing_to_fix_in_a_file_that_is_no_notebook() -> None:
    after = fixed(b"{", None, lambda _: Report(None, (), (), LookedAt(0, 0)), unsafe=False)
    assert (after.data, after.trouble) == (b"{", None)
