"""What a rule is: one file, whose docstring is its page, whose examples are its tests, whose name is its own."""

import inspect
from abc import ABC, abstractmethod
from ast import AST
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from jupyter_quality.notebook.document import Place, Span
from jupyter_quality.notebook.edit import Fix
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity


class Rule(ABC):
    """One thing that a reviewer would point out, found in a whole notebook.

    The docstring's first paragraph is its summary, the rest says why it matters. `message` is a format string over the words
    that `finding` is given. `bad` and `good` are examples (`_example.py` says how they are written). `ruff` are ruff's codes of
    the same meaning. `further` is an address to read on at.
    """

    severity: ClassVar[Severity]
    message: ClassVar[str]
    bad: ClassVar[str | tuple[str, ...]]
    good: ClassVar[str | tuple[str, ...]]
    ruff: ClassVar[tuple[str, ...]] = ()
    further: ClassVar[str | None] = None

    @cached_property
    def name(self) -> str:
        """The file's name, with hyphens."""
        return type(self).__module__.rpartition(".")[2].replace("_", "-")

    @cached_property
    def family(self) -> str:
        """The folder's name."""
        return type(self).__module__.split(".")[-2]

    @property
    def summary(self) -> str:
        """The first paragraph of the rule's page, on one line."""
        return " ".join(self._page.partition("\n\n")[0].split())

    @property
    def why(self) -> str:
        """The rest of the rule's page: why it matters, and what to do."""
        return self._page.partition("\n\n")[2].strip()

    @property
    def _page(self) -> str:
        return inspect.cleandoc(type(self).__doc__ or "")

    @abstractmethod
    def find(self, reading: Reading) -> Iterator[Finding]:
        """Everything of this kind in a notebook."""

    def finding(
        self,
        place: Place | None,
        *,
        related: Iterable[Related] = (),
        confidence: float = 1.0,
        fix: Fix | None = None,
        severity: Severity | None = None,
        **words: object,
    ) -> Finding:
        """A finding of this rule; `words` fill the message."""
        return Finding(
            self.name, self.family, severity or self.severity, self.message.format(**words), place, tuple(related), confidence, fix
        )


class CellRule(Rule):
    """A rule that looks at one cell alone, so that its answer is remembered with the cell's content.

    Where `words` are given, only a cell whose source holds one of them is looked at.
    """

    words: ClassVar[tuple[str, ...]] = ()

    def find(self, reading: Reading) -> Iterator[Finding]:
        words = [word for word in self.words if word in reading.source]
        for cell in reading.cells if words or not self.words else ():
            if not words or any(word in cell.code.source for word in words):
                yield from self._remembered(cell)

    def _remembered(self, cell: CellReading) -> Iterator[Finding]:
        used = frozenset((name, cell.imports[name]) for name in cell.names.used if name in cell.imports)
        found = cell.code.remember((self.name, used), lambda: tuple(self.find_in(cell)))
        for finding in found:
            yield moved(finding, cell)

    @abstractmethod
    def find_in(self, cell: CellReading) -> Iterator[Finding]:
        """Everything of this kind in one cell. Only the cell's code and imports may decide, not its number or outputs."""

    def at(
        self,
        cell: CellReading,
        where: AST | Span,
        *,
        related: Iterable[Related] = (),
        confidence: float = 1.0,
        fix: Fix | None = None,
        **words: str | int | bool,
    ) -> Finding:
        """A finding at a node or span of a cell."""
        message = self.message.format(**words)
        return Finding(self.name, self.family, self.severity, message, cell.place(where), tuple(related), confidence, fix)


def moved(finding: Finding, cell: CellReading) -> Finding:
    """A finding that was made for a cell of the same content, as one of this cell."""
    place = finding.place
    if place is None or (place.cell_id == cell.cell.id and place.cell == cell.cell.number):
        return finding
    fix = finding.fix and replace(
        finding.fix, edits=tuple(replace(edit, cell_id=cell.cell.id) for edit in finding.fix.edits if not hasattr(edit, "before"))
    )
    related = tuple(replace(one, place=_moved_place(one.place, cell)) for one in finding.related)
    return replace(finding, place=_moved_place(place, cell), related=related, fix=fix)


def _moved_place(place: Place, cell: CellReading) -> Place:
    return Place(cell.cell.id, cell.cell.number, place.span)
