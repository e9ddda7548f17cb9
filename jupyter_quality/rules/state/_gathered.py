"""Several cells told as one finding."""

from collections.abc import Sequence

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.rules._finding import Related

_NAMED = 4


def cells_in_words(cells: Sequence[CellReading]) -> str:
    """The numbers of cells in words: "cell 3", "cells 3 and 5", "cells 3, 5, 6, 8 and 4 more"."""
    numbers = [str(cell.cell.number) for cell in cells]
    if len(numbers) == 1:
        return f"cell {numbers[0]}"
    if len(numbers) > _NAMED:
        return f"cells {', '.join(numbers[:_NAMED])} and {len(numbers) - _NAMED} more"
    return f"cells {', '.join(numbers[:-1])} and {numbers[-1]}"


def others(cells: Sequence[CellReading], note: str) -> list[Related]:
    """The cells behind the first, as places that explain a finding."""
    return [Related(cell.place(cell.code.line_span(1)), note) for cell in cells[1:]]
