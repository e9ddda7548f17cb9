import ast
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.provenance.rows import How, Rows, RowSet, Site, cut_between, touches
from jupyter_quality.reading.provenance.values import Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import function_around

_WORDS = (".head(", "[:", "nrows", ".limit(", ".take(")
_MIXED = (".sample(frac=1", "shuffle(", "permutation(")


class HeadAsSample(Rule):
    """A model learns from the first rows of the data only.

    Files are rarely mixed: the first rows are the oldest, or of one shop, or all of one class, and what is learned from them holds for
    them. Where fares rise by 1 % a week, a model of the first tenth of two years was wrong by 13.9 on average over all rows, one of a
    tenth by chance by 8.8. A sample (`df.sample(n=10_000, random_state=0)`) costs the same and stands for all rows.
    """

    severity = Severity.FRAGILE
    message = "a model learns from the first rows only (`{head}`): they stand for all rows only if the file is well mixed"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("rides.csv")
        # %%
        small = df.head(1000)  # -> small = df.sample(n=1000, random_state=0)
        Xa, Xb, ya, yb = train_test_split(small[["km"]], small["fare"], random_state=0)
        # %%
        Ridge().fit(Xa, ya).score(Xb, yb)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import cross_val_score
        df = pd.read_csv("rides.csv", nrows=5000)  # <-
        cross_val_score(Ridge(), df[["km"]], df["fare"])
        # %%
        N = 200
        few = pd.read_csv("more.csv", nrows=N)  # <-
        Ridge().fit(few[["km"]], few["fare"])
        other = pd.read_csv("more.csv")
        other = other[:1000]  # -> other = other.sample(n=1000, random_state=0)
        Ridge().fit(other[["km"]], other["fare"])
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        df = pd.read_csv("rides.csv")
        df.head(10)
        df[:5]
        x_train, x_rest = df[["km"]].values[:100, :], df[["km"]].values[100:, :]
        Ridge().fit(x_train, df["fare"][:100])
        train, test = df.iloc[:800], df.iloc[800:]
        Ridge().fit(train[["km"]], train["fare"]).score(test[["km"]], test["fare"])
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        df = pd.read_csv("rides.csv")
        small = df.sample(n=1000, random_state=0)
        Ridge().fit(small[["km"]], small["fare"])
        mixed = df.sample(frac=1, random_state=0)
        few = mixed.head(500)
        Ridge().fit(few[["km"]], few["fare"])
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        DEBUG = True
        df = pd.read_csv("rides.csv")
        if DEBUG:
            df = df.head(100)
        Ridge().fit(df[["km"]], df["fare"])
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        df = pd.read_csv("rides.csv").sort_values("day")
        n = int(len(df) * 0.8)
        train = df[:n]
        Ridge().fit(train[["km"]], train["fare"]).score(df[n:][["km"]], df[n:]["fare"])
        """,
        """
        # %%
        import pandas as pd
        import statsmodels.api as sm
        df = pd.read_csv("rides.csv")
        sm.OLS(df["fare"].iloc[:14], df[["km"]].iloc[:14]).fit().params
        """,
    )
    further = "https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.sample.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not any(word in reading.source for word in _WORDS) or any(word in reading.source for word in _MIXED):
            return
        provenance = reading.provenance
        taken = [fit.rows for fit in provenance.trail.fits] + [score.rows for score in provenance.trail.scores]
        taken += [data.rows for fit in provenance.trail.fits for data in fit.watched]
        timely = [sign.rows for sign in provenance.trail.signs if sign.kind == "time"]
        learned = [(fit.rows, fit) for fit in provenance.trail.fits if fit.estimator.predicts]
        learned += [(score.rows, fit) for score in provenance.trail.scores if score.crossed for fit in score.fits]
        seen: set[ast.AST] = set()
        for rows, fit in (pair for pair in learned if not pair[1].estimator.name.startswith("statsmodels.")):
            for site in _heads(reading, rows, taken):
                cell = provenance.cell(site)
                is_timely = any(touches(rows, one) or touches(one, rows) for one in timely)
                if site.node not in seen and not (is_timely or _is_switched(cell, site.node) or _is_continued(reading, site.node)):
                    seen.add(site.node)
                    yield self._finding(reading, cell, site, fit)

    def _finding(self, reading: Reading, cell: CellReading, site: Site, fit: Fit) -> Finding:
        text = " ".join(cell.code.text(site.node).split())
        return self.finding(
            cell.place(site.node),
            related=(Related(reading.provenance.place(fit.site), "the model learns"),),
            confidence=0.7,
            head=text if len(text) <= 50 else f"{text[:49]}…",
            fix=_fix(cell, site.node),
        )


def _heads(reading: Reading, rows: RowSet, taken: list[RowSet]) -> Iterator[Site]:
    """Where first rows are taken of which others are never used, and where a file is read to a constant number of rows."""
    for one in (inner for row in rows for inner in row.lineage):
        cut, origin = one.cut, one.origin
        match one.index:
            case ("", end) if (
                cut is not None and cut.how is How.SLICE and not _has_rest(one, taken) and _is_number(reading, cut.site, str(end))
            ):
                yield cut.site
        for keyword in origin.node.keywords if origin is not None and isinstance(origin.node, ast.Call) else ():
            if origin is not None and keyword.arg in {"nrows", "n_rows"} and _is_number(reading, origin, ast.unparse(keyword.value)):
                yield origin


def _is_number(reading: Reading, site: Site, text: str) -> bool:
    """Whether a text is a number, or a name that the notebook binds to one only."""
    if text.replace("_", "").isdecimal():
        return True
    cell, constants = reading.provenance.cell(site), Constants(reading)
    names = [node for node in ast.walk(site.node) if isinstance(node, ast.Name) and node.id == text]
    return bool(names) and isinstance(constants.value(cell, names[0]), int)


def _has_rest(head: Rows, taken: list[RowSet]) -> bool:
    """Whether some of the other rows are learned from or scored on, so that the head is a part of a split."""
    return any(cut_between(head, other) is not None for rows in taken for other in rows)


def _is_continued(reading: Reading, node: ast.AST) -> bool:
    """Whether some cell takes the rows from where a slice ends: `x[:100]` and `x[100:]`."""
    ends = [part.upper for part in ast.walk(node) if isinstance(part, ast.Slice) and part.lower is None and part.upper is not None]
    starts = {
        ast.unparse(part.lower)
        for cell in reading.cells
        for part in (cell.code.nodes(ast.Slice) if ends else ())
        if part.lower is not None and part.upper is None
    }
    return any(ast.unparse(end) in starts for end in ends)


def _is_switched(cell: CellReading, node: ast.AST) -> bool:
    """Whether a switch, or a function's caller, decides on it."""
    parent = cell.code.parent(node)
    while parent is not None:
        if isinstance(parent, ast.If | ast.IfExp):
            return True
        parent = cell.code.parent(parent)
    return function_around(cell.code, node) is not None


def _fix(cell: CellReading, node: ast.AST) -> Fix | None:
    """`df.head(n)` and `df[:n]` as a sample by chance."""
    match node:
        case ast.Call(func=ast.Attribute(value=frame, attr="head"), args=[ast.Constant() as count], keywords=[]):
            pass
        case ast.Subscript(
            value=ast.Attribute(value=frame, attr="iloc") | frame, slice=ast.Slice(lower=None, upper=ast.Constant() as count)
        ):
            pass
        case _:
            return None
    text = f"{cell.code.text(frame)}.sample(n={cell.code.text(count)}, random_state=0)"
    return Fix("Take a sample by chance", (ReplaceText(cell.cell.id, cell.code.span(node), text),), safe=True)
