"""Edits written to a notebook file: what no edit speaks of keeps every byte, and the file is replaced whole or not at all."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from jupyter_quality.notebook import percent
from jupyter_quality.notebook.apply import EditError, applied, offset
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.notebook.edit import ClearOutputs, Edit, ReplaceText
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.notebook.stretches import Frame, Stretch, characters, frame, items, members, rearranged, respelled, value_at

_BOM = b"\xef\xbb\xbf"


class EditConflictError(OSError):
    """The file changed after it was read, so that nothing was written."""


def write_file(path: Path, before: bytes | None, after: bytes) -> None:
    """Replace a file at once, keeping its mode and, where it is a link, the link.

    `before` is what was read: raises EditConflictError where the file holds something else by now, OSError where it cannot be
    written; None writes whatever is there.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(f"{path} cannot be written: it is read-only")
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, file.name)
            else:
                Path(file.name).chmod(0o666 & ~_umask())
            if before is not None and target.read_bytes() != before:
                raise EditConflictError(f"{path} changed on disk after it was read; nothing was written")
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def edited(data: bytes, edits: Sequence[Edit], path: str | None = None) -> bytes:
    """A notebook's bytes after edits, which all speak of the notebook as it was; `path` tells a percent script by its `.py`.

    Raises EditError for an edit that does not fit, and for a file whose form it could not keep.
    """
    bom, body = (_BOM, data.removeprefix(_BOM)) if data.startswith(_BOM) else (b"", data)
    notebook = read_notebook(data, path)
    if notebook.trouble is not None:
        raise EditError(notebook.trouble)
    after = applied(notebook, edits)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise EditError("the file is not UTF-8 text") from None
    new = (
        percent.rewritten(text, notebook, after)
        if path is not None and path.endswith(".py")
        else _edited_json(text, notebook, after, edits)
    )
    return bom + new.encode()


@dataclass(frozen=True, slots=True)
class _Style:
    """How a file is written: one step of its indentation, and whether it keeps to ASCII."""

    indent: str | None
    ascii: bool

    def dump(self, value: object) -> str:
        return json.dumps(value, indent=self.indent, ensure_ascii=self.ascii)


def _style(text: str) -> _Style:
    indent = re.match(r"\s*\{\r?\n([ \t]+)\"", text)
    return _Style(indent[1] if indent else None, text.isascii() and "\\u" in text)


def _edited_json(text: str, before: Notebook, after: Notebook, edits: Sequence[Edit]) -> str:
    file = members(text, value_at(text, 0))
    arrays = [file["cells"]] if "cells" in file else [members(text, sheet)["cells"] for sheet in items(text, file["worksheets"])]
    spans = [span for array in arrays for span in items(text, array)]
    style = _style(text)
    written = [_edited_cell(text, span, cell, edits, style) for cell, span in zip(before.cells, spans, strict=True)]
    if [cell.id for cell in before.cells] == [cell.id for cell in after.cells]:
        return respelled(text, list(zip(spans, written, strict=True)))
    if "cells" not in file:
        raise EditError("this notebook has an older format: open it in Jupyter and save it once, then its cells can be moved")
    layout = frame(text, arrays[0], spans, style.indent)
    numbers = {cell.id: index for index, cell in enumerate(before.cells)}
    has_ids = not spans or any("id" in members(text, span) for span in spans)
    order = [numbers[cell.id] if cell.id in numbers else _new_cell(cell, style, layout, has_ids) for cell in after.cells]
    changed = {span: new for span, new in zip(spans, written, strict=True) if text[span.start : span.end] != new}
    mixed: list[int | str] = [changed.get(spans[item], item) if isinstance(item, int) else item for item in order]
    return respelled(text, [(arrays[0], rearranged(text, spans, mixed, layout))])


def _new_cell(cell: Cell, style: _Style, layout: Frame, has_id: bool) -> str:
    lines = cell.source.splitlines(keepends=True)
    content: dict[str, object] = {"cell_type": cell.kind, "metadata": {"tags": list(cell.tags)} if cell.tags else {}, "source": lines}
    if cell.kind is CellKind.CODE:
        content |= {"execution_count": None, "outputs": []}
    if has_id:
        content["id"] = cell.id
    return style.dump(dict(sorted(content.items()))).replace("\n", layout.line_break or "\n")


def _edited_cell(text: str, span: Stretch, cell: Cell, edits: Sequence[Edit], style: _Style) -> str:
    """A cell's JSON after the edits of its text and outputs."""
    mine = [edit for edit in edits if isinstance(edit, ReplaceText) and edit.cell_id == cell.id]
    cleared = any(isinstance(edit, ClearOutputs) and edit.cell_id == cell.id for edit in edits)
    parts = members(text, span)
    changes = []
    if mine:
        source = next((parts[key] for key in ("source", "input") if key in parts), None)
        if source is None:
            raise EditError(f"cell {cell.number} has no source to edit")
        changes.append((source, _edited_source(text, source, cell, mine, style)))
    if cleared:
        empty = (("outputs", "[]"), ("execution_count", "null"), ("prompt_number", "null"))
        changes += [(parts[key], new) for key, new in empty if key in parts]
    changes.sort(key=lambda change: change[0].start)
    return respelled(text[: span.end], changes)[span.start :]


def _edited_source(text: str, source: Stretch, cell: Cell, edits: Sequence[ReplaceText], style: _Style) -> str:
    """A source's JSON after edits: a string stays a string; in a list, the lines that no edit touches stay as they are."""
    strings = items(text, source) if text[source.start] == "[" else [source]
    if any(text[string.start] != '"' for string in strings):
        raise EditError(f"cell {cell.number} has a source that is no text")
    lines = [characters(text[string.start : string.end]) for string in strings]
    if "".join(json.loads(f'"{"".join(line)}"') for line in lines) != cell.source:
        raise EditError(f"cell {cell.number} is written in a way that an edit could not keep")
    spots = sorted(_spot(cell.source, edit, style) for edit in edits)
    if any(one.end > other.start for one, other in pairwise(spots)):
        raise EditError(f"two edits of cell {cell.number} overlap")
    if text[source.start] == '"':
        return '"' + "".join(_spliced(lines[0], spots, 0)) + '"'
    return rearranged(text, strings, _edited_lines(lines, spots), frame(text, source, strings, style.indent))


class _Spot(NamedTuple):
    """An edit of a source, counted in characters: what becomes of those from `start` to before `end`, as JSON pieces."""

    start: int
    end: int
    new: tuple[str, ...]


def _spot(source: str, edit: ReplaceText, style: _Style) -> _Spot:
    span = edit.span
    new = tuple(characters(style.dump(edit.text)))
    return _Spot(offset(source, span.line, span.column), offset(source, span.end_line, span.end_column), new)


def _spliced(pieces: Sequence[str], spots: Sequence[_Spot], first: int) -> list[str]:
    """Pieces, one a character and the first of them the character `first`, after the edits."""
    found: list[str] = []
    position = 0
    for spot in spots:
        found += [*pieces[position : spot.start - first], *spot.new]
        position = spot.end - first
    return [*found, *pieces[position:]]


def _edited_lines(lines: Sequence[Sequence[str]], spots: Sequence[_Spot]) -> list[int | str]:
    """The lines after edits: old ones by index, those from the first edit to the last as new JSON strings."""
    starts = list(accumulate((len(line) for line in lines), initial=0))
    first = max((index for index in range(len(lines)) if starts[index] <= spots[0].start), default=0)
    behind = max(first + 1, sum(start < spots[-1].end for start in starts[:-1]))
    while True:
        changed = _spliced([piece for line in lines[first:behind] for piece in line], spots, starts[first])
        if behind >= len(lines) or not changed or changed[-1] == "\\n":
            break
        behind += 1
    new = re.findall(r"(?:\\[^n]|[^\\])*(?:\\n|\Z)", "".join(changed))
    return [*range(first), *(f'"{line}"' for line in new if line), *range(behind, len(lines))]
