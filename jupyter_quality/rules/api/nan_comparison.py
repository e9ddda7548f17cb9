import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import CellRule

_LIKELY = re.compile(r"[!=]=\s*\(?(?:\w+\.)?(?:nan|NaN|NAN|NA|NaT)\b|\b(?:nan|NaN|NAN|NA|NaT)\)?\s*[!=]=")
_NAN = frozenset({"numpy.nan", "numpy.NaN", "numpy.NAN", "math.nan", "pandas.NA", "pandas.NaT"})


class NanComparison(CellRule):
    """A value is compared with NaN by `==` or `!=`.

    NaN is equal to nothing, itself included, so `==` is false and `!=` is true for every row, missing or not.
    `pandas.isna` asks the question that was meant.
    """

    severity = Severity.WRONG
    message = "`{comparison}` is {answer} for every value, missing or not: NaN equals nothing"
    words = ("nan", "NaN", "NAN", "NA", "NaT")
    bad = """
    # %%
    import numpy as np
    import pandas as pd
    # %%
    missing = df[df["age"] == np.nan]  # -> missing = df[pd.isna(df["age"])]
    known = df[df["age"] != np.nan]  # -> known = df[~pd.isna(df["age"])]
    """
    good = """
    # %%
    import numpy as np
    # %%
    df["age"] = df["age"].replace(np.nan, 0)
    missing = df[df["age"].isna()]
    """
    further = "https://pandas.pydata.org/docs/user_guide/missing_data.html"

    def find_in(self, cell: CellReading) -> Iterator[Finding]:
        if not cell.code.holds(_LIKELY):
            return
        for node in cell.code.nodes(ast.Compare):
            if len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
                continue
            left, right = node.left, node.comparators[0]
            value = left if cell.name_of(right) in _NAN else right if cell.name_of(left) in _NAN else None
            if value is not None:
                same = isinstance(node.ops[0], ast.Eq)
                yield self.at(
                    cell, node, comparison=cell.code.text(node), answer="false" if same else "true", fix=self._fix(cell, node, value, same)
                )

    @staticmethod
    def _fix(cell: CellReading, node: ast.Compare, value: ast.expr, same: bool) -> Fix | None:
        pandas = next((name for name, target in cell.imports.items() if target == "pandas"), None)
        if pandas is None:
            return None
        text = f"{'' if same else '~'}{pandas}.isna({cell.code.text(value)})"
        return Fix("Ask pandas which values are missing", (ReplaceText(cell.cell.id, cell.code.span(node), text),), safe=True)
