import ast
from collections.abc import Iterator

from jupyter_quality.reading.provenance.rows import How, RowSet, are_apart, covers, cut_between
from jupyter_quality.reading.provenance.trail import Score, Trail
from jupyter_quality.reading.provenance.values import Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule

_NO_SCORE = frozenset({"predict", "cross-validation"})
_CUTS = frozenset({How.RANDOM, How.ORDERED, How.GROUPED, How.MASK, How.SLICE, How.SAMPLE, How.INDEX, How.FOLDS})


class ScoreOnTrainOnly(Rule):
    """Rows are held out, but the score is taken on those that were learned from.

    The model has seen these answers. How well it repeats them says little about rows that it has not seen: a decision tree of full depth
    repeats 100 % of labels that were drawn by chance, and is right in 48 % of new ones. Score the part that was held out; beside it, the
    training score shows how far the model overfits.
    """

    severity = Severity.WRONG
    message = "`{model}` is scored only on the part that it learned from; the part that was held out is never scored"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("mails.csv")
        X, y = df[["n", "links"]], df["spam"]
        # %%
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        rf = RandomForestClassifier(random_state=0).fit(Xa, ya)
        # %%
        rf.score(Xa, ya)  # <-
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.metrics import mean_absolute_error, r2_score
        df = pd.read_csv("gems.csv")
        train, test = df[df["year"] < 2020], df[df["year"] >= 2020]
        m = Ridge().fit(train[["carat"]], train["price"])
        # %%
        shown = m.predict(train[["carat"]])
        print(r2_score(train["price"], shown))  # <-
        print(mean_absolute_error(train["price"], shown))  # <-
        m.predict(test[["carat"]])
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import cross_val_score, train_test_split
        df = pd.read_csv("mails.csv")
        X, y = df[["n", "links"]], df["spam"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        rf = RandomForestClassifier(random_state=0).fit(Xa, ya)
        print(rf.score(Xa, ya), rf.score(Xb, yb))
        other = RandomForestClassifier(random_state=1).fit(Xa, ya)
        print(other.score(Xa, ya), cross_val_score(other, Xa, ya).mean())
        """,
        """
        # %%
        import pandas as pd
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.metrics import accuracy_score, f1_score
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("mails.csv")
        def report(model, X, y):
            print(f1_score(y, model.predict(X)))
        Xa, Xb, ya, yb = train_test_split(df[["n", "links"]], df["spam"], random_state=0)
        rf = RandomForestClassifier(random_state=0).fit(Xa, ya)
        for part, truth in [(Xa, ya), (Xb, yb)]:
            report(rf, part, truth)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.metrics import r2_score
        from sklearn.model_selection import train_test_split
        df = pd.read_csv("gems.csv")
        m = Ridge().fit(df[["carat"]], df["price"])
        # %%
        parts = train_test_split(df, random_state=0)
        a, b = map(pd.DataFrame.copy, parts)
        n = Ridge().fit(a[["carat"]], a["price"])
        r2_score(b["price"], n.predict(b[["carat"]]))
        """,
    )
    further = "https://scikit-learn.org/stable/modules/cross_validation.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        trail = reading.provenance.trail
        seen: set[ast.AST] = set()
        for score in trail.scores:
            for fit in score.fits if score.metric not in _NO_SCORE and not score.crossed else ():
                if score.site.node not in seen and _is_own_part(score, fit) and not _is_judged(trail, fit):
                    seen.add(score.site.node)
                    related = (Related(reading.provenance.place(fit.site), "the model learns from these rows"),)
                    yield self.finding(reading.provenance.place(score.site), related=related, confidence=0.8, model=fit.estimator.short)


def _is_own_part(score: Score, fit: Fit) -> bool:
    """Whether a model is scored on the rows that it learned from, and these are a part of a split."""
    is_part = any(rows.cut is not None and rows.cut.how in _CUTS for rows in fit.rows)
    if any(cut_between(one, other) is not None for one in fit.rows for other in fit.rows):
        return False
    return fit.estimator.predicts and is_part and bool(score.rows) and all(covers(fit.rows, rows) for rows in score.rows)


def _is_judged(trail: Trail, fit: Fit) -> bool:
    """Whether this model, or another that learned from these rows, is scored on rows that it did not learn from, or cross-validated, or
    these rows are the test part of another model."""
    if fit.watched:
        return True
    for score in trail.scores:
        if score.metric != "predict" and any(not covers(fit.rows, rows) for rows in score.rows):
            return True
        if score.crossed or (
            score.rows == fit.rows and any(are_apart(one, two) for other in score.fits for one in other.rows for two in fit.rows)
        ):
            return True
    return not any(cut_between(one, other) is not None for one in fit.rows for rows in _used(trail) for other in rows)


def _used(trail: Trail) -> Iterator[RowSet]:
    """Every set of rows that a split gives or a score is taken on."""
    for split in trail.splits:
        yield from split.parts
    for score in trail.scores:
        yield score.rows
