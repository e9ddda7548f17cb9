"""A notebook as plain frozen values."""

from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """What a cell holds, in nbformat's words."""

    CODE = "code"
    MARKDOWN = "markdown"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one cell's source: lines and columns count characters from 1, the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a notebook: the cell by id and by number (over all cells, from 1), and the stretch in it."""

    cell_id: str
    cell: int
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `number` counts all cells from 1; `saved` is the JSON text of its saved outputs, read by `outputs.py` on demand;
    `saved_bytes` is how much they take in the file, which is more than `saved` where that was read without its bulk."""

    id: str
    number: int
    kind: CellKind
    source: str
    execution_count: int | None = None
    tags: tuple[str, ...] = ()
    saved: bytes = b"[]"
    saved_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook as it was saved.

    `trouble` is set, and `cells` empty, where the bytes are no notebook: it says why in one sentence.
    `language` is the kernel's language in lower case; `language_version` is as the kernel wrote it, e.g. "3.12.1"; `kernel` is the
    name of the kernel's specification.
    `allowed` are the rules that the notebook's own metadata (`jupyter_quality.allow`) allow.
    """

    path: str | None
    cells: tuple[Cell, ...]
    language: str = "python"
    language_version: str | None = None
    trouble: str | None = None
    allowed: tuple[str, ...] = ()
    kernel: str | None = None

    @property
    def code_cells(self) -> tuple[Cell, ...]:
        """The code cells, in notebook order."""
        return tuple(cell for cell in self.cells if cell.kind is CellKind.CODE)

    @property
    def run_cells(self) -> dict[str, str]:
        """Id → source of the cells that were run, as their saved counts tell."""
        return {cell.id: cell.source for cell in self.cells if cell.execution_count is not None}
