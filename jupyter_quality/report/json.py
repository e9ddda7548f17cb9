"""Findings for a program: an array that is a superset of ruff's."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from jupyter_quality.engine import explained
from jupyter_quality.notebook.document import Place, Span
from jupyter_quality.notebook.edit import ClearOutputs, DeleteCell, Edit, Fix, InsertCell, MoveCell, ReplaceText
from jupyter_quality.report.checked import Checked
from jupyter_quality.rules._finding import Finding
from jupyter_quality.rules._ruff import address

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
Object = dict[str, Json]


def findings(checked: Iterable[Checked], colour: bool) -> Iterator[str]:  # noqa: ARG001 (the signature of every format)
    """The array, a line a finding, in ASCII. Rows and columns count from 1; `cell` is null where the whole notebook is meant."""
    between = "[\n"
    for one in checked:
        for finding in one.report.findings:
            yield between + json.dumps(as_object(one, finding))
            between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def as_object(one: Checked, finding: Finding) -> Object:
    """One finding as the array holds it."""
    place = finding.place
    numbers = {cell.id: cell.number for cell in one.report.cells}
    return {
        "filename": _filename(one.name),
        "cell": place.cell if place else None,
        "cell_id": place.cell_id if place else None,
        "code": finding.rule,
        "name": finding.rule,
        "family": finding.family,
        "severity": str(finding.severity),
        "message": finding.message,
        "location": _start(place.span) if place else {"row": 1, "column": 1},
        "end_location": _end(place.span) if place else {"row": 1, "column": 1},
        "fix": _fix(finding.fix, numbers) if finding.fix else None,
        "noqa_row": place.span.line if place else None,
        "related": [{"message": related.note, **_place(related.place)} for related in finding.related],
        "url": rule.further if (rule := explained(finding.rule)) else address(finding.rule),
        "confidence": finding.confidence,
    }


def _filename(name: str) -> str:
    return name if name == "-" else str(Path(name).absolute())


def _start(span: Span) -> Object:
    return {"row": span.line, "column": span.column}


def _end(span: Span) -> Object:
    return {"row": span.end_line, "column": span.end_column}


def _place(place: Place) -> Object:
    return {"cell": place.cell, "cell_id": place.cell_id, "location": _start(place.span), "end_location": _end(place.span)}


def _fix(fix: Fix, numbers: dict[str, int]) -> Object:
    return {
        "applicability": "display" if not fix.edits else "safe" if fix.safe else "unsafe",
        "message": fix.title,
        "edits": [_edit(edit, numbers) for edit in fix.edits],
    }


def _edit(edit: Edit, numbers: dict[str, int]) -> Object:
    """The keys of ruff for a change of text; `type` tells the edits of whole cells, which have no stretch of text."""
    known: Object = {"type": type(edit).__name__, "content": None, "location": None, "end_location": None}
    match edit:
        case ReplaceText(cell_id, span, text):
            return (
                known
                | {"cell_id": cell_id, "cell": numbers.get(cell_id)}
                | {"content": text, "location": _start(span), "end_location": _end(span)}
            )
        case InsertCell(before, kind, source, tags):
            return known | {"before": before, "kind": kind, "content": source, "tags": list(tags)}
        case MoveCell(cell_id, before):
            return known | {"cell_id": cell_id, "cell": numbers.get(cell_id), "before": before}
        case DeleteCell(cell_id) | ClearOutputs(cell_id):
            return known | {"cell_id": cell_id, "cell": numbers.get(cell_id)}
