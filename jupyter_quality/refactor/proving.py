"""One suggestion proven: the notebook as it is and as it would be, both run cleanly up to the last cell that is touched."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_quality.notebook.apply import applied
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.edit import InsertCell, ReplaceText
from jupyter_quality.proof.compare import Comparison, Verdict, compare
from jupyter_quality.proof.run import DEFAULT_SETTINGS, CellRun, CleanRun, Progress, RunSettings, run_cleanly
from jupyter_quality.refactor.suggestion import Suggestion
from jupyter_quality.refactor.writing import write_files

_SETUP = "quality-setup"
_ALIKE = frozenset({Verdict.SAME, Verdict.NONDETERMINISTIC})


@dataclass(frozen=True, slots=True)
class MoveProof:
    """Whether both runs gave the same; `reason` is a sentence on where they do not, `trouble` on why nothing could be compared."""

    same: bool | None
    reason: str | None = None
    trouble: str | None = None


def prove_move(
    notebook: Notebook,
    suggestion: Suggestion,
    folder: Path,
    settings: RunSettings = DEFAULT_SETTINGS,
    heard: Callable[[str], None] = lambda _: None,
    progressed: Callable[[Progress], None] = lambda _: None,
    cancelled: threading.Event | None = None,
) -> MoveProof:
    """Run both sides in scratch copies of `folder` and compare each cell that both have, and each variable. Raises EditError.

    `heard` is told what is done, `progressed` how far each run is.
    """
    settings = replace(settings, variables=True)
    before, after = _sides(notebook, suggestion)
    with TemporaryDirectory(prefix="jupyter-quality-") as place:
        write_files(Path(place), {file.path: file.text for file in suggestion.files})

        def ran(side: Notebook, doing: str) -> CleanRun:
            heard(doing)
            setup = Cell(_SETUP, 0, CellKind.CODE, f"__import__('sys').path.insert(0, {place!r})")
            return run_cleanly(replace(side, cells=(setup, *side.cells)), folder, settings, progressed, cancelled)

        one = ran(before, "running the cells as they are")
        if why := _ended(one):
            return MoveProof(None, trouble=why)
        other = ran(after, "running them as they would be")
        pairs = {cell.id: cell.id for cell in one.cells if cell.id != _SETUP and any(cell.id == kept.id for kept in after.cells)}
        joined = _joined(other, suggestion, after)
        found = compare(one, joined, pairs) if not other.trouble else None
        if found is not None and not found.is_same and not (cancelled and cancelled.is_set()):
            found = compare(one, joined, pairs, ran(before, "running them as they are once more"))
    if found is None or (cancelled and cancelled.is_set()):
        return MoveProof(None, trouble=other.trouble or "The run was cancelled.")
    reason = _failed_in_new(other, pairs) or _first_difference(found, notebook)
    return MoveProof(reason is None, reason)


def _sides(notebook: Notebook, suggestion: Suggestion) -> tuple[Notebook, Notebook]:
    """The notebook before and after, each up to the last cell that is touched."""
    touched = {edit.before if isinstance(edit, InsertCell) else edit.cell_id for edit in suggestion.edits}
    touched |= {before for edit in suggestion.edits if isinstance(before := getattr(edit, "before", None), str)}
    ids = [cell.id for cell in notebook.cells]
    last = max((ids.index(one) for one in touched if one in ids), default=len(ids) - 1)
    changed = applied(notebook, suggestion.edits).cells
    behind = set(ids[last + 1 :])
    end = next((index for index, cell in enumerate(changed) if cell.id in behind), len(changed))
    return replace(notebook, cells=notebook.cells[: last + 1]), replace(notebook, cells=changed[:end])


def _ended(run: CleanRun) -> str | None:
    """Why the notebook as it is cannot be compared with anything."""
    if run.trouble:
        return run.trouble
    failed = next((cell for cell in run.cells if cell.error is not None and not cell.expected), None)
    return f"The notebook itself ends with an error in cell {failed.number}: {_message(failed.error)}." if failed else None


def _joined(run: CleanRun, suggestion: Suggestion, after: Notebook) -> CleanRun:
    """The run with what new cells right above a changed cell gave counted to that cell: they were one before."""
    changed = {edit.cell_id for edit in suggestion.edits if isinstance(edit, ReplaceText)}
    old = {edit.before for edit in suggestion.edits if isinstance(edit, InsertCell)} & changed
    parts = {cell.id: cell for cell in run.cells}
    return replace(run, cells=tuple(_groups(parts, old, after)))


def _groups(parts: Mapping[str, CellRun], old: set[str | None], after: Notebook) -> Iterator[CellRun]:
    above: list[CellRun] = []
    for cell in after.cells:
        ran = parts.get(cell.id)
        if ran is None:
            continue
        if cell.id.startswith("added-"):
            above.append(ran)
            continue
        joined = [*above, ran] if cell.id in old else [ran]
        above = []
        error = next((one.error for one in joined if one.error), None)
        yield replace(ran, outputs=tuple(output for one in joined for output in one.outputs), error=error)


def _failed_in_new(run: CleanRun, pairs: Mapping[str, str]) -> str | None:
    new = next((cell for cell in run.cells if cell.error is not None and cell.id not in pairs), None)
    return f"A new cell ends with an error: {_message(new.error)}." if new else None


def _first_difference(found: Comparison, notebook: Notebook) -> str | None:
    """The first cell that fails, else the first cell or variable that is not the same, as a sentence."""
    numbers = {cell.id: cell.number for cell in notebook.cells}
    told = [
        (cell.verdict is not Verdict.FAILS, numbers[cell.id], 0, f"Cell {numbers[cell.id]}: {_message(cell.reason)}.")
        for cell in found.cells
        if cell.verdict not in _ALIKE
    ]
    told += [
        (True, numbers[one.cell_id], 1, f"`{one.name}` would hold something else from cell {numbers[one.cell_id]} on.")
        for one in found.variables
        if one.verdict not in _ALIKE
    ]
    return min(told)[-1] if told else None


def _message(reason: str | None) -> str:
    """A reason as the end of a sentence; an error without a message is its name."""
    return (reason or "it differs").rstrip(" :.")
