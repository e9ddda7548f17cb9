from collections.abc import Iterator

from jupyter_quality.reading.provenance.rows import Site, covers, touches
from jupyter_quality.reading.provenance.trail import Score, Trail
from jupyter_quality.reading.provenance.values import Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule

_NO_SCORE = frozenset({"predict", "cross-validation"})
_INFERENCE = ("statsmodels.", "prophet.", "fbprophet.", "pmdarima.")


class NoHeldOutRows(Rule):
    """A model is fitted and scored on the same rows, and no rows are held out anywhere.

    A score on the rows that were learned from says how well they are remembered, not what new rows will get. A decision tree of full
    depth remembers labels that were drawn by chance: 100 % on its own rows, 48 % on new ones. Hold rows out (`train_test_split`), or
    cross-validate.
    """

    severity = Severity.WRONG
    message = "`{model}` is scored on the very rows that it learned from, and no others are held out: this says how well it remembers"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import accuracy_score
        df = pd.read_csv("mails.csv")
        X, y = df[["n", "links"]], df["spam"]
        # %%
        model = LogisticRegression()
        model.fit(X, y)
        # %%
        accuracy_score(y, model.predict(X))  # <-
        """,
        """
        # %%
        import pandas as pd
        from sklearn.ensemble import RandomForestRegressor
        df = pd.read_csv("gems.csv")
        X, y = df.drop(columns="price"), df["price"]
        RandomForestRegressor(random_state=0).fit(X, y).score(X, y)  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_score, train_test_split
        df = pd.read_csv("mails.csv")
        X, y = df[["n", "links"]], df["spam"]
        Xa, Xb, ya, yb = train_test_split(X, y, random_state=0, stratify=y)
        model = LogisticRegression().fit(Xa, ya)
        model.score(Xa, ya), model.score(Xb, yb)
        final = LogisticRegression().fit(X, y)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_score
        df = pd.read_csv("mails.csv")
        X, y = df[["n", "links"]], df["spam"]
        cross_val_score(LogisticRegression(), X, y)
        model = LogisticRegression().fit(X, y)
        model.score(X, y)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        df = pd.read_csv("gems.csv")
        check = df.sample(frac=0.2, random_state=0)
        m = Ridge().fit(df[["carat"]], df["price"])
        m.score(check[["carat"]], check["price"])
        """,
        """
        # %%
        import pandas as pd
        import statsmodels.api as sm
        from sklearn.cluster import KMeans
        from sklearn.metrics import silhouette_score
        df = pd.read_csv("mails.csv")
        X, y = df[["n", "links"]], df["spam"]
        fit = sm.OLS(y, sm.add_constant(X)).fit()
        print(fit.summary())
        groups = KMeans(3, random_state=0).fit_predict(X)
        silhouette_score(X, groups)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LinearRegression
        train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
        m = LinearRegression().fit(train[["a"]], train["b"])
        m.score(train[["a"]], train["b"]), m.score(test[["a"]], test["b"])
        line = LinearRegression().fit(test[["a"]], test["b"])
        print(line.coef_)
        """,
    )
    further = "https://scikit-learn.org/stable/modules/cross_validation.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        trail = reading.provenance.trail
        if not trail.scores or trail.splits or any(score.crossed for score in trail.scores):
            return
        seen: set[Site] = set()
        for score in trail.scores:
            for fit in score.fits if score.metric not in _NO_SCORE else ():
                if fit.site not in seen and _is_own(score, fit) and not _has_others(trail, fit):
                    seen.add(fit.site)
                    place = reading.provenance.place(score.site)
                    related = (Related(reading.provenance.place(fit.site), "the model learns from these rows"),)
                    yield self.finding(place, related=related, confidence=0.8, model=fit.estimator.short)


def _is_own(score: Score, fit: Fit) -> bool:
    """Whether a model that predicts a target is scored on just the rows that it learned from."""
    is_model = fit.estimator.predicts and fit.target is not None and not fit.estimator.name.startswith(_INFERENCE)
    if fit.estimator.short.endswith("CV"):
        return False
    return is_model and bool(score.rows) and score.rows == fit.rows


def _has_others(trail: Trail, fit: Fit) -> bool:
    """Whether rows that the model did not learn from are scored or predicted, or the training is watched on such."""
    return bool(fit.watched) or any(
        score.rows and not all(covers(fit.rows, rows) for rows in score.rows) and not touches(score.rows, fit.rows)
        for score in trail.scores
    )
