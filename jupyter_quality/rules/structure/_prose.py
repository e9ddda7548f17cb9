"""What a notebook says in words."""

import re

from jupyter_quality.notebook.document import Cell, CellKind
from jupyter_quality.reading.reading import Reading

SHORT = 10
"""Code cells below which a notebook is short: it needs no headings to find one's way."""

_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]*\S|^[^\n]*\S[^\n]*\n[ ]{0,3}(?:={3,}|-{3,})[ \t]*$|<h[1-6]\b", re.MULTILINE | re.IGNORECASE)


def is_short(reading: Reading) -> bool:
    """Whether a notebook has few code cells that hold something, or none in Python."""
    return sum(bool(cell.code.source) for cell in reading.cells) < SHORT


def has_heading(cell: Cell) -> bool:
    """Whether a text cell holds a heading."""
    return cell.kind is CellKind.MARKDOWN and _HEADING.search(cell.source) is not None
