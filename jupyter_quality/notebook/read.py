"""Bytes to Notebook: nbformat 1 to 4.5 as found in the wild, and percent scripts.

The usual notebook goes through msgspec structs that pass over the saved outputs; one with odd keys or types takes a second,
lenient way. Neither raises: what is no notebook becomes a Notebook with `trouble`.
"""

import hashlib
import json
from pathlib import Path

import msgspec

from jupyter_quality.notebook import bulk, percent
from jupyter_quality.notebook.document import Cell, CellKind, Notebook

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

BULK = 8 * 2**20
"""Bytes from which on a file is read without the bulk of its outputs."""


class _CellMetadata(msgspec.Struct):
    tags: list[str] = []


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""
    id: str | None = None
    execution_count: int | None = None
    metadata: _CellMetadata = msgspec.field(default_factory=_CellMetadata)
    outputs: msgspec.Raw = msgspec.Raw(b"[]")
    left_out: int = msgspec.field(default=0, name=bulk.LEFT_OUT)


class _KernelSpec(msgspec.Struct):
    language: str | None = None
    name: str = ""


class _LanguageInfo(msgspec.Struct):
    name: str | None = None
    version: str | None = None


class _Allowed(msgspec.Struct):
    allow: list[str] = []


class _Metadata(msgspec.Struct):
    kernelspec: _KernelSpec = msgspec.field(default_factory=_KernelSpec)
    language_info: _LanguageInfo = msgspec.field(default_factory=_LanguageInfo)
    jupyter_quality: _Allowed = msgspec.field(default_factory=_Allowed)


class _File(msgspec.Struct):
    cells: list[_Cell]
    nbformat: int
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


_KINDS = {str(kind): kind for kind in CellKind}
_decoder = msgspec.json.Decoder(_File)


def read_file(path: Path) -> Notebook:
    """The notebook in a file. A file that cannot be opened is a Notebook with `trouble` too."""
    try:
        data = bulk.read_without_bulk(path) if path.stat().st_size > BULK else path.read_bytes()
    except OSError as error:
        return Notebook(str(path), (), trouble=f"The file cannot be read: {error.strerror or error}.")
    return read_notebook(data, str(path))


def read_notebook(data: bytes, path: str | None = None) -> Notebook:
    """The notebook in these bytes: a percent script where `path` ends in .py, else JSON of any nbformat."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if path is not None and path.endswith(".py"):
        try:
            return Notebook(path, _numbered([_RawCell(cell.kind, cell.source) for cell in percent.cells(data.decode())]))
        except UnicodeDecodeError:
            return Notebook(path, (), trouble="This script is not UTF-8 text.")
    try:
        return _from_file(_decoder.decode(data), path)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _read_leniently(data, path)


def _from_file(file: _File, path: str | None) -> Notebook:
    if file.nbformat < 4:
        raise msgspec.ValidationError("an older nbformat")
    cells = [
        _RawCell(
            c.cell_type,
            c.source if isinstance(c.source, str) else "".join(c.source),
            c.id,
            c.execution_count,
            tuple(c.metadata.tags),
            bytes(c.outputs),
            c.left_out,
        )
        for c in file.cells
    ]
    meta = file.metadata
    language = meta.language_info.name or meta.kernelspec.language or _language_of_kernel(meta.kernelspec.name)
    allowed = tuple(meta.jupyter_quality.allow)
    return Notebook(
        path, _numbered(cells), language.lower(), meta.language_info.version, allowed=allowed, kernel=meta.kernelspec.name or None
    )


class _RawCell(msgspec.Struct):
    """A cell before it has a number and a sure id."""

    kind: str
    source: str
    id: str | None = None
    execution_count: int | None = None
    tags: tuple[str, ...] = ()
    saved: bytes = b"[]"
    left_out: int = 0


def _numbered(raw: list[_RawCell]) -> tuple[Cell, ...]:
    """Cells with numbers from 1 and ids that are unique: the file's own where they can be, else made from the source."""
    taken: set[str] = set()
    cells = []
    for number, cell in enumerate(raw, 1):
        base = cell.id or "q" + hashlib.blake2b(cell.source.encode(errors="replace"), digest_size=5).hexdigest()
        name, copy = base, 1
        while name in taken:
            copy += 1
            name = f"{base}-{copy}"
        taken.add(name)
        kind = _KINDS.get(cell.kind, CellKind.MARKDOWN)
        cells.append(Cell(name, number, kind, cell.source, cell.execution_count, cell.tags, cell.saved, len(cell.saved) + cell.left_out))
    return tuple(cells)


def _language_of_kernel(name: str) -> str:
    """The language that a kernel's name tells, for files that say nothing else: "ir" → "r", "julia-1.9" → "julia"."""
    name = name.lower()
    for start, language in (
        ("ir", "r"),
        ("julia", "julia"),
        ("scala", "scala"),
        ("bash", "bash"),
        ("javascript", "javascript"),
        (".net", "c#"),
        ("sos", "sos"),
    ):
        if name == start or name.startswith(start + "-") or (len(start) > 2 and name.startswith(start)):
            return language
    return "python"


def _read_leniently(data: bytes, path: str | None) -> Notebook:
    """The second way: any JSON, any nbformat, missing keys and odd types."""
    try:
        file = json.loads(data.decode("utf-8-sig", errors="replace"))
    except ValueError as error:
        return Notebook(path, (), trouble=_not_json(data, error))
    except RecursionError:
        return Notebook(path, (), trouble="This file is nested too deeply to be a notebook.")
    cells = _list_of_cells(file)
    if cells is None:
        return Notebook(path, (), trouble="This file is JSON, but no notebook: it holds no list of cells.")
    metadata = _object(_object(file).get("metadata"))
    spec, info = _object(metadata.get("kernelspec")), _object(metadata.get("language_info"))
    raw = [_lenient_cell(_object(cell)) for cell in cells]
    languages = [_object(cell).get("language") for cell in cells]
    language = (
        info.get("name")
        or spec.get("language")
        or next((one for one in languages if one), None)
        or _language_of_kernel(str(spec.get("name", "")))
    )
    version = info.get("version")
    allowed = _strings(_object(metadata.get("jupyter_quality")).get("allow"))
    name = spec.get("name")
    kernel = name if isinstance(name, str) and name else None
    return Notebook(path, _numbered(raw), str(language).lower(), str(version) if version else None, allowed=allowed, kernel=kernel)


def _not_json(data: bytes, error: ValueError) -> str:
    if not data.strip():
        return "This file is empty."
    if b"<<<<<<<" in data and b">>>>>>>" in data:
        return "This notebook holds conflict marks of a merge: settle the merge first."
    where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
    return f"This file is no notebook: it is not valid JSON{where}."


def _list_of_cells(file: Json) -> list[Json] | None:
    """The cells of nbformat 4 and 1 (`cells`) or of 2 and 3 (`worksheets`); None where there are none."""
    match file:
        case {"cells": list(cells)}:
            return cells
        case {"worksheets": list(sheets)}:
            found: list[Json] = []
            for sheet in sheets:
                found.extend(_list(_object(sheet).get("cells")))
            return found
    return None


def _lenient_cell(cell: dict[str, Json]) -> _RawCell:
    kind = cell.get("cell_type")
    source = next((cell[key] for key in ("source", "input", "code", "text") if key in cell), "")
    text = "".join(_strings(source)) if isinstance(source, list) else source if isinstance(source, str) else ""
    if kind == "heading":
        level = cell.get("level")
        text = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + " " + text
    count = cell.get("execution_count", cell.get("prompt_number"))
    if isinstance(count, str) and count.isdecimal():
        count = int(count)
    name, left_out = cell.get("id"), cell.get(bulk.LEFT_OUT)
    return _RawCell(
        kind if isinstance(kind, str) else "code",
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        str(name) if isinstance(name, (str, int)) and not isinstance(name, bool) else None,
        count if isinstance(count, int) and not isinstance(count, bool) else None,
        _strings(_object(cell.get("metadata")).get("tags")),
        json.dumps(_list(cell.get("outputs"))).encode(),
        left_out if isinstance(left_out, int) else 0,
    )


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _strings(value: Json) -> tuple[str, ...]:
    return tuple(item for item in _list(value) if isinstance(item, str))
