"""Fixes applied to a notebook's bytes, round after round, until none is left."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from jupyter_quality.engine import Report
from jupyter_quality.notebook.apply import EditError, offset
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.edit import Edit, InsertCell, MoveCell, ReplaceText
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.notebook.write import edited
from jupyter_quality.report.checked import is_fixable
from jupyter_quality.rules._finding import Finding

ROUNDS = 30
"""Rounds after which fixes that keep making work for one another are stopped."""

BROKEN = "syntax-error"
"""The rule that finds a cell that does not parse: a fix that adds one is not kept."""


@dataclass(slots=True)
class Fixed:
    """A notebook after its fixes: its bytes, what is left to find in it, how often each rule's fix was applied, and what went wrong."""

    data: bytes
    notebook: Notebook
    report: Report
    applied: Counter[str] = field(default_factory=Counter)
    trouble: str | None = None


def fixed(data: bytes, path: str | None, check: Callable[[Notebook], Report], *, unsafe: bool) -> Fixed:
    """Apply the safe fixes of a notebook, and where asked the unsafe ones. `path` tells a percent script by its `.py`."""
    notebook = read_notebook(data, path)
    now = Fixed(data, notebook, check(notebook))
    for _ in range(ROUNDS):
        try:
            chosen = together(now.notebook, [f for f in now.report.findings if is_fixable(f, unsafe=unsafe)])
            if not chosen:
                return now
            data = edited(now.data, [edit for finding in chosen if finding.fix for edit in finding.fix.edits], path)
        except EditError as error:
            now.trouble = f"the fixes cannot be applied: {error}"
            return now
        notebook = read_notebook(data, path)
        report = check(notebook)
        if _broken(report) > _broken(now.report):
            now.trouble = f"a fix of {', '.join(sorted({finding.rule for finding in chosen}))} would break a cell; it was not applied"
            return now
        now = Fixed(data, notebook, report, now.applied + Counter(finding.rule for finding in chosen))
    now.trouble = f"fixes were still making work for one another after {ROUNDS} rounds"
    return now


def _broken(report: Report) -> int:
    return sum(finding.rule == BROKEN for finding in report.findings)


def together(notebook: Notebook, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, first come first taken, whose fixes can be applied at once: none touches what another does."""
    taken: list[Finding] = []
    edits: list[Edit] = []
    sources = {cell.id: cell.source for cell in notebook.cells}
    for finding in findings:
        fix = finding.fix
        if fix is not None and not any(_meet(one, other, sources) for one in fix.edits for other in edits):
            taken.append(finding)
            edits.extend(fix.edits)
    return taken


def _meet(one: Edit, other: Edit, sources: dict[str, str]) -> bool:
    """Whether two edits touch the same characters or, where one is of a whole cell, the same cell."""
    if not (isinstance(one, ReplaceText) and isinstance(other, ReplaceText)):
        return not _cells(one).isdisjoint(_cells(other))
    if one.cell_id != other.cell_id:
        return False
    (start, end), (other_start, other_end) = (_range(edit, sources.get(edit.cell_id, "")) for edit in (one, other))
    return start == other_start or (start < other_end and other_start < end)


def _cells(edit: Edit) -> set[str | None]:
    match edit:
        case InsertCell(before=before):
            return {before}
        case MoveCell(cell_id, before):
            return {cell_id, before}
        case _:
            return {edit.cell_id}


def _range(edit: ReplaceText, source: str) -> tuple[int, int]:
    return offset(source, edit.span.line, edit.span.column), offset(source, edit.span.end_line, edit.span.end_column)
