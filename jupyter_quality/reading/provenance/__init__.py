"""Where a notebook's rows come from, and what happens to them: they are split, learned from, scored on, chosen by.

    reading.provenance.trail.splits     Split(site, name, cut, data, parts, settings): train_test_split, KFold.split, cross_val_score …
    reading.provenance.trail.fits       Fit(site, estimator, features, target, text, watched): every `fit` of a transformer or model
    reading.provenance.trail.scores     Score(site, metric, data, fits, rows, crossed, truth): metrics, `.score`, predictions
    reading.provenance.trail.choices    Choice(site, rows, how, scored): what is chosen by a score
    reading.provenance.trail.signs      Sign(site, kind, rows, column, strength): the rows belong to a time, or to groups
    reading.provenance.value(cell, node)  what an expression was: Data (rows, marks, form …), Estimator (name, role, settings …)

A Site is (cell: index of the code cell, node, calls); `provenance.place(site)` is its Place. `rows.covers`, `touches` and `cut_between`
compare rows.
"""

import ast
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from jupyter_quality.notebook.document import Place
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.provenance.library import LEARNING_WORDS, ML_WORDS, Role

if TYPE_CHECKING:
    from jupyter_quality.reading.provenance.interpreter import Interpreter
    from jupyter_quality.reading.provenance.rows import Site
    from jupyter_quality.reading.provenance.trail import Trail
    from jupyter_quality.reading.provenance.values import Value


class Provenance:
    """One pass over the cells of a notebook, made when it is first asked for; empty where no word hints at machine learning."""

    def __init__(self, cells: Sequence[CellReading], source: str, more_roles: tuple[tuple[str, Role], ...] = ()) -> None:
        self._cells = cells
        self._source = source
        self._more_roles = more_roles

    @cached_property
    def _interpreter(self) -> "Interpreter":
        from jupyter_quality.reading.provenance.interpreter import Interpreter  # who asks for no rows does not wait for it to load

        interpreter = Interpreter(self._cells, self._more_roles)
        own = [name.partition(".")[0] for name, _ in self._more_roles]
        if any(word in self._source for word in (*ML_WORDS, *own)) and any(word in self._source for word in LEARNING_WORDS):
            interpreter.run()
        return interpreter

    @property
    def trail(self) -> "Trail":
        """What happened to the rows, in order."""
        return self._interpreter.trail

    def value(self, cell: CellReading, node: ast.expr) -> "Value | None":
        """What a name, call, attribute or subscript was when it was last evaluated; None where it never was."""
        return self._interpreter.values.get((self._cells.index(cell), node))

    def place(self, site: "Site") -> Place:
        """Where a site is."""
        return self._cells[site.cell].place(site.node)

    def cell(self, site: "Site") -> CellReading:
        """The cell of a site."""
        return self._cells[site.cell]

    def text(self, node: ast.AST, site: "Site") -> str:
        """The source of a node in the cell of a site, on one line."""
        return " ".join(self.cell(site).code.text(node).split())
