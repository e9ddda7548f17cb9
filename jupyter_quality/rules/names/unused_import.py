import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._import_edits import without_alias
from jupyter_quality.rules.names._known import is_for_its_effect


class UnusedImport(Rule):
    """An import is used in no cell.

    It costs start-up time and a dependency, and it tells the reader of a tool that plays no part.
    """

    severity = Severity.STYLE
    message = "`{name}` is imported, but no cell uses it"
    ruff = ("F401",)
    bad = (
        """
        # %%
        import os  # ->
        import sys
        from math import pi, tau  # -> from math import pi
        # %%
        print(sys.argv, pi)
        """,
        """
        # %%
        import numpy as np, random  # -> import random
        print(random.random())
        """,
        """
        # %%
        def load(path):
            import csv  # ->
            return open(path)
        """,
    )
    good = (
        """
        # %%
        import numpy as np
        import pandas as pd
        from mpl_toolkits.mplot3d import Axes3D
        import seaborn
        # %%
        def later(frame: "pd.DataFrame"):
            return np.array(frame)
        """,
        """
        # %%
        from helpers import slow, data
        # %%
        %lprun -f slow slow(data)
        """,
        """
        # %%
        try:
            import torch
        except ImportError:
            torch = None
        # %%
        from __future__ import division
        """,
        """
        # %%
        import os
        # %%
        !ls {os.getcwd()}
        # %%
        %%timeit
        os.getcwd()
        """,
        """
        # named helpers.ipynb
        # beside report.ipynb: %run helpers.ipynb
        # %%
        import csv
        from math import pi, tau
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        used = reading.possible_names.union(*(cell.uses for cell in reading.cells))
        for cell in reading.cells:
            idle = cell.names.imported - used
            if idle:
                idle = frozenset() if reading.is_run_by_others else idle - _named_in_annotations(reading, idle)
            if idle or not cell.names.odd.isdisjoint(cell.names.imported):
                yield from self._in_cell(cell, idle)

    def _in_cell(self, cell: CellReading, idle: frozenset[str]) -> Iterator[Finding]:
        for statement, around in cell.code.statements():
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for alias in statement.names:
                    name = alias.asname or alias.name.partition(".")[0]
                    is_local = isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef)
                    unused = not _is_used_in(around, name) if is_local else name in idle
                    if unused and not isinstance(around, ast.Try | ast.ExceptHandler) and not is_for_its_effect(statement, alias):
                        fix = without_alias(cell, statement, around, alias)
                        yield self.finding(cell.place(alias), name=name, fix=fix)


def _named_in_annotations(reading: Reading, names: frozenset[str]) -> frozenset[str]:
    """Those of the names that some annotation in quotes speaks of."""
    quoted = re.compile(rf"""["'][^"'\n]*\b(?:{"|".join(map(re.escape, names))})\b""")
    return frozenset().union(*(_names_in_annotations(cell) for cell in reading.cells if quoted.search(cell.code.source)))


def _names_in_annotations(cell: CellReading) -> frozenset[str]:
    """The words of a cell's annotations in quotes."""
    nodes = [a.annotation for a in cell.code.nodes(ast.arg)] + [a.annotation for a in cell.code.nodes(ast.AnnAssign)]
    nodes += [f.returns for f in cell.code.nodes(ast.FunctionDef)]
    texts = [
        n.value for node in nodes if node is not None for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def _is_used_in(function: ast.AST, name: str) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Global | ast.Nonlocal) and name in node.names)
        for node in ast.walk(function)
    )
