"""Three versions of a notebook's file made into one, cell by cell."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_quality.proof.seen import Json
from jupyter_quality.refactor.project.threeway import NO_NAMES, merge, merge_text

_RawCell = dict[str, Json]
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class MergedNotebook:
    """The file that came of it; `conflicts` are sentences on cells that both sides changed."""

    text: str
    conflicts: tuple[str, ...] = ()


def merge_notebook(base: str, mine: str, theirs: str, names: Mapping[str, str] = NO_NAMES) -> MergedNotebook | None:
    """A notebook with what either side changed of its cells; None where one of the files cannot be read.

    `names` are those that functions had, and those that they have. What stands around the cells is mine. Outputs are theirs where the
    cell is, else mine.
    """
    try:
        one, two, three = (_read(text) for text in (base, mine, theirs))
    except _UNREADABLE:
        return None
    cells: list[_RawCell] = []
    conflicts: list[str] = []
    for key in _order(tuple(one), tuple(two), tuple(three)):
        cell, conflict = _merged(one.get(key), two.get(key), three.get(key), names)
        if cell is not None:
            cells.append(cell)
        if conflict:
            conflicts.append(f"cell {len(cells)}: {conflict}")
    return MergedNotebook(json.dumps({**json.loads(mine), "cells": cells}, indent=1, ensure_ascii=False) + "\n", tuple(conflicts))


def same_cells(one: str, other: str) -> bool:
    """Whether two notebooks' files hold the same cells, outputs and metadata aside."""
    try:
        first, second = _read(one), _read(other)
    except _UNREADABLE:
        return one == other
    return [(key, cell["cell_type"], cell["source"]) for key, cell in first.items()] == [
        (key, cell["cell_type"], cell["source"]) for key, cell in second.items()
    ]


def _read(text: str) -> dict[str, _RawCell]:
    """The cells by id; one without, by its number."""
    cells = json.loads(text)["cells"]
    for cell in cells:
        source = cell["source"]
        cell["source"] = source if isinstance(source, str) else "".join(source)
    return {str(cell.get("id") or f"#{number}"): cell for number, cell in enumerate(cells)}


def _order(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """All ids of mine and theirs, in mine's order, those that are new in theirs where they stand there."""
    merged = [key for piece in merge(base, mine, theirs) for key in (*piece.mine, *(piece.theirs or ()))]
    found = list(dict.fromkeys(merged))
    for side in (mine, theirs):
        for number, key in enumerate(side):
            if key not in found:
                before = next((other for other in reversed(side[:number]) if other in found), None)
                found.insert(found.index(before) + 1 if before is not None else 0, key)
    return found


def _merged(
    base: _RawCell | None, mine: _RawCell | None, theirs: _RawCell | None, names: Mapping[str, str]
) -> tuple[_RawCell | None, str | None]:
    """A cell and, where both sides changed it, a sentence."""
    if mine is None:
        if base is None or theirs is None:
            return _listed(theirs), None
        return (None, None) if _same(base, theirs) else (_listed(theirs), "you deleted it, and it has changed in the notebook: it is back")
    if theirs is None:
        if base is None:
            return _listed(mine), None
        return (None, None) if _same(base, mine) else (_listed(mine), "it is gone from the notebook, and you have changed it: it is kept")
    before = str(base["source"]) if base is not None else ""
    text, count = merge_text(before, str(mine["source"]), str(theirs["source"]), names)
    turned = base is not None and base["cell_type"] == mine["cell_type"] != theirs["cell_type"]
    about = theirs if base is not None and mine.get("metadata") == base.get("metadata") else mine
    cell = {**(theirs if turned else mine), "metadata": about.get("metadata", {}), "source": text}
    if "outputs" in cell and "outputs" in theirs and text == theirs["source"]:
        cell["outputs"] = theirs["outputs"]
    return _listed(cell), "both changed the same lines" if count else None


def _same(one: Mapping[str, Json], other: Mapping[str, Json]) -> bool:
    return one["source"] == other["source"]


def _listed(cell: _RawCell | None) -> _RawCell | None:
    """A cell with its source as nbformat writes it."""
    if cell is None:
        return None
    lines: list[Json] = list(str(cell["source"]).splitlines(keepends=True))
    return {**cell, "source": lines}
