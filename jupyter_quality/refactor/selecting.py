"""Lines that the user chose as a function, or why they cannot be one."""

from dataclasses import dataclass, replace

from jupyter_quality.notebook.document import Place, Span
from jupyter_quality.refactor.chunks import Chunk
from jupyter_quality.refactor.extract import Refusal
from jupyter_quality.refactor.extracting import suggested
from jupyter_quality.refactor.naming import Taken
from jupyter_quality.refactor.stretch import Stretch, Stretches, line_count
from jupyter_quality.refactor.suggestion import Suggestion, Unmoved


@dataclass(frozen=True, slots=True)
class Selection:
    """Lines of a cell, from 1, the last one included."""

    cell_id: str
    line: int
    end_line: int


def of_selection(stretches: Stretches, taken: Taken, selection: Selection) -> Suggestion | Unmoved | None:
    """The function of the statements that a selection touches, without imports, definitions, and what the cell shows at its end; else
    why there is none. None where there is no such code cell."""
    steps = stretches.flowing.steps
    index = next((number for number, step in enumerate(steps) if step.cell.id == selection.cell_id), None)
    if index is None:
        return None
    step = steps[index]
    place = Place(step.cell.id, step.cell.number, Span(selection.line, 1, selection.end_line, 1))
    if step.closed is not None:
        return Unmoved(place, f"It stays as it is: {step.closed}")
    touched = [at for at, chunk in enumerate(step.chunks) if _touches(chunk, selection)]
    if not touched:
        return Unmoved(place, "No statement stands in these lines")
    parts = [replace(run, first=max(run.first, touched[0]), behind=min(run.behind, touched[-1] + 1)) for run in stretches.runs(index)]
    parts = [part for part in parts if part.first < part.behind]
    if not parts:
        return Unmoved(place, "Imports, definitions, magics and what a cell shows at its end stay in the cell")
    return _made(stretches, taken, max(parts, key=lambda part: line_count(stretches.chunks(part))), selection)


def _made(stretches: Stretches, taken: Taken, part: Stretch, selection: Selection) -> Suggestion | Unmoved:
    found = stretches.extracted(part)
    if isinstance(found, Refusal):
        return Unmoved(stretches.place(part), f"These lines stay in the cell: {found.reason}")
    one = suggested(stretches, part, found, taken)
    if one is None:
        return Unmoved(stretches.place(part), "These lines stay in the cell: they share a line with what surrounds them")
    return replace(one, id=f"selection-{selection.cell_id}-{selection.line}-{selection.end_line}")


def _touches(chunk: Chunk, selection: Selection) -> bool:
    statement = chunk.statement
    return statement.lineno <= selection.end_line and selection.line <= (statement.end_lineno or statement.lineno)
