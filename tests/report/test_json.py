"""Findings as JSON: places from 1, edits of every kind, nothing for a clean notebook."""

import json
from typing import Any

from jupyter_quality.engine import CellLabel, LookedAt, Report
from jupyter_quality.notebook.document import Cell, CellKind, Notebook, Place, Span
from jupyter_quality.notebook.edit import ClearOutputs, DeleteCell, Edit, Fix, InsertCell, MoveCell, ReplaceText
from jupyter_quality.report.checked import Checked
from jupyter_quality.report.json import findings
from jupyter_quality.rules._finding import Finding, Related, Severity

PLACE = Place("b", 2, Span(3, 4, 5, 6))


def told(*found: Finding) -> Any:
    cells = (Cell("a", 1, CellKind.CODE, "x"), Cell("b", 2, CellKind.CODE, "y"))
    labels = tuple(CellLabel(cell.id, cell.number, "") for cell in cells)
    return json.loads("".join(findings([Checked("a.ipynb", Notebook(None, cells), Report(None, found, labels, LookedAt(2, 1)))], False)))


def fix(*edits: Edit, safe: bool = False) -> Any:
    (one,) = told(Finding("r", "f", Severity.STYLE, "m", PLACE, fix=Fix("t", edits, safe)))
    return one["fix"]


def test_a_finding() -> None:
    (one,) = told(Finding("unused-import", "names", Severity.STYLE, "é \ud800", PLACE, (Related(PLACE, "note"),), 0.7))
    where = {"location": {"row": 3, "column": 4}, "end_location": {"row": 5, "column": 6}}
    assert one | {"filename": ""} == {
        "filename": "",
        "cell": 2,
        "cell_id": "b",
        "code": "unused-import",
        "name": "unused-import",
        "family": "names",
        "severity": "style",
        "message": "é \ud800",
        "fix": None,
        "noqa_row": 3,
        "related": [{"message": "note", "cell": 2, "cell_id": "b", **where}],
        "url": None,
        "confidence": 0.7,
        **where,
    }


def test_a_finding_about_the_whole_notebook() -> None:
    (one,) = told(Finding("r", "f", Severity.STYLE, "m", None))
    assert (one["cell"], one["cell_id"], one["location"], one["noqa_row"]) == (None, None, {"row": 1, "column": 1}, None)


def test_fixes() -> None:
    text = fix(ReplaceText("a", Span(1, 1, 1, 2), "z"), safe=True)
    assert text["applicability"] == "safe" and text["edits"] == [
        {
            "type": "ReplaceText",
            "cell": 1,
            "cell_id": "a",
            "content": "z",
            "location": {"row": 1, "column": 1},
            "end_location": {"row": 1, "column": 2},
        }
    ]
    assert [
        edit["type"]
        for edit in fix(InsertCell(None, CellKind.CODE, "x", ("t",)), DeleteCell("a"), MoveCell("b", "a"), ClearOutputs("b"))["edits"]
    ] == [
        "InsertCell",
        "DeleteCell",
        "MoveCell",
        "ClearOutputs",
    ]
    assert fix()["applicability"] == "display"


def test_nothing_found() -> None:
    assert told() == []
