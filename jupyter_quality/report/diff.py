"""What fixes change, cell by cell, as a unified diff."""

from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff
from itertools import zip_longest

from jupyter_quality.notebook.document import Cell, Notebook
from jupyter_quality.report.terminal import painted, plain, plain_name

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def diff(name: str, before: Notebook, after: Notebook, colour: bool) -> Iterator[str]:
    """The lines of each cell that differs, under its number before and after; a moved cell goes in one place and comes in another."""
    for old, new in _pairs(before, after):
        yield from _of_cell(name, old, new, colour)
        if old and new and old.saved != new.saved:
            yield painted(f"# {_title(name, new)}: its saved output is cleared", "cyan", colour) + "\n"


def _pairs(before: Notebook, after: Notebook) -> Iterator[tuple[Cell | None, Cell | None]]:
    """Each cell before with what it became; the ids that we gave to cells change with their source, so place counts too."""
    matcher = SequenceMatcher(None, [cell.id for cell in before.cells], [cell.id for cell in after.cells], autojunk=False)
    for _, old, old_end, new, new_end in matcher.get_opcodes():
        yield from zip_longest(before.cells[old:old_end], after.cells[new:new_end])


def _title(name: str, cell: Cell | None) -> str:
    return f"{plain_name(name)}:cell {cell.number}" if cell else "/dev/null"


def _of_cell(name: str, old: Cell | None, new: Cell | None, colour: bool) -> Iterator[str]:
    for line in unified_diff(_lines(old), _lines(new), _title(name, old), _title(name, new), lineterm=""):
        text = plain(line.replace("\t", "    "))
        yield (painted(text, _COLOURS[line[0]], colour) if line[:1] in _COLOURS else text) + "\n"


def _lines(cell: Cell | None) -> list[str]:
    return cell.source.split("\n") if cell and cell.source else []
