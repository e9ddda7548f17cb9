import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.provenance.rows import How, Site, cut_between, touches
from jupyter_quality.reading.provenance.values import Data, Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._imbalance import is_classifier
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import behind

_SORTED_BY_CLASS = frozenset({"load_iris", "load_wine"})
_MIXED = (".sample(frac=1", "shuffle(", "permutation(", "shuffle=True")
_SORTS = re.compile(r"sort_values\(|load_iris|load_wine|argsort\(")


class UnshuffledSplit(Rule):
    """Rows that are sorted by the target are split in their order.

    The model then learns from one end and is judged on the other. Iris comes sorted by species: in three folds in that order, each fold
    tests a species that the model has never seen, and it is right in 0 % of the cases; in mixed folds in 97 %. Mix the rows
    (`shuffle=True`), or stratify.
    """

    severity = Severity.WRONG
    message = "the rows are sorted by `{target}` and split here in that order: the test holds other targets than the training"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("gems.csv").sort_values("price")
        # %%
        Xa, Xb, ya, yb = train_test_split(df[["carat"]], df["price"], shuffle=False)  # <-
        Ridge().fit(Xa, ya).score(Xb, yb)
        """,
        """
        # %%
        from sklearn.datasets import load_iris
        from sklearn.model_selection import KFold, cross_val_score
        from sklearn.tree import DecisionTreeClassifier
        X, y = load_iris(return_X_y=True)
        # %%
        cross_val_score(DecisionTreeClassifier(random_state=0), X, y, cv=KFold(3))  # <-
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        df = pd.read_csv("mails.csv")
        df = df.sort_values(by="spam", ascending=False)
        train, test = df[:800], df[800:]  # <-
        m = LogisticRegression().fit(train[["n"]], train["spam"])
        m.score(test[["n"]], test["spam"])
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        s = pd.read_csv("sales.csv").sort_values("day")
        Xa, Xb, ya, yb = train_test_split(s[["lag"]], s["units"], shuffle=False)
        Ridge().fit(Xa, ya).score(Xb, yb)
        s.sort_values("units").head()
        """,
        """
        # %%
        from sklearn.datasets import load_iris
        from sklearn.model_selection import cross_val_score, train_test_split
        from sklearn.tree import DecisionTreeClassifier
        X, y = load_iris(return_X_y=True)
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        tree = DecisionTreeClassifier(random_state=0).fit(Xa, ya)
        tree.score(Xb, yb), cross_val_score(tree, X, y, cv=5)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("gems.csv").sort_values("price")
        df = df.sample(frac=1, random_state=0)
        Xa, Xb, ya, yb = train_test_split(df[["carat"]], df["price"], shuffle=False)
        Ridge().fit(Xa, ya).score(Xb, yb)
        """,
    )
    further = "https://scikit-learn.org/stable/modules/cross_validation.html#a-note-on-shuffling"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not reading.holds(_SORTS) or any(word in reading.source for word in _MIXED):
            return
        seen: set[ast.AST] = set()
        for fit, site in _ordered(reading):
            sorted_by = _sorted_by(reading, fit, site)
            if sorted_by is not None and site.node not in seen:
                seen.add(site.node)
                words, where = sorted_by
                related = [
                    Related(where[0].place(where[1]), "sorted here"),
                    Related(reading.provenance.place(fit.site), "the model learns"),
                ]
                yield self.finding(reading.provenance.place(site), related=related, confidence=0.8, target=words)


def _ordered(reading: Reading) -> Iterator[tuple[Fit, Site]]:
    """Splits in the order of the rows, each with a fit that learned from a part of it."""
    trail = reading.provenance.trail
    for score in trail.scores:
        for fit in score.fits:
            cut = next((cut for one in fit.rows for other in score.rows if (cut := cut_between(one, other)) is not None), None)
            if cut is not None and cut.how in {How.ORDERED, How.SLICE} and not cut.is_random:
                yield fit, cut.site
            if score.crossed and _has_plain_folds(reading, score.site, is_classifier(fit.estimator)):
                yield fit, score.site


def _has_plain_folds(reading: Reading, site: Site, stratified_by_default: bool) -> bool:
    """`cv=KFold(5)`; a bare number means stratified folds for classifiers, and plain ones for all others."""
    node = site.node
    given = next((keyword.value for keyword in node.keywords if keyword.arg == "cv"), None) if isinstance(node, ast.Call) else None
    cv = behind(reading, reading.provenance.cell(site), given)[1] if given is not None else None
    if isinstance(cv, ast.Call):
        return getattr(cv.func, "attr", getattr(cv.func, "id", "")) == "KFold"
    return not stratified_by_default and (cv is None or isinstance(cv, ast.Constant)) and isinstance(node, ast.Call)


def _sorted_by(reading: Reading, fit: Fit, split: Site) -> tuple[str, tuple[CellReading, ast.AST]] | None:
    """The target that the rows are sorted by, and where."""
    target = fit.target.column if fit.target is not None else None
    for root in (root for rows in fit.rows for root in rows.roots):
        node = root.origin.node if root.origin is not None else None
        if root.origin is not None and isinstance(node, ast.Call):
            cell = reading.provenance.cell(root.origin)
            name = (cell.name_of(node.func) or "").rpartition(".")[2]
            if name in _SORTED_BY_CLASS:
                return "target", (cell, node)
    number = reading.provenance.cell(split).cell.number
    for cell in reading.cells if target is not None else ():
        for call in cell.calls:
            if call.method == "sort_values" and cell.cell.number <= number and _is_text(call.argument(0, "by"), target):
                statement = cell.code.statement(call.node)
                is_kept = isinstance(statement, ast.Assign) or call.keyword("inplace") is not None
                frame = reading.provenance.value(cell, call.node)
                is_other = isinstance(frame, Data) and bool(frame.rows) and not touches(frame.rows, fit.rows)
                if is_kept and not is_other and _comes_before(cell, call.node, split, number):
                    return str(target), (cell, call.node)
    return None


def _is_text(node: ast.expr | None, text: str | None) -> bool:
    match node:
        case ast.Constant(value=value):
            return value == text
        case ast.List(elts=[ast.Constant(value=value), *_]):
            return value == text
    return False


def _comes_before(cell: CellReading, node: ast.expr, split: Site, number: int) -> bool:
    line: int = getattr(split.node, "lineno", 0)
    return cell.cell.number < number or node.lineno < line
