import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.notebook.edit import Fix, MoveCell
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.events import Event, Kind
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._known import is_given
from jupyter_quality.rules.state._evidence import may_come_unseen, sure_use
from jupyter_quality.rules.state._mention import binds_first
from jupyter_quality.rules.structure._imports import gathered, has_imports, imports_in, may_move_up


@dataclass(frozen=True, slots=True)
class _Early:
    """A name that is read before anything above binds it: at `node` of `reader`, by way of the function `through` where so."""

    name: str
    reader: int
    node: ast.AST
    through: str | None = None


class DefinedBelow(Rule):
    """A cell reads a name that is defined only further down.

    It worked because the cells were run in another order. Restart & Run All goes from top to bottom and stops here with a NameError,
    and so does everyone else who runs the notebook.
    Move the definition above its first use.
    """

    severity = Severity.FRAGILE
    message = "`{name}` is read {how}, but defined only {where}: Restart & Run All stops here"
    bad = (
        """
        # %%
        data = np.arange(5)  # -> import numpy as np\\ndata = np.arange(5)
        # %%
        import numpy as np
        """,
        """
        # %%
        import os
        # %% [3]
        print(os.name, threshold)  # <-
        # %% [2]
        threshold = 5
        """,
        """
        # %%
        def area(radius):
            return pi * radius ** 2
        # %%
        print(area(2))  # <-
        # %%
        pi = 3.14159
        """,
        """
        # %%
        prices = prices.dropna()  # <-
        print(len(prices))
        """,
        """
        # %%
        total = sum(values)  # <-
        # %%
        values = [1, 2]
        # %%
        print(sum(values))
        """,
    )
    good = (
        """
        # %%
        def area(radius):
            return pi * radius ** 2
        # %%
        pi = 3.14159
        # %%
        print(area(2))
        """,
        """
        # %%
        import os
        if os.name == "nt":
            limit = 5
        # %%
        print(limit)
        # %%
        limit = 7
        """,
        """
        # %%
        try:
            cache
        except NameError:
            cache = {}
        if len("a") > 1:
            print(cache, later)
        # %%
        later = 1
        """,
        """
        # %%
        from math import *
        print(pi, e)
        # %%
        e = 1
        """,
        """
        # %%
        %run setup.py
        print(threshold)
        # %%
        threshold = 5
        """,
        """
        # %%
        values = [1, 2]
        values = [value * 2 for value in values]
        total = 0
        for value in values:
            total += value
        # %%
        with open("a.txt") as file:
            text = file.read()
        import re
        words = re.findall("a", text)
        (first, *rest), n = (words, 1), 2
        print(first, rest, n)
        """,
        """
        # %%
        class Node:
            def next(self):
                return Leaf()
        # %%
        class Leaf(Node):
            pass
        # %%
        Node().next()
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        told: set[str] = set()
        for early in _early_uses(reading):
            if early.name not in told and not may_come_unseen(reading, early.name):
                told.add(early.name)
                yield self._finding(reading, early)

    def _finding(self, reading: Reading, early: _Early) -> Finding:
        reader = reading.cells[early.reader]
        below = next((i for i in range(early.reader + 1, len(reading.cells)) if early.name in reading.cells[i].defines), None)
        how = f"by `{early.through}`, which is called here" if early.through else "here"
        if below is None:
            where = "by this cell, afterwards"
            return self.finding(reader.place(early.node), name=early.name, how=how, where=where, confidence=0.9)
        source = reading.cells[below]
        event = next((e for e in source.code.events if e.kind is Kind.BIND and e.name == early.name), None)
        place = source.place(event.node if event else source.code.line_span(1))
        return self.finding(
            reader.place(early.node),
            related=[Related(place, f"defines `{early.name}`")],
            fix=_fix(reading, early, below),
            name=early.name,
            how=how,
            where=f"by cell {source.cell.number}, further down",
        )


def _early_uses(reading: Reading) -> Iterator[_Early]:
    above: set[str] = set()
    waiting: list[tuple[CellReading, str]] = []
    for index, cell in enumerate(reading.cells):
        if "raises-exception" not in cell.cell.tags:
            for name in sorted((cell.names.eager & reading.defined) - above):
                if not is_given(name) and not _binds_first(cell, name) and (use := sure_use(cell, name)):
                    yield _Early(name, index, use.node)
        later = (cell.names.used - cell.names.eager - cell.defines - above) & reading.defined
        waiting += [(cell, name) for name in sorted(later) if not is_given(name)]
        above |= cell.defines
        waiting = [(home, name) for home, name in waiting if name not in above]
        for home, name in waiting:
            if not cell.names.eager.isdisjoint(home.names.definitions):
                for function in _functions_using(home, name):
                    if function in cell.names.eager and (call := _sure_call(cell, function)):
                        yield _Early(name, index, call, function)


def _binds_first(cell: CellReading, name: str) -> bool:
    return name in cell.defines and (name in cell.names.imported or binds_first(cell.code, name))


def _functions_using(cell: CellReading, name: str) -> Iterator[str]:
    """The functions of a cell whose body surely reads a name whenever they are called."""
    for node in cell.code.tree.body:
        if isinstance(node, ast.FunctionDef):
            inside = {id(child) for child in ast.walk(node)}
            if any(_is_sure_inside(event, name) and id(event.node) in inside for event in cell.code.events):
                yield node.name


def _is_sure_inside(event: Event, name: str) -> bool:
    return event.name == name and event.kind is Kind.USE and event.deferred and not event.conditional


def _sure_call(cell: CellReading, function: str) -> ast.AST | None:
    """Where the cell, whenever it runs, calls a function by its name."""
    called = {id(call.func): call for call in cell.code.nodes(ast.Call)}
    return next(
        (
            called[id(event.node)]
            for event in cell.code.events
            if event.name == function
            and event.kind is Kind.USE
            and not event.deferred
            and not event.conditional
            and id(event.node) in called
        ),
        None,
    )


def _fix(reading: Reading, early: _Early, below: int) -> Fix | None:
    """Gather the import, or move the whole cell where everything that it needs stands above and nothing between is disturbed."""
    reader, source = reading.cells[early.reader], reading.cells[below]
    if early.name in source.names.imported:
        return _import_moved_up(reading, early, source)
    between = reading.cells[early.reader : below]
    above = frozenset[str]().union(*(cell.defines for cell in reading.cells[: early.reader]))
    made = frozenset[str]().union(*(cell.defines for cell in between))
    is_free = source.uses.isdisjoint(made) and all(name in above or name in source.defines or is_given(name) for name in source.uses)
    if not is_free or not made.isdisjoint(source.defines) or source.code.magics:
        return None
    return Fix(f"Move cell {source.cell.number} above cell {reader.cell.number}", (MoveCell(source.cell.id, reader.cell.id),))


def _import_moved_up(reading: Reading, early: _Early, source: CellReading) -> Fix | None:
    reader = reading.cells[early.reader]
    home = next((cell for cell in reading.cells[: early.reader] if has_imports(cell)), reader)
    found = next((one for one in imports_in(source) if early.name in one.names and may_move_up(reading, one, home)), None)
    return gathered(home, [found], on_top=home is reader) if found else None
