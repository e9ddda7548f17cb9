import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.provenance.rows import OTHER_ROWS, Site
from jupyter_quality.reading.provenance.values import Data, Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._imbalance import is_regressor
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import called_here, path


class TargetInFeatures(Rule):
    """The target, or a column that tells it, is among the features.

    The model reads the answer off the question. The score is close to perfect and worth nothing: where the model is used, that column
    does not exist yet. On noise, with a coin as target, a forest tells 0.49 right; with the logarithm of the price beside the noise,
    and "is the price high" as the target, 1.00.

    Leave the target out (`X = df.drop(columns=["sick"])`), and with it every column that is computed from it or that it is computed
    from. A score that is too good to be true is the usual sign.
    """

    severity = Severity.WRONG
    message = "{what}, so the model is given the answer with the question"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import train_test_split
        visits = pd.read_csv("visits.csv")
        # %%
        y = visits["sick"]
        X = visits.drop(columns=["name"])  # -> X = visits.drop(columns=["name", "sick"])
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        # %%
        forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
        forest.score(X_test, y_test)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import cross_val_score
        wine = pd.read_csv("wine.csv")
        wine["good"] = wine["quality"] > 6
        X = wine.drop(columns="good")  # -> X = wine.drop(columns=["good", "quality"])
        # %%
        cross_val_score(RandomForestClassifier(random_state=0), X, wine["good"])
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import cross_val_score
        wine = pd.read_csv("wine.csv")
        wine["good"] = wine["quality"] > 6
        print(wine.groupby("good").mean())
        features = [c for c in wine.columns if c not in ("quality", "good")]
        # %%
        cross_val_score(RandomForestClassifier(random_state=0), wine[features], wine["good"])
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        wine = pd.read_csv("wine.csv")
        price = wine.pop("price")
        n = int(0.8 * len(wine))
        Ridge().fit(wine[:n], price[:n]).score(wine[n:], price[n:])
        """,
    )
    further = "https://www.kaggle.com/code/alexisbcook/data-leakage"

    def find(self, reading: Reading) -> Iterator[Finding]:
        seen: set[Site] = set()
        fits = [fit for score in reading.provenance.trail.scores for fit in score.fits]
        for fit in dict.fromkeys(fits):
            found = _told(fit) if fit.estimator.predicts else None
            made = fit.features.made
            if found is None:
                continue
            what, where, column = found
            site = made if made is not None and _is_choice(made.node) else where or fit.site
            if site not in seen:
                seen.add(site)
                related = [*called_here(reading, site), *path(reading, (where, "computed here"), (fit.site, "the model learns"))]
                yield self.finding(reading.provenance.place(site), related=related, fix=_fix(reading, site, column), what=what)


def _fix(reading: Reading, site: Site, column: str) -> Fix | None:
    """The column is left out too, where the features get a name of their own, and the column is not read under that name."""
    cell, node = reading.provenance.cell(site), site.node
    if not isinstance(node, ast.Call) or site.calls or column.startswith("#"):
        return None
    statement = cell.code.statement(node)
    if not isinstance(statement, ast.Assign) or statement.value is not node or not isinstance(statement.targets[0], ast.Name):
        return None
    name, quoted = statement.targets[0].id, re.escape(column)
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in {"drop", "copy", "select_dtypes"}:
        return None
    if re.search(rf"\b{re.escape(name)}(\[\s*['\"]{quoted}['\"]|\.{quoted}\b)", reading.source):
        return None
    text = cell.code.text(node)
    given = next((keyword.value for keyword in node.keywords if keyword.arg == "columns"), None) if node.func.attr == "drop" else None
    match given:
        case ast.List(elts=[*_, last]):
            span, added = cell.code.span(last), f'{cell.code.text(last)}, "{column}"'
        case ast.Constant(value=str()):
            span, added = cell.code.span(given), f'[{cell.code.text(given)}, "{column}"]'
        case _:
            span, added = cell.code.span(node), f'{text}.drop(columns="{column}")'
    return Fix("Leave the column out of the features", (ReplaceText(cell.cell.id, span, added),), safe=True)


def _is_choice(node: ast.AST) -> bool:
    """Whether a place is one where columns are picked or left out."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in {"drop", "select", "select_dtypes", "to_numpy", "copy"}
    return isinstance(node, ast.Subscript | ast.Attribute)


def _told(fit: Fit) -> tuple[str, Site | None, str] | None:
    """What among the features tells the target, in words, where it was computed, and the column."""
    features, target = fit.features, fit.target
    if target is None or target.base is None or target.base is not features.base or features.columns is None or not target.column:
        return None
    name, columns = target.column, features.columns
    if columns.are_numbers and not is_regressor(fit.estimator):
        return None
    if columns.holds(name):
        return f"The target `{name}` is still a column of the features", None, name
    roots = target.sources - {name}
    if roots >= OTHER_ROWS:
        roots = frozenset()
    for other, value in columns.known.items():
        if value is None or not columns.holds(other):
            continue
        if name in value.sources:
            return f"The column `{other}` is computed from the target `{name}` and stays among the features", value.made, other
        if len(roots) == 1 and roots <= value.sources - {other}:
            return (
                f"The column `{other}` is computed from `{min(roots)}`, as the target `{name}` is, and stays among the features",
                value.made,
                other,
            )
    return _computed(target, features)


def _computed(target: Data, features: Data) -> tuple[str, Site | None, str] | None:
    """A target that is computed from one column, which stays among the features."""
    sources = target.sources - {target.column or ""}
    columns = features.columns
    if len(sources) == 1 and sources != OTHER_ROWS and columns is not None:
        (source,) = sources
        if columns.holds(source) and (not columns.only or source in columns.known):
            return f"The target `{target.column}` is computed from `{source}`, which stays among the features", target.made, source
    return None
