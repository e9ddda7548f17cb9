import re
from collections.abc import Iterator

from jupyter_quality.notebook.document import CellKind
from jupyter_quality.notebook.edit import Fix, InsertCell
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule

_LOADS = re.compile(
    r"^[ \t]*(\w+)[ \t]*=[ \t]*\w+\.read_(?:csv|excel|parquet|json|sql|sql_query|sql_table|feather|table|pickle)\(", re.MULTILINE
)
_SHAPES = re.compile(
    r"\.(?:merge|join|concat|groupby|pivot|pivot_table|melt|dropna|drop_duplicates|fillna|drop|query|resample|get_dummies|replace|set_index)\("
    r"|^[ \t]*\w+\[[^\]\n]+\][ \t]*=(?!=)",
    re.MULTILINE,
)
_CHECKS = re.compile(
    r"^[ \t]*(?:assert|raise)\b|\bassert_\w+\(|validate\s*=|pandera|great_expectations"
    r"|\.(?:shape|info|describe|isna|isnull|notna|duplicated|nunique|unique|value_counts|dtypes|columns|sample|count)\b|\blen\(",
    re.MULTILINE,
)
_FEWEST_STEPS = 5


class NoAssertion(Rule):
    """Data are loaded and reshaped in several steps, and nothing is ever checked.

    A file that came half empty, a merge that doubled rows, a column that changed its type: the notebook runs through all the same and
    shows wrong numbers. A line such as `assert df["price"].notna().all()` says what you rely on, and stops the run when it no longer
    holds.
    """

    severity = Severity.STYLE
    message = "`{frame}` is loaded here and reshaped in {count} steps, and nothing ever checks what came of it"
    bad = """
    # %%
    import pandas as pd
    df = pd.read_csv("sales.csv")  # <-
    # %%
    df = df.dropna().drop(columns="id")
    df["total"] = df["price"] * df["pieces"]
    # %%
    stores = df.merge(places, on="store").groupby("city")["total"].sum()
    # %%
    stores.plot()
    """
    good = (
        """
        # %%
        import pandas as pd
        df = pd.read_csv("sales.csv")
        # %%
        df = df.dropna().drop(columns="id")
        df["total"] = df["price"] * df["pieces"]
        stores = df.merge(places, on="store").groupby("city")["total"].sum()
        # %%
        assert (stores > 0).all()
        """,
        """
        # %%
        import pandas as pd
        df = pd.read_csv("sales.csv")
        # %%
        df = df.dropna().drop(columns="id")
        df["total"] = df["price"] * df["pieces"]
        stores = df.merge(places, on="store").groupby("city")["total"].sum()
        df.info()
        """,
        """
        # %%
        import pandas as pd
        df = pd.read_csv("sales.csv")
        # %%
        df.dropna().plot()
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        loading = [(cell, match) for cell in reading.cells if ".read_" in cell.code.source and (match := _LOADS.search(cell.code.source))]
        if not loading or any(_checks(cell.code) for cell in reading.cells):
            return
        steps = sum(len(_SHAPES.findall(cell.code.source)) for cell in reading.cells)
        if steps >= _FEWEST_STEPS:
            cell, match = loading[0]
            line = cell.code.source.count("\n", 0, match.start(1)) + 1
            yield self.finding(
                cell.place(cell.code.line_span(line)), frame=match[1], count=steps, confidence=0.6, fix=_fix(reading, cell, match[1])
            )


def _checks(code: Code) -> bool:
    return code.holds(_CHECKS)


def _fix(reading: Reading, cell: CellReading, frame: str) -> Fix:
    """A cell behind the loading one that checks what the notebook goes on to use."""
    columns = sorted(
        {
            column
            for one in reading.cells
            for column in re.findall(rf"\b{re.escape(frame)}\[[\"']([^\"'\\\n]+)[\"']\](?!\s*=[^=])", one.code.source)
        }
    )
    checks = [f"assert len({frame}) > 0"]
    if columns:
        checks.append(f"assert {{{', '.join(map(repr, columns))}}} <= set({frame}.columns)".replace("'", '"'))
    following = next((other.id for other in reading.notebook.cells if other.number == cell.cell.number + 1), None)
    return Fix(f"Check `{frame}` behind this cell", (InsertCell(following, CellKind.CODE, "\n".join(checks)),))
