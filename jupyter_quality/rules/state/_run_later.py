"""Cells that were run before a cell that they depend on."""

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class RunLater:
    """`source`, the nearest cell above `reader` that binds `name`, has the higher execution count of the two."""

    reader: CellReading
    source: CellReading
    name: str


def run_later(reading: Reading) -> Iterator[RunLater]:
    """For each cell the first name, no import, whose definition above it was run after it; by saved counts alone."""
    counts = [cell.cell.execution_count for cell in reading.cells if cell.cell.execution_count is not None]
    if counts == sorted(counts):
        return
    binder: dict[str, CellReading] = {}
    for cell in reading.cells:
        count = cell.cell.execution_count
        if count is not None:
            needed = cell.names.eager & binder.keys() - reading.imports.keys()
            late = sorted(name for name in needed if (binder[name].cell.execution_count or 0) > count)
            if late:
                yield RunLater(cell, binder[late[0]], late[0])
        binder.update(dict.fromkeys(cell.defines, cell))
