import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from jupyter_quality.notebook.edit import Fix
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.events import Event, How, Kind
from jupyter_quality.reading.imports import imported_names
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._import_edits import without_alias
from jupyter_quality.rules.names._known import is_for_its_effect

_DEFINITIONS = frozenset({How.IMPORT, How.FUNCTION, How.CLASS})


@dataclass
class _Definition:
    cell: CellReading
    event: Event


class RedefinedUnused(Rule):
    """A function, class or import is defined again before anything used the first definition.

    The first one has no effect, and a reader who finds it first reads the wrong code.
    """

    severity = Severity.STYLE
    message = "`{name}` is defined again here, though nothing used its definition in {where}: that one has no effect"
    ruff = ("F811",)
    bad = (
        """
        # %%
        def area(r):
            return 3 * r
        # %%
        def area(r):  # <-
            return 3.14 * r ** 2
        # %%
        area(2)
        """,
        """
        # %%
        import os
        import os  # ->
        os.getcwd()
        """,
    )
    good = (
        """
        # %%
        def area(r):
            return 3 * r
        area(1)
        # %%
        def area(r):
            return 3.14 * r ** 2
        """,
        """
        # %%
        def report():
            return area(2)
        def area(r):
            return 3 * r
        report()
        # %%
        def area(r):
            return 3.14 * r ** 2
        """,
        """
        # %%
        try:
            import json5 as json
        except ImportError:
            import json
        # %%
        def f(): ...
        %timeit f()
        # %%
        def f(): ...
        """,
        """
        # %%
        class A:
            pass
        @register
        def A(): ...
        # %%
        import numpy as np
        # %%
        x = np.zeros(3)
        # %%
        import numpy as np
        """,
        """
        # %%
        from mpl_toolkits import mplot3d
        # %%
        from mpl_toolkits import mplot3d
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        candidates = _defined_twice(reading)
        if not candidates:
            return
        idle: dict[str, _Definition] = {}
        deferred: set[str] = set()
        for cell in reading.cells:
            if not candidates.isdisjoint(cell.names.bound):
                yield from self._in_cell(cell, idle, deferred)
            deferred |= cell.names.used - cell.names.eager
            words = cell.uses.union(*(magic.words for magic in cell.code.magics)) if cell.code.magics else cell.uses
            for name in idle.keys() & words:
                del idle[name]
            if cell.code.problem is not None:
                idle.clear()

    def _in_cell(self, cell: CellReading, idle: dict[str, _Definition], deferred: set[str]) -> Iterator[Finding]:
        used_in_functions = deferred | (cell.names.used - cell.names.eager)
        for event in cell.code.events:
            if event.kind is Kind.USE or event.kind is Kind.CHANGE or event.conditional or event.deferred:
                idle.pop(event.name, None)
            elif event.kind is Kind.BIND and event.how in _DEFINITIONS:
                before = idle.pop(event.name, None)
                if before is not None and not _is_decorated(event) and _names_one_thing(before.event, event):
                    yield self._finding(cell, event, before)
                if event.name not in used_in_functions and event.name != "_" and not _is_decorated(event) and not _acts(cell, event):
                    idle[event.name] = _Definition(cell, event)
            else:
                idle.pop(event.name, None)

    def _finding(self, cell: CellReading, event: Event, before: _Definition) -> Finding:
        same_cell = before.cell is cell
        where = f"line {cell.code.span(before.event.node).line}" if same_cell else f"cell {before.cell.cell.number}"
        fix = _without_repeat(before, cell, event.node) if isinstance(event.node, ast.alias) else None
        related = [Related(before.cell.place(before.event.node), "first defined")]
        return self.finding(cell.place(event.node), name=event.name, where=where, related=related, fix=fix)


def _defined_twice(reading: Reading) -> frozenset[str]:
    """The names that two imports, functions or classes define with no use in the cells from the first to the second.

    A quick look at sets: which of these matter, the events of their cells tell.
    """
    found: set[str] = set()
    idle: set[str] = set()
    for cell in reading.cells:
        defined = [*cell.names.definitions, *(imported_names(cell.code) if cell.names.imported else ())]
        new = set(defined)
        found |= idle & new
        if len(new) < len(defined):
            found.update(name for name in new if defined.count(name) > 1)
        idle = (idle | new) - cell.uses
    return frozenset(found)


def _is_decorated(event: Event) -> bool:
    return bool(getattr(event.node, "decorator_list", ()))


def _acts(cell: CellReading, event: Event) -> bool:
    """Whether a name is imported for what its import does."""
    statement = cell.code.parent(event.node)
    return isinstance(statement, ast.Import | ast.ImportFrom) and is_for_its_effect(statement, cast("ast.alias", event.node))


def _names_one_thing(before: Event, after: Event) -> bool:
    """`import a.b` and `import a.c` both bind `a` and both take effect."""
    return not (
        isinstance(before.node, ast.alias)
        and isinstance(after.node, ast.alias)
        and "." in before.node.name + after.node.name
        and not before.node.asname
        and not after.node.asname
        and before.node.name != after.node.name
    )


def _without_repeat(before: _Definition, cell: CellReading, alias: ast.alias) -> Fix | None:
    """The fix that takes out an import which only repeats the one before."""
    first = before.cell.code.parent(before.event.node)
    second = cell.code.parent(alias)
    around = second and cell.code.parent(second)
    if (
        not isinstance(first, ast.Import | ast.ImportFrom)
        or not isinstance(second, ast.Import | ast.ImportFrom)
        or around is None
        or type(first) is not type(second)
        or getattr(first, "module", None) != getattr(second, "module", None)
        or ast.dump(before.event.node) != ast.dump(alias)
    ):
        return None
    return without_alias(cell, second, around, alias)
