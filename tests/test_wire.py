"""What crosses to the browser."""

import json

from jupyter_quality.engine import LookedAt, Report
from jupyter_quality.notebook.document import CellKind, Place, Span
from jupyter_quality.notebook.edit import ClearOutputs, DeleteCell, Fix, InsertCell, MoveCell, ReplaceText
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.wire import SETTINGS, TYPES, settings_schema, to_json, typescript

PLACE = Place("a", 1, Span(1, 2, 3, 4))


def test_the_committed_types_are_those_of_the_dataclasses():
    assert TYPES.read_text(encoding="utf-8") == typescript(), "run python -m jupyter_quality.wire"


def test_the_committed_settings_are_those_of_the_options():
    assert SETTINGS.read_text(encoding="utf-8") == settings_schema(), "run python -m jupyter_quality.wire"


def test_a_report_as_the_browser_gets_it():
    fix = Fix("Mend it", (ReplaceText("a", PLACE.span, "x"), MoveCell("a", "b")), safe=True)
    finding = Finding("r", "f", Severity.WRONG, "m <b>", PLACE, (Related(PLACE, "n"),), 0.5, fix)
    span = {"line": 1, "column": 2, "end_line": 3, "end_column": 4}
    place = {"cell_id": "a", "cell": 1, "span": span}
    assert json.loads(to_json(Report("n.ipynb", (finding,), (), LookedAt(1, 2), ("Good.",)))) == {
        "path": "n.ipynb",
        "findings": [
            {
                "rule": "r",
                "family": "f",
                "severity": "wrong",
                "message": "m <b>",
                "place": place,
                "related": [{"place": place, "note": "n"}],
                "confidence": 0.5,
                "fix": {
                    "title": "Mend it",
                    "edits": [
                        {"type": "ReplaceText", "cell_id": "a", "span": span, "text": "x"},
                        {"type": "MoveCell", "cell_id": "a", "before": "b"},
                    ],
                    "safe": True,
                },
            }
        ],
        "cells": [],
        "looked_at": {"cells": 1, "rules": 2},
        "good": ["Good."],
        "trouble": None,
    }


def test_every_edit_carries_its_type():
    edits = (InsertCell(None, CellKind.CODE, "x", ("t",)), DeleteCell("a"), ClearOutputs("a"))
    assert [edit["type"] for edit in json.loads(to_json(edits))] == ["InsertCell", "DeleteCell", "ClearOutputs"]
    assert json.loads(to_json(edits[0])) == {"type": "InsertCell", "before": None, "kind": "code", "source": "x", "tags": ["t"]}
