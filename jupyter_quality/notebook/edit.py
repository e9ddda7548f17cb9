"""Edits of a notebook's cells, and the fix that bundles them."""

from dataclasses import dataclass

from jupyter_quality.notebook.document import CellKind, Span


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """Put `text` where `span` of one cell's source stands."""

    cell_id: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class InsertCell:
    """Insert a cell before the cell with the id `before`, at the end where it is None."""

    before: str | None
    kind: CellKind
    source: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteCell:
    """Take a whole cell out."""

    cell_id: str


@dataclass(frozen=True, slots=True)
class MoveCell:
    """Move a cell before the cell with the id `before`."""

    cell_id: str
    before: str


@dataclass(frozen=True, slots=True)
class ClearOutputs:
    """Clear one cell's saved outputs."""

    cell_id: str


Edit = ReplaceText | InsertCell | DeleteCell | MoveCell | ClearOutputs


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends a finding. A `safe` fix keeps what the notebook computes, or changes it only as the finding's message promises."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False
