"""From offsets in a cell's text to spans."""

from jupyter_quality.notebook.document import Cell, Place, Span


def span_between(text: str, start: int, end: int) -> Span:
    """The span from one offset to another."""
    line, end_line = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    return Span(line, start - text.rfind("\n", 0, start), end_line, end - text.rfind("\n", 0, end))


def first_line(cell: Cell) -> Place:
    """The first line of a cell, where a finding about its output is shown."""
    return Place(cell.id, cell.number, Span(1, 1, 1, len(cell.source.partition("\n")[0]) + 1))
