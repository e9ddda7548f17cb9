"""Percent scripts: a Python file whose cells begin with `# %%`."""

import json
import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

from jupyter_quality.notebook.apply import EditError
from jupyter_quality.notebook.document import Cell, CellKind, Notebook

_MARKER = re.compile(r"^#\s?%%(?!%)(?P<rest>.*)$")
_HEADER = re.compile(r"\A(?:#!.*\n)?# ---\n(?:#.*\n)*?# ---\n")


@dataclass(frozen=True, slots=True)
class ScriptCell:
    """One cell of a script. `first` is the line of the file, from 1, on which its source begins; `marker` what follows `# %%`."""

    kind: str
    source: str
    first: int
    marker: str = ""


def cells(text: str) -> list[ScriptCell]:
    """The cells of a script; one without markers is one cell. Blank lines at a cell's end do not belong to it."""
    header = _HEADER.match(text)
    skipped = header.group().count("\n") if header else 0
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if number >= skipped and _MARKER.match(line)]
    found = []
    opening = "\n".join(lines[skipped : starts[0] if starts else len(lines)])
    if opening.strip():
        found.append(ScriptCell("code", opening.rstrip("\n"), skipped + 1))
    for start, end in pairwise([*starts, len(lines)]):
        found.append(_cell(lines[start], "\n".join(lines[start + 1 : end]).rstrip("\n"), start + 2))
    return found


def _cell(marker: str, source: str, first: int) -> ScriptCell:
    match = _MARKER.match(marker)
    rest = match["rest"].strip() if match else ""
    if "[markdown]" in rest or "[md]" in rest:
        return ScriptCell("markdown", re.sub(r"(?m)^# ?", "", source).strip('"\n'), first, rest)
    return ScriptCell("raw" if "[raw]" in rest else "code", source, first, rest)


def rewritten(text: str, before: Notebook, after: Notebook) -> str:
    """A script, read as `before`, with the cells of `after`; a cell keeps its marker and the blank lines behind it.

    Raises EditError for a changed cell that does not stand in the script word for word, as text cells do not.
    """
    blocks = _blocks(text, before)
    opening = text[: len(text) - sum(len(block.text) for block in blocks.values())]
    written: list[str] = []
    for cell in after.cells:
        block = blocks.get(cell.id)
        new = _new_block(cell) if block is None else block.with_source(cell)
        if written:
            new = new if _MARKER.match(new.partition("\n")[0]) else f"# %%\n{new}"
            written[-1] += "" if written[-1].endswith("\n") else "\n"
        written.append(new)
    return opening + "".join(written)


@dataclass(frozen=True, slots=True)
class _Block:
    """A cell as it stands in a script: `text` with its marker and what is behind it, the source from `body` on."""

    cell: Cell
    text: str
    body: int

    def with_source(self, cell: Cell) -> str:
        if cell.source == self.cell.source:
            return self.text
        if not self.text.startswith(self.cell.source, self.body):
            raise EditError(f"cell {cell.number} is written in a way that an edit could not keep")
        return self.text[: self.body] + cell.source + self.text[self.body + len(self.cell.source) :]


def _blocks(text: str, notebook: Notebook) -> dict[str, _Block]:
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    found = cells(text)
    bodies = [min(starts[cell.first - 1], len(text)) for cell in found]
    firsts = [text.rfind("\n", 0, body - 1) + 1 if index or _has_marker(text, body) else body for index, body in enumerate(bodies)]
    spans = zip(notebook.cells, pairwise([*firsts, len(text)]), bodies, strict=True)
    return {cell.id: _Block(cell, text[first:end], body - first) for cell, (first, end), body in spans}


def _has_marker(text: str, body: int) -> bool:
    """Whether the line before a cell's source is its marker."""
    return body > 0 and _MARKER.match(text[text.rfind("\n", 0, body - 1) + 1 : body].rstrip("\n")) is not None


def _new_block(cell: Cell) -> str:
    kind = "" if cell.kind is CellKind.CODE else f" [{cell.kind}]"
    tags = f" tags={json.dumps(list(cell.tags))}" if cell.tags else ""
    source = cell.source if cell.kind is CellKind.CODE else "\n".join(f"# {line}".rstrip() for line in cell.source.split("\n"))
    return f"# %%{kind}{tags}\n{source}\n\n"
