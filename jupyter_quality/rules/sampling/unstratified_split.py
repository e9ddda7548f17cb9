import ast
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.provenance.library import Role, role_of
from jupyter_quality.reading.provenance.rows import touches
from jupyter_quality.reading.provenance.trail import Split
from jupyter_quality.reading.provenance.values import Constant, Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._arguments import with_argument
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._imbalance import imbalance, is_classifier
from jupyter_quality.rules._rule import Rule


class UnstratifiedSplit(Rule):
    """Rows are split by chance though one class is rare, and nothing keeps its share equal in both parts.

    With 3 % positives in 1,000 rows, a test of 200 rows holds 6 of them on average, but in one split of fifteen fewer than 3 or more
    than 10. Each of them then moves recall by tens of points. `stratify=y` gives every part the same share.
    """

    severity = Severity.FRAGILE
    message = "{words}, and this split leaves it to chance how many of them reach the test: stratify it by the target"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("cards.csv")
        # %%
        df["fraud"].value_counts()
        #> fraud
        #> 0    9711
        #> 1     289
        #> Name: count, dtype: int64
        # %%
        X, y = df.drop(columns="fraud"), df["fraud"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0)  # -> Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        # %%
        LogisticRegression().fit(Xa, ya).predict(Xb)
        """,
        """
        # %% [markdown]
        Only 2.5 % of the customers are churners, so the classes are imbalanced.
        # %%
        import pandas as pd
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("churn.csv")
        train, test = train_test_split(df, random_state=0)  # -> train, test = train_test_split(df, random_state=0, stratify=df["left"])
        rf = RandomForestClassifier(random_state=0).fit(train[["a", "b"]], train["left"])
        rf.score(test[["a", "b"]], test["left"])
        """,
    )
    good = (
        """
        # %% [markdown]
        The classes are imbalanced.
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression, Ridge
        from sklearn.model_selection import GroupShuffleSplit, StratifiedKFold, cross_val_score, train_test_split
        df = pd.read_csv("churn.csv")
        X, y = df[["a", "b"]], df["left"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        LogisticRegression().fit(Xa, ya).score(Xb, yb)
        Xc, Xd, yc, yd = train_test_split(X, y, shuffle=False)
        LogisticRegression().fit(Xc, yc).score(Xd, yd)
        cross_val_score(LogisticRegression(), X, y, cv=StratifiedKFold(5))
        """,
        """
        # %% [markdown]
        The classes are imbalanced.
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("prices.csv")
        Xa, Xb, ya, yb = train_test_split(df[["a", "b"]], df["price"], random_state=0)
        Ridge().fit(Xa, ya).score(Xb, yb)
        """,
        """
        # %% [markdown]
        We hold out 10 % of the cases for the test.
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("flowers.csv")
        # %%
        df["kind"].value_counts()
        #> kind
        #> a    50
        #> b    45
        #> Name: count, dtype: int64
        # %%
        Xa, Xb, ya, yb = train_test_split(df[["a", "b"]], df["kind"], random_state=0)
        LogisticRegression().fit(Xa, ya).score(Xb, yb)
        """,
        """
        # %% [markdown]
        The classes are imbalanced.
        # %%
        from functools import partial
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("churn.csv")
        divide = partial(train_test_split, random_state=0, stratify=df["left"])
        Xa, Xb, ya, yb = divide(df[["a", "b"]], df["left"])
        LogisticRegression().fit(Xa, ya).score(Xb, yb)
        """,
    )
    further = "https://scikit-learn.org/stable/modules/cross_validation.html#stratification"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not any(word in reading.source for word in ("train_test_split", "ShuffleSplit", "KFold")):
            return
        seen: set[ast.AST] = set()
        for split in reading.provenance.trail.splits:
            if split.site.node not in seen and _is_by_chance(split) and not _is_composed(split) and isinstance(split.site.node, ast.Call):
                fit = next((fit for fit in reading.provenance.trail.fits if _learns_from(fit, split)), None)
                shown = imbalance(reading, fit.target.column if fit.target else None, _name(split)) if fit is not None else None
                if fit is not None and shown is not None:
                    seen.add(split.site.node)
                    cell = reading.provenance.cell(split.site)
                    words = shown.words[0].upper() + shown.words[1:]
                    related = (Related(shown.place, "a class is rare"), Related(reading.provenance.place(fit.site), "a classifier learns"))
                    fix = _fix(cell, split, fit)
                    yield self.finding(cell.place(split.site.node), related=related, confidence=0.8, fix=fix, words=words)


def _name(split: Split) -> str | None:
    """The variable that holds the target, where features and target are split together."""
    arguments = split.site.node.args if isinstance(split.site.node, ast.Call) else []
    return arguments[1].id if len(arguments) > 1 and isinstance(arguments[1], ast.Name) else None


def _is_by_chance(split: Split) -> bool:
    node = split.site.node
    keywords = {keyword.arg for keyword in node.keywords} if isinstance(node, ast.Call) else set()
    is_known = role_of(split.name) is Role.SPLITS and None not in keywords
    return is_known and "stratify" not in split.settings and split.settings.get("shuffle") != Constant(False)


def _is_composed(split: Split) -> bool:
    """Whether what is split was put together from parts, as a sample is that was balanced by hand."""
    return len(split.rows) > 1 and any(rows.cut is not None for rows in split.rows)


def _learns_from(fit: Fit, split: Split) -> bool:
    """Whether a classifier learns from a part of a split."""
    return is_classifier(fit.estimator) and any(touches(part, fit.rows) for part in split.parts)


def _fix(cell: CellReading, split: Split, fit: Fit) -> Fix | None:
    """The split by the target: the last of what is split where that is the target, or the frame's column of it."""
    node = split.site.node
    if not isinstance(node, ast.Call) or any(isinstance(one, ast.Starred) for one in node.args) or not fit.target or not node.args:
        return None
    column = fit.target.column
    if len(node.args) == 1 and column is not None and isinstance(node.args[0], ast.Name):
        text = f'{node.args[0].id}["{column}"]'
    elif len(node.args) > 1 and isinstance(node.args[1], ast.Name | ast.Subscript | ast.Attribute):
        text = cell.code.text(node.args[1])
    else:
        return None
    return Fix("Give every part the same share of each class", (with_argument(cell, node, f"stratify={text}"),), safe=True)
