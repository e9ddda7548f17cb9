import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.structure._shapes import Shape, length_alike, shapes, windows

_FEWEST = 5
_LEAST_WEIGHT = 40


@dataclass(frozen=True, slots=True)
class _Run:
    """Statements at the top level of a cell: `length` of them from the index `start` on."""

    cell: CellReading
    start: int
    length: int

    @property
    def first(self) -> ast.stmt:
        """The first of the statements."""
        return self.cell.code.tree.body[self.start]

    @property
    def statements(self) -> int:
        """How many statements they are, those inside them counted too, imports not."""
        return sum(shape.statements for shape in self._shapes)

    @property
    def is_worth_a_word(self) -> bool:
        """Whether there is enough in them to be made a function."""
        return self.statements >= _FEWEST and sum(shape.weight for shape in self._shapes) >= _LEAST_WEIGHT

    @property
    def _shapes(self) -> Sequence[Shape]:
        return shapes(self.cell.code)[self.start : self.start + self.length]


class DuplicateCode(Rule):
    """The same statements stand in several cells, perhaps with other names for the variables.

    A mistake found in one copy stays in the others, and a reader must compare them line by line to see whether they differ.
    Put the steps into one function, and call it with what differs.
    """

    severity = Severity.STYLE
    message = "{count} statements of this cell stand again in {cells}: make them one function"
    bad = (
        """
        # %%
        import pandas as pd
        north = pd.read_csv("north.csv")
        # %%
        print("north")
        north = north.dropna()  # <-
        north = north[north["price"] > 0]
        north["tax"] = north["price"] * 0.2
        north["total"] = north["price"] + north["tax"]
        print(north["total"].describe())
        # %%
        south = south.dropna()
        south = south[south["price"] > 0]  # a remark
        south["tax"] = south["price"] * 0.2
        south["total"] = south["price"] + south["tax"]
        print(south["total"].describe())
        """,
        """
        # %%
        def load(path):  # <-
            rows = []
            for line in open(path):
                if line.strip():
                    rows.append(line.split(","))
            return rows
        # %%
        print(1)
        # %%
        def load(path):
            rows = []
            for line in open(path):
                if line.strip():
                    rows.append(line.split(","))
            return rows
        """,
    )
    good = (
        """
        # %%
        north = north.dropna()
        north = north[north["price"] > 0]
        north["tax"] = north["price"] * 0.2
        print(north["tax"])
        # %%
        south = south.dropna()
        south = south[south["price"] > 0]
        south["tax"] = south["price"] * 0.2
        print(south["tax"])
        """,
        """
        # %%
        a = first(x, y)[0]
        b = second(x, y)[0]
        c = third(x, y)[0]
        d = fourth(x, y)[0]
        e = fifth(x, y)[0]
        # %%
        a = first(x, x)[0]
        b = second(x, x)[0]
        c = third(x, x)[0]
        d = fourth(x, x)[0]
        e = fifth(x, x)[0]
        """,
        """
        # %%
        import os
        import re
        import sys
        import json
        import math
        # %%
        import os
        import re
        import sys
        import json
        import math
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        told: set[tuple[int, int]] = set()
        for first, others in _repeated(_alike(reading)):
            if (first.cell.cell.number, first.start) not in told:
                told.update((run.cell.cell.number, run.start + index) for run in (first, *others) for index in range(run.length))
                yield self._finding(first, others)

    def _finding(self, first: _Run, others: Sequence[_Run]) -> Finding:
        numbers = [str(number) for number in sorted({run.cell.cell.number for run in others})]
        cells = f"cell {numbers[0]}" if len(numbers) == 1 else f"cells {', '.join(numbers[:-1])} and {numbers[-1]}"
        return self.finding(
            first.cell.place(first.first),
            related=[Related(run.cell.place(run.first), "the same again") for run in others],
            count=first.statements,
            cells=cells,
        )


def _alike(reading: Reading) -> list[CellReading]:
    """The cells that share some lines with another one, by their punctuation."""
    seen, shared = set[int](), set[int]()
    for cell in reading.cells:
        own = windows(cell.code)
        shared |= own & seen
        seen |= own
    return [cell for cell in reading.cells if not shared.isdisjoint(windows(cell.code))] if shared else []


def _repeated(cells: Sequence[CellReading]) -> Iterator[tuple[_Run, list[_Run]]]:
    """Each run of statements that later cells hold again, with these, from the top of the notebook on."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    keys = [cell.code.remember("least worthy runs", partial(_least_worthy, cell)) for cell in cells]
    for number, own in enumerate(keys):
        for start, key in enumerate(own):
            places.setdefault(key, []).append((number, start))
    for number, cell in enumerate(cells):
        own_shapes = shapes(cell.code)
        for start, key in enumerate(keys[number]):
            later = [(cells[other], begin) for other, begin in places[key] if key and other > number]
            runs = [_Run(other, begin, length_alike(own_shapes, start, shapes(other.code), begin)) for other, begin in later]
            worthy = [run for run in runs if run.is_worth_a_word]
            if worthy:
                yield _Run(cell, start, max(run.length for run in worthy)), worthy


def _least_worthy(cell: CellReading) -> list[tuple[str, ...]]:
    """For each statement of a cell the shortest run from it on that is worth a word, in its shapes' texts; empty where none is."""
    own = shapes(cell.code)
    found = list[tuple[str, ...]]()
    for start in range(len(own)):
        worthy = (length for length in range(1, len(own) - start + 1) if _Run(cell, start, length).is_worth_a_word)
        length = next(worthy, 0)
        found.append(tuple(shape.text for shape in own[start : start + length]))
    return found
