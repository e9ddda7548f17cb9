"""What has shaped a value: a statistic, a transformer or a score, and the rows that it is of."""

from dataclasses import dataclass, field
from enum import StrEnum

from jupyter_quality.reading.provenance.rows import RowSet, Site, place_in_cell


class MarkKind(StrEnum):
    """How rows have shaped a value."""

    LEARNED = "learned"
    """By a transformer that learned from them."""
    STATISTIC = "statistic"
    """By a statistic of them (a mean, a quantile, a correlation)."""
    TARGET = "target"
    """By the target's mean for each category, which an encoder learned from them."""
    GROUP = "group"
    """By a statistic of each group of them."""
    COPIED = "copied"
    """Copies of them, or rows made between them, stand beside them."""
    FUTURE = "future"
    """A value comes from rows further down."""
    SCORE = "score"
    """By a score on them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """That rows have shaped a value. `what` names the estimator or statistic, `data` is what it learned from, as the author wrote it.

    `over` are the columns that a statistic is taken of, where they are known. `sure` is from 0 to 1.
    """

    kind: MarkKind
    site: Site
    rows: RowSet
    what: str = field(compare=False)
    data: str = field(compare=False)
    over: frozenset[str] = frozenset()
    sure: float = field(default=1.0, compare=False)


Marks = frozenset[Mark]
NO_MARKS: Marks = frozenset()


def by_place(marks: Marks) -> list[Mark]:
    """Marks in the order of the places that left them."""
    return sorted(marks, key=lambda mark: (mark.site.cell, *place_in_cell(mark.site.node), mark.what))
