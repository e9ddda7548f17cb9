import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.events import Event, How, Kind
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._import_edits import without_alias

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
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        twice = {name for name, cells in reading.graph.binders.items() if len(cells) > 1}
        idle: dict[str, _Definition] = {}
        deferred: set[str] = set()
        for cell in reading.cells:
            if cell.names.has_odd_scopes or not twice.isdisjoint(cell.defines | cell.uses) or _may_define_twice(cell):
                yield from self._in_cell(cell, idle, deferred)
            deferred |= cell.names.used - cell.names.eager
            for name in cell.uses:
                idle.pop(name, None)
            for magic in cell.code.magics:
                for word in magic.words | magic.uses:
                    idle.pop(word, None)
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
                if event.name not in used_in_functions and not _is_decorated(event) and event.name != "_":
                    idle[event.name] = _Definition(cell, event)
            else:
                idle.pop(event.name, None)

    def _finding(self, cell: CellReading, event: Event, before: _Definition) -> Finding:
        same_cell = before.cell is cell
        where = f"line {cell.code.span(before.event.node).line}" if same_cell else f"cell {before.cell.cell.number}"
        fix = without_alias(cell, event.node) if isinstance(event.node, ast.alias) and _is_same_import(before, cell, event) else None
        related = [Related(before.cell.place(before.event.node), "first defined")]
        return self.finding(cell.place(event.node), name=event.name, where=where, related=related, fix=fix)


def _may_define_twice(cell: CellReading) -> bool:
    source = cell.code.source
    return source.count("import ") + source.count("def ") + source.count("class ") > 1


def _is_decorated(event: Event) -> bool:
    return bool(getattr(event.node, "decorator_list", ()))


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


def _is_same_import(before: _Definition, cell: CellReading, event: Event) -> bool:
    first = before.cell.code.parent(before.event.node)
    second = cell.code.parent(event.node)
    return (
        isinstance(first, ast.Import | ast.ImportFrom)
        and type(first) is type(second)
        and getattr(first, "module", None) == getattr(second, "module", None)
        and ast.dump(before.event.node) == ast.dump(event.node)
    )
