"""Long steps that cannot become a function, and why."""

from collections.abc import Collection, Iterator

from jupyter_quality.notebook.document import Place, Span
from jupyter_quality.refactor.extract import Refusal
from jupyter_quality.refactor.extracting import SHORTEST, WIDEST
from jupyter_quality.refactor.flowing import Step
from jupyter_quality.refactor.stretch import Stretches, line_count
from jupyter_quality.refactor.suggestion import Unmoved


def unmoved(stretches: Stretches, moved: Collection[str]) -> Iterator[Unmoved]:
    """The longest such steps of each cell that is not among those of which something is `moved` (ids)."""
    for index, step in enumerate(stretches.flowing.steps):
        if step.cell.id in moved:
            continue
        if step.closed is not None and line_count(step.chunks) >= SHORTEST:
            yield Unmoved(_first_line(step), f"It stays as it is: {step.closed}")
            continue
        long = [run for run in stretches.runs(index) if line_count(stretches.chunks(run)) >= SHORTEST]
        if long:
            run = max(long, key=lambda one: line_count(stretches.chunks(one)))
            found, lines = stretches.extracted(run), line_count(stretches.chunks(run))
            if isinstance(found, Refusal):
                yield Unmoved(stretches.place(run), f"These {lines} lines stay together in the cell: {found.reason}")
            elif (names := len(found.parameters) + len(found.returns)) > WIDEST:
                yield Unmoved(stretches.place(run), f"These {lines} lines stay in the cell: a function of them would pass {names} names")


def _first_line(step: Step) -> Place:
    return Place(step.cell.id, step.cell.number, Span(1, 1, 1, len(step.cell.source.split("\n")[0]) + 1))
