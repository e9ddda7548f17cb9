import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.events import How
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._import_edits import without_alias

_FOR_ITS_EFFECT = re.compile(
    r"__future__|antigravity|this|seaborn|mpl_toolkits|sklearn\.experimental|google\.colab|readline|swifter|janitor|hvplot|cufflinks"
    r"|holoviews|tensorflow_text|pandas_bokeh|scienceplots|lux|itables|nest_asyncio|ipympl|ipytest|pyforest|plotnine|geoviews|rioxarray"
    r"|torch_geometric\.compile|gensim_data|cv2_imshow|autotime|jupyter_black|nb_black|vega_datasets|pandas_profiling|ydata_profiling|cmocean"
)


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
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        used = reading.possible_names.union(*(cell.uses for cell in reading.cells))
        for cell in reading.cells:
            idle = cell.names.imported - used
            if idle:
                idle -= frozenset().union(*(_names_in_annotations(other) for other in reading.cells))
            if idle or (cell.names.has_odd_scopes and cell.names.imported):
                yield from self._in_cell(cell, idle)

    def _in_cell(self, cell: CellReading, idle: frozenset[str]) -> Iterator[Finding]:
        for event in cell.code.events:
            if event.how is How.IMPORT and event.name in idle and isinstance(event.node, ast.alias):
                yield from self._unless_for_effect(cell, event.node)
        for alias, function in _imports_in_functions(cell):
            if not _is_used_in(function, alias):
                yield from self._unless_for_effect(cell, alias)

    def _unless_for_effect(self, cell: CellReading, alias: ast.alias) -> Iterator[Finding]:
        statement = cell.code.parent(alias)
        module = (statement.module or "") if isinstance(statement, ast.ImportFrom) else alias.name
        tried = isinstance(statement, ast.stmt) and isinstance(cell.code.parent(statement), ast.Try)
        if not tried and not _FOR_ITS_EFFECT.match(module) and not _FOR_ITS_EFFECT.match(alias.name) and alias.asname != alias.name:
            yield self.finding(cell.place(alias), name=alias.asname or alias.name, fix=without_alias(cell, alias))


def _names_in_annotations(cell: CellReading) -> frozenset[str]:
    """The words of a cell's annotations in quotes."""
    if re.search(r"(?:->|:)\s*[^\n=]*[\"']", cell.code.source) is None:
        return frozenset()
    nodes = [a.annotation for a in cell.code.nodes(ast.arg)] + [a.annotation for a in cell.code.nodes(ast.AnnAssign)]
    nodes += [f.returns for f in cell.code.nodes(ast.FunctionDef)]
    texts = [
        n.value for node in nodes if node is not None for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def _imports_in_functions(cell: CellReading) -> Iterator[tuple[ast.alias, ast.AST]]:
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = [*cell.code.nodes(ast.FunctionDef), *cell.code.nodes(ast.AsyncFunctionDef)]
    for function in functions:
        for statement in function.body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for alias in statement.names:
                    yield alias, function


def _is_used_in(function: ast.AST, alias: ast.alias) -> bool:
    name = alias.asname or alias.name.partition(".")[0]
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(function)) or any(
        isinstance(n, ast.Global | ast.Nonlocal) and name in n.names for n in ast.walk(function)
    )
