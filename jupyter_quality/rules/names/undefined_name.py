import ast
from collections.abc import Iterator

from jupyter_quality.notebook.document import CellKind, Span
from jupyter_quality.notebook.edit import Fix, InsertCell, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.events import Event, Kind
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._known import USUAL_IMPORTS, is_given
from jupyter_quality.rules.state._evidence import only_in_kernel


class UndefinedName(Rule):
    """A name is read, but no cell defines it.

    On a fresh kernel the cell stops with a NameError, and everything below it never runs. Usually an import is missing, a name is
    misspelt, or the cell that once defined it was deleted or overwritten.
    """

    severity = Severity.WRONG
    message = "`{name}` is read here, but no cell defines it: {consequence}"
    ruff = ("F821", "F405")
    bad = (
        """
        # %%
        prices = [3, 4]
        # %%
        mean = sum(prices) / len(prise)  # <-
        # %%
        print(prise)
        """,
        """
        # %%
        data = pd.read_csv("a.csv")  # -> import pandas as pd\\ndata = pd.read_csv("a.csv")
        """,
        """
        # %%
        import os
        # %%
        def area(r):
            return math.pi * r ** 2  # <-
        """,
        """
        # %%
        %time total = add(1, 2)  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        # %%
        prices = pd.read_csv("prices.csv")
        # %%
        mean = sum(prices) / len(prices)
        """,
        """
        # %%
        display(In[1], Out, _, _3)
        files = !ls *.csv
        print(files)
        # %%
        %%capture captured
        print("quiet")
        # %%
        print(captured)
        # %%
        %time total = sum([1, 2])
        %time {n: n * total for n in range(3)}
        %store -r saved
        # %%
        total, saved
        """,
        """
        # %%
        from math import *
        # %%
        print(sqrt(2))
        """,
        """
        # %%
        def later():
            return defined_below
        # %%
        defined_below = 1
        # %%
        try:
            history
        except NameError:
            history = []
        """,
        """
        # beside helpers.py: def load(path):\\n    return path
        # %%
        %run helpers.py
        # %%
        load("a.csv")
        """,
        """
        # %%
        %%cython
        def fast(int n):
            return n
        # %%
        fast(3)
        # %%
        %%sql result << select 1
        # %%
        result
        """,
        """
        # %%
        broken = (1 +
        # %%
        print(broken)
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        seen: set[str] = set()
        for cell in reading.cells:
            unknown = cell.uses - reading.defined - seen
            for name in sorted(unknown):
                if not is_given(name) and "raises-exception" not in cell.cell.tags and only_in_kernel(reading, name) is None:
                    finding = self._finding(reading, cell, name)
                    if finding is not None:
                        seen.add(name)
                        yield finding

    def _finding(self, reading: Reading, cell: CellReading, name: str) -> Finding | None:
        event = next((e for e in cell.code.events if e.name == name and e.kind is not Kind.BIND and not _is_guarded(e, cell)), None)
        if event is None:
            return None
        sure = 1.0
        if reading.star_imports or name in reading.possible_names:
            sure = 0.3
        elif reading.runs_unseen_code or _makes_names(reading):
            sure = 0.4
        return self.finding(
            cell.place(event.node),
            name=name,
            consequence=_consequence(event, cell),
            confidence=sure,
            fix=_import_fix(reading, cell, name),
        )


def _consequence(event: Event, cell: CellReading) -> str:
    if not event.deferred:
        return "a clean run stops here with a NameError"
    node: ast.AST | None = event.node
    while node is not None and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        node = cell.code.parent(node)
    return f"calling `{node.name}` stops with a NameError" if node is not None else "calling this stops with a NameError"


def _is_guarded(event: Event, cell: CellReading) -> bool:
    """Whether a NameError at this place is caught, or the name is only deleted."""
    if event.kind is Kind.DELETE:
        return True
    node: ast.AST | None = event.node
    while node is not None:
        parent = cell.code.parent(node)
        if isinstance(parent, ast.Try) and node in parent.body and any(_catches_name_error(handler) for handler in parent.handlers):
            return True
        node = parent
    return False


def _catches_name_error(handler: ast.ExceptHandler) -> bool:
    caught = [handler.type] if not isinstance(handler.type, ast.Tuple) else handler.type.elts
    return any(one is None or (isinstance(one, ast.Name) and one.id in {"NameError", "Exception", "BaseException"}) for one in caught)


def _makes_names(reading: Reading) -> bool:
    """Whether code sets names in ways that no reading shows: `globals()[…] = …`, `exec`."""
    return any(not cell.names.used.isdisjoint({"globals", "exec", "locals", "vars"}) for cell in reading.cells)


def _import_fix(reading: Reading, cell: CellReading, name: str) -> Fix | None:
    """The usual import of a name, put behind the first cell's other imports or, where there are none, above the use."""
    line = USUAL_IMPORTS.get(name)
    if line is None:
        return None
    home = next((one for one in reading.cells if one.names.imported and one.cell.number <= cell.cell.number), cell)
    imports = [node for node in home.code.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    if home.code.source.lstrip().startswith("%%"):
        return Fix(f"Add `{line}`", (InsertCell(home.cell.id, CellKind.CODE, line),))
    if imports:
        end = home.code.span(imports[-1])
        return Fix(
            f"Add `{line}`", (ReplaceText(home.cell.id, Span(end.end_line, end.end_column, end.end_line, end.end_column), "\n" + line),)
        )
    return Fix(f"Add `{line}`", (ReplaceText(home.cell.id, Span(1, 1, 1, 1), line + "\n"),))
