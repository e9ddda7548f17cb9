"""Suggest that the steps of a cell become a function."""

from collections.abc import Iterator

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.edit import InsertCell
from jupyter_quality.reading.label import labels
from jupyter_quality.refactor.extract import Extraction, Refusal
from jupyter_quality.refactor.naming import Taken, function_names
from jupyter_quality.refactor.stretch import Stretch, Stretches, call_text, function_text, line_count
from jupyter_quality.refactor.suggestion import Kind, Suggestion

SHORTEST = 5
"""Lines of code from which on steps are worth a function of their own."""

WIDEST = 7
"""Names that may pass in and out together: more, and the function says nothing."""


def extractions(stretches: Stretches, taken: Taken) -> Iterator[Suggestion]:
    """For each cell with such steps, the function that takes the most lines out of it."""
    for index in range(len(stretches.flowing.steps)):
        found = [one for run in stretches.runs(index) if (one := _longest(stretches, run)) is not None]
        if found:
            stretch, extraction = max(found, key=lambda pair: _gain(pair[1]))
            suggestion = suggested(stretches, stretch, extraction, taken)
            if suggestion is not None:
                yield suggestion


def _longest(stretches: Stretches, run: Stretch) -> tuple[Stretch, Extraction] | None:
    """The longest stretch of a run that makes a function: from its first statement on that can move."""
    for first in range(run.first, run.behind):
        for behind in range(run.behind, first, -1):
            stretch = Stretch(run.index, first, behind)
            if line_count(stretches.chunks(stretch)) < SHORTEST:
                break
            found = stretches.extracted(stretch)
            if isinstance(found, Extraction) and len(found.parameters) + len(found.returns) <= WIDEST and stretches.span(stretch):
                return stretch, found
    return None


def _gain(found: Extraction) -> int:
    return line_count(found.chunks) - len(found.parameters) - len(found.returns)


def suggested(stretches: Stretches, stretch: Stretch, found: Extraction, taken: Taken) -> Suggestion | None:
    """The suggestion that makes a stretch the function that was found for it; None where it shares a line with what surrounds it."""
    cell = stretches.cell(stretch)
    heading = heading_of(stretches.flowing.reading.notebook, cell)
    name = taken.free(*function_names(found, heading))
    call = stretches.call(stretch, call_text(found, name))
    if call is None:
        return None
    lines = line_count(found.chunks)
    return Suggestion(
        Kind.EXTRACT,
        f"Make {lines} lines of cell {cell.number} a function `{call_text(found, name)}`",
        _reason(found),
        max(1, _gain(found)),
        stretches.place(stretch),
        (InsertCell(cell.id, CellKind.CODE, function_text(found, name, heading)), call),
        (name, *found.parameters),
        _stays(stretches, stretch),
    )


def heading_of(notebook: Notebook, cell: Cell) -> str:
    """The heading right above a cell, else nothing."""
    index = next(number for number, one in enumerate(notebook.cells) if one.id == cell.id)
    above = notebook.cells[index - 1] if index else None
    return labels(notebook)[index - 1] if above is not None and above.kind is CellKind.MARKDOWN and "#" in above.source else ""


def _reason(found: Extraction) -> str:
    takes = _named(found.parameters) or "nothing"
    gives = _named(found.returns) or "nothing"
    return f"It takes {takes} and gives {gives}; it can then be tested, and called with other values"


def _named(names: tuple[str, ...]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}" if quoted else ""


def _stays(stretches: Stretches, stretch: Stretch) -> str | None:
    """What of the cell stays, and why: the statement that stands next to the stretch."""
    chunks = stretches.flowing.steps[stretch.index].chunks
    if stretch.behind < len(chunks) and (reason := _why(stretches, Stretch(stretch.index, stretch.behind, stretch.behind + 1))):
        return f"From line {chunks[stretch.behind].statement.lineno} on it stays in the cell: {reason}"
    if stretch.first and (reason := _why(stretches, Stretch(stretch.index, stretch.first - 1, stretch.first))):
        return f"Up to line {chunks[stretch.first - 1].statement.end_lineno} it stays in the cell: {reason}"
    return None


def _why(stretches: Stretches, stretch: Stretch) -> str | None:
    chunks = stretches.flowing.steps[stretch.index].chunks
    if not any(run.first <= stretch.first < run.behind for run in stretches.runs(stretch.index)):
        return "it shows the result" if stretch.behind == len(chunks) else "it imports or defines"
    found = stretches.extracted(stretch)
    return found.reason if isinstance(found, Refusal) else None
