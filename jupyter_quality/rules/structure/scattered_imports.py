from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.structure._imports import Import, gathered, has_imports, imports_in, may_move_up


class ScatteredImports(Rule):
    """Imports stand below the cells that open the notebook.

    With all imports in one place a reader sees at a glance what the notebook needs, and a missing package shows at once rather than
    after ten minutes of computing.
    Gather them in the first cell.
    """

    severity = Severity.STYLE
    message = "{count} below the opening cells: gather {them} in cell {home}"
    bad = (
        """
        # %%
        import pandas as pd
        # %%
        df = pd.read_csv("a.csv")
        # %%
        from sklearn.svm import SVC  # ->
        model = SVC()
        """,
        """
        # %%
        %matplotlib inline
        import os
        import math
        # %%
        size = math.pi
        # %%
        print(size)
        from collections import (  # <-
            Counter,
        )
        print(Counter())
        # %%
        import json
        """,
    )
    good = (
        """
        # %%
        import os
        import math
        # %%
        import json
        # %%
        print(os, math, json)
        """,
        """
        # %%
        import os
        # %%
        print(os.name)
        # %%
        try:
            import cupy as xp
        except ImportError:
            import numpy as xp
        def plot(values):
            import matplotlib.pyplot as plt
            plt.plot(values)
        """,
        """
        # %%
        import os
        # %%
        %pip install polars
        # %%
        import polars as pl
        """,
        """
        # %%
        import sys
        # %%
        root = "src"
        # %%
        sys.path.append(root)
        import helpers
        """,
        """
        # %%
        import numpy as np
        # %%
        log = np.log(2)
        # %%
        from math import log
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        with_imports = [index for index, cell in enumerate(reading.cells) if cell.names.imported and has_imports(cell)]
        opening = _end_of_opening(reading, with_imports)
        below = [reading.cells[index] for index in with_imports if index >= opening]
        if not below:
            return
        home = reading.cells[with_imports[0]]
        found = [one for cell in below for one in imports_in(cell) if may_move_up(reading, one, home)]
        if found:
            yield self._finding(home, found)

    def _finding(self, home: CellReading, found: list[Import]) -> Finding:
        places = [one.cell.place(one.node) for one in found]
        return self.finding(
            places[0],
            related=[Related(place, "here too") for place in places[1:]],
            fix=gathered(home, found),
            count="an import stands" if len(found) == 1 else f"{len(found)} imports stand",
            them="it with the others" if len(found) == 1 else "them",
            home=home.cell.number,
        )


def _end_of_opening(reading: Reading, with_imports: list[int]) -> int:
    """The index behind the cells that open the notebook: the first with imports, and those right behind it with imports or magics."""
    end = with_imports[0] + 1 if with_imports else 0
    while end in with_imports or (end < len(reading.cells) and _only_magics(reading.cells[end])):
        end += 1
    return end


def _only_magics(cell: CellReading) -> bool:
    return bool(cell.code.magics) and not cell.defines
