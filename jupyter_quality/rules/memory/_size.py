"""What says that data are large: the file itself, a saved output of the frame, or what the author writes beside it."""

import re
from dataclasses import dataclass

from jupyter_quality.notebook.document import CellKind
from jupyter_quality.notebook.outputs import read_outputs
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading

_COMPRESSED = (".gz", ".zip", ".bz2", ".xz", ".parquet", ".feather", ".orc", ".zst")
_LARGE, _LARGE_COMPRESSED = 100 * 2**20, 30 * 2**20
_MANY_VALUES = 20_000_000
_SHAPE = re.compile(r"\((\d+), (\d+)\)")
_INFO = re.compile(r"(?:RangeIndex|Index|Int64Index): (\d+) entries.*?\(total (\d+) columns\)", re.DOTALL)
_USAGE = re.compile(r"memory usage: ([\d.]+)\+? (MB|GB)")
_SPOKEN = re.compile(r"\b(\d+(?:\.\d+)?)\s?(GB|GiB|TB|million rows|M rows|billion rows)\b")


@dataclass(frozen=True, slots=True)
class Size:
    """How large what is read is known to be, in words."""

    what: str
    confidence: float


def size_of(reading: Reading, cell: CellReading, call: Call, name: str | None, constants: Constants) -> Size | None:
    """What says that a read is large: the file itself, a saved output of the frame, or what the author says just above."""
    node = call.argument(0)
    path = constants.text(cell, node) if node is not None else None
    size = reading.folder.size(path) if path is not None else None
    if path is not None and size is not None:
        is_large = size >= (_LARGE_COMPRESSED if path.endswith(_COMPRESSED) else _LARGE)
        return Size(f"the {size / 2**20:,.0f} MB of `{path.rpartition('/')[2]}`", 1.0) if is_large else None
    shown = next((text for one in reading.cells if name for text in [_shown(one, name)] if text), None)
    if shown:
        return Size(shown, 0.9)
    said = _said(reading, cell)
    return Size(f"data of {said}", 0.6) if said else None


def _shown(cell: CellReading, name: str) -> str | None:
    """What a cell's saved output shows of a frame that is very large."""
    source = cell.code.source
    if len(cell.cell.saved) <= 2 or (f"{name}.shape" not in source and f"{name}.info(" not in source):
        return None
    for output in read_outputs(cell.cell.saved):
        if usage := _USAGE.search(output.text):
            megabytes = float(usage[1]) * (1024 if usage[2] == "GB" else 1)
            return f"{usage[1]} {usage[2]} in memory" if megabytes >= 500 else None
        counts = _INFO.search(output.text) or _SHAPE.search(output.text)
        if counts and int(counts[1]) * int(counts[2]) >= _MANY_VALUES:
            return f"{int(counts[1]):,} rows of {counts[2]} columns"
    return None


def _said(reading: Reading, cell: CellReading) -> str | None:
    """What the text just above a cell, or a comment in it, says about the size of the data."""
    cells = reading.notebook.cells
    above = cells[cell.cell.number - 2] if cell.cell.number > 1 else None
    texts = [above.source] if above is not None and above.kind is CellKind.MARKDOWN else []
    texts += [line.partition("#")[2] for line in cell.code.lines if "#" in line]
    for said in (match for text in texts for match in _SPOKEN.finditer(text)):
        if said[2] != "million rows" or float(said[1]) >= 5:
            return said.group()
    return None
