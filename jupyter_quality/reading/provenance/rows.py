"""Rows of data: where they come from, how they were cut apart, and whether two sets of them meet."""

import ast
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Site:
    """Where something happens: the index of the code cell (from 0), the node, and the calls of the notebook's own functions around it."""

    cell: int
    node: ast.AST
    calls: tuple["Site", ...] = field(default=(), compare=False)


def place_in_cell(node: ast.AST) -> tuple[int, int]:
    """The line and the column of a node, as what orders nodes."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


class How(StrEnum):
    """By what rows are taken apart."""

    RANDOM = "random"
    ORDERED = "ordered"
    GROUPED = "grouped"
    FOLDS = "folds"
    MASK = "mask"
    SLICE = "slice"
    INDEX = "index"
    SAMPLE = "sample"
    UNPACKED = "unpacked"
    SHUFFLE = "shuffle"


@dataclass(frozen=True, slots=True)
class Cut:
    """What makes parts of rows. Two cuts of equal keys, over equal rows, make the same parts. `is_random`: neighbours may land apart."""

    key: Hashable
    how: How
    site: Site = field(compare=False)
    is_random: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """A set of rows: an origin (a file that is read, say), or the part `index` that a cut makes of other rows.

    `path` tells apart what one place gives when it is reached by different calls, or in different turns of a loop.
    """

    origin: Site | None
    parents: frozenset["Rows"] = frozenset()
    cut: Cut | None = None
    index: Hashable = None
    depth: int = 0
    path: tuple[Hashable, ...] = ()
    above: frozenset["Rows"] = field(init=False, compare=False, repr=False)
    """All that the rows are part of."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "above", self.parents.union(*(parent.above for parent in self.parents)))

    @property
    def lineage(self) -> frozenset["Rows"]:
        """The rows themselves and all that they are part of."""
        return self.above | {self}

    @property
    def roots(self) -> frozenset["Rows"]:
        """The origins that the rows come from."""
        return frozenset(rows for rows in self.lineage if not rows.parents)


ONE_A_GROUP = "one row a group"
"""The index of rows of which each stands for a group of others."""
EACH_GROUP = "each group"
"""What the cut goes by that a loop over groups makes."""
RowSet = frozenset[Rows]
NO_ROWS: RowSet = frozenset()


def in_order(rows: RowSet) -> list[Rows]:
    """Rows in an order that is the same each time: those that are cut least first, then by their places."""
    return sorted(rows, key=_rank)


def _rank(rows: Rows) -> tuple[int, int, int, int, str]:
    site = rows.cut.site if rows.cut is not None else rows.origin
    where = (site.cell, *place_in_cell(site.node)) if site is not None else (0, 0, 0)
    return (rows.depth, *where, str(rows.index) if isinstance(rows.index, str | int) else "")


def covers(these: RowSet, rows: Rows) -> bool:
    """Whether all of these rows are surely among others."""
    return rows in these or (bool(rows.parents) and all(covers(these, parent) for parent in rows.parents))


def touches(these: RowSet, those: RowSet) -> bool:
    """Whether some of those rows are these, or a part of these."""
    return any(rows in these or not these.isdisjoint(rows.above) for rows in those)


def are_apart(one: Rows, other: Rows) -> bool:
    """Whether two sets of rows are different parts of one cut."""
    return cut_between(one, other) is not None


def cut_between(one: Rows, other: Rows) -> Cut | None:
    """The cut of which two sets of rows are different parts; None where there is none."""
    parts = [(rows.cut, rows) for rows in in_order(one.lineage) if rows.cut is not None]
    for rows in in_order(other.lineage) if parts else ():
        for cut, part in parts:
            if rows.cut == cut and rows.parents == part.parents and _differ(cut, rows.index, part.index):
                return cut
    return None


def _differ(cut: Cut, one: Hashable, other: Hashable) -> bool:
    """Whether two indices name parts that share no rows: slices do where they begin at different places."""
    if cut.how is How.SLICE and isinstance(one, tuple) and isinstance(other, tuple):
        return bool(one[0] != other[0]) and not overlap(one, other)
    return one != other


def overlap(one: Hashable, other: Hashable) -> bool:
    """Whether two slices, as pairs of texts, surely share rows: their bounds are numbers, and one begins before the other ends."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    (low, high), (begin, end) = sorted((one, other), key=lambda pair: int(pair[0]) if str(pair[0]).isdecimal() else 0)
    return str(high).isdecimal() and str(begin).isdecimal() and int(begin) < int(high) and (low != begin or high != end)


DRAWN = "drawn"
"""What positions go by that are drawn with replacement."""
PACK = "pack"
"""What features and target in one object go by."""
REVERSED = "reversed"
"""What rows go by that stand in the opposite order."""
RUNNING = "running"
"""What a running sum of a column goes by, with the column's name."""
SORTED = ("sorted", "sorted up")
"""What scores go by that stand in order: the highest first, the lowest first."""
WINDOW, STRETCH = "window", "stretch"
"""What rows one after the other go by that move on in each turn of a loop: by a row, or by several."""
UNSEEN = "unseen"
"""What data go by that a function made which nobody can see here."""
OTHER_ROWS = frozenset({"(other rows)"})
"""The sources of a value that is computed from further rows."""
