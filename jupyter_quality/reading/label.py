"""How a cell is named to a person: its own comment, the heading just above it, or its first line."""

import re

from jupyter_quality.notebook.document import CellKind, Notebook

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<text>.+?)\s*#*\s*$", re.MULTILINE)
_MARKUP = re.compile(r"[*_`]|\[([^\]]*)\]\([^)]*\)")
_COMMENT = re.compile(r"#(?!\s*(?:quality:|noqa|%%|!))\s*(?P<text>\w.*)")
_LENGTH = 60


def labels(notebook: Notebook) -> tuple[str, ...]:
    """A label for each cell, at most 60 characters, in notebook order."""
    found, heading = [], ""
    for cell in notebook.cells:
        own = _HEADING.search(cell.source) if cell.kind is CellKind.MARKDOWN and "#" in cell.source else None
        if own:
            heading = _words(own["text"])
        found.append(_cut(heading if own else _label(cell.source, heading)))
        if cell.kind is CellKind.CODE:
            heading = ""
    return tuple(found)


def _label(source: str, heading: str) -> str:
    first = source.lstrip().partition("\n")[0].rstrip()
    comment = _COMMENT.match(first) if first.startswith("#") else None
    return comment["text"] if comment else heading or first


def _words(markdown: str) -> str:
    """A heading without its marks of emphasis, code and links."""
    return re.sub(r"[*`]|(?<!\w)_|_(?!\w)|\[([^\]]*)\]\([^)]*\)", r"\1", markdown)


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LENGTH else text[: _LENGTH - 1].rstrip() + "…"
