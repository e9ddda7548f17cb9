"""Edits applied to cells, in memory."""

from collections.abc import Sequence
from dataclasses import replace

from jupyter_quality.notebook.document import Cell, CellKind, Notebook, Span
from jupyter_quality.notebook.edit import ClearOutputs, DeleteCell, Edit, InsertCell, MoveCell, ReplaceText


class EditError(ValueError):
    """An edit that does not fit the notebook: no such cell, or a stretch outside its source."""


def applied(notebook: Notebook, edits: Sequence[Edit]) -> Notebook:
    """The notebook after all edits, which all speak of the notebook as it was. Raises EditError."""
    cells = list(notebook.cells)
    texts = [edit for edit in edits if isinstance(edit, ReplaceText)]
    for edit in sorted(texts, key=lambda e: (e.span.line, e.span.column), reverse=True):
        index = _index(cells, edit.cell_id)
        cells[index] = replace(cells[index], source=replaced(cells[index].source, edit.span, edit.text))
    for other in edits:
        if not isinstance(other, ReplaceText):
            _apply_to_cells(cells, other)
    return replace(notebook, cells=tuple(replace(cell, number=number) for number, cell in enumerate(cells, 1)))


def replaced(source: str, span: Span, text: str) -> str:
    """A source with `text` where `span` stands. Raises EditError where the span lies outside."""
    start, end = offset(source, span.line, span.column), offset(source, span.end_line, span.end_column)
    return source[:start] + text + source[end:]


def offset(source: str, line: int, column: int) -> int:
    """How many characters stand before a position (line and column from 1). Raises EditError outside the source."""
    lines = source.split("\n")
    if not 1 <= line <= len(lines) or not 1 <= column <= len(lines[line - 1]) + 1:
        raise EditError(f"the cell has no line {line}, column {column}")
    return sum(len(text) + 1 for text in lines[: line - 1]) + column - 1


def _apply_to_cells(cells: list[Cell], edit: InsertCell | DeleteCell | MoveCell | ClearOutputs) -> None:
    match edit:
        case InsertCell(before, kind, source, tags):
            at = len(cells) if before is None else _index(cells, before)
            cells.insert(at, Cell(_new_id(cells), at + 1, CellKind(kind), source, tags=tags))
        case DeleteCell(cell_id):
            del cells[_index(cells, cell_id)]
        case MoveCell(cell_id, before):
            cell = cells.pop(_index(cells, cell_id))
            cells.insert(_index(cells, before), cell)
        case ClearOutputs(cell_id):
            index = _index(cells, cell_id)
            cells[index] = replace(cells[index], saved=b"[]", saved_bytes=0, execution_count=None)


def _index(cells: list[Cell], cell_id: str) -> int:
    for index, cell in enumerate(cells):
        if cell.id == cell_id:
            return index
    raise EditError(f"there is no cell {cell_id!r}")


def _new_id(cells: list[Cell]) -> str:
    taken = {cell.id for cell in cells}
    return next(name for number in range(1, len(cells) + 2) if (name := f"added-{number}") not in taken)
