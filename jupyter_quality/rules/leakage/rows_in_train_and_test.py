from collections.abc import Iterator

from jupyter_quality.reading.provenance.marks import MarkKind
from jupyter_quality.reading.provenance.rows import Cut, How, RowSet, Site, covers, cut_between, in_order, overlap
from jupyter_quality.reading.provenance.trail import Score
from jupyter_quality.reading.provenance.values import Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import called_here, cell_of, path, trials

_CUTS = frozenset({How.RANDOM, How.ORDERED, How.SAMPLE, How.SLICE, How.INDEX, How.FOLDS, How.GROUPED})


class RowsInTrainAndTest(Rule):
    """Rows of the test part are also learned from.

    A model that has seen a row may know its answer by heart, and to be asked for it again says nothing about new rows. It comes about
    in three ways: rows are copied, or new ones made between them (SMOTE), before the split, and a row lands on one side, its copy on
    the other; the model, or the search for its settings, learns from all rows and is scored on a part of them; the test rows are drawn
    from all rows and not from those that are left. With 50 rare rows among 1,000, and nothing but noise to tell them by, a tree finds
    100 % of the rare ones when they were copied before the split, and none, 0 %, when only the training rows were.

    Split first, then copy rows of the training part only; a pipeline of imbalanced-learn does so inside each fold. What the test part
    is made of must be what the training part leaves: `test = df.drop(train.index)`.
    """

    severity = Severity.WRONG
    message = "{what}: the model is scored in {scored} on rows that it has learned from"
    bad = (
        """
        # %%
        import pandas as pd
        from imblearn.over_sampling import SMOTE
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import f1_score
        from sklearn.model_selection import train_test_split
        people = pd.read_csv("people.csv")
        X, y = people.drop(columns="left"), people["left"]
        # %%
        X_more, y_more = SMOTE(random_state=0).fit_resample(X, y)  # <-
        X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, random_state=0, stratify=y_more)
        # %%
        model = LogisticRegression().fit(X_train, y_train)
        f1_score(y_test, model.predict(X_test))
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        people = pd.read_csv("people.csv")
        train = people.sample(frac=0.8, random_state=0)
        test = people.sample(frac=0.2, random_state=1)  # <-
        # %%
        model = LogisticRegression().fit(train[["age"]], train["left"])
        model.score(test[["age"]], test["left"])
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        people = pd.read_csv("people.csv")
        X, y = people.drop(columns="left"), people["left"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        # %%
        model = LogisticRegression().fit(X, y)  # <-
        model.score(X_test, y_test)
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from imblearn.over_sampling import SMOTE
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        people = pd.read_csv("people.csv")
        X, y = people.drop(columns="left"), people["left"]
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
        X_more, y_more = SMOTE(random_state=0).fit_resample(X_train, y_train)
        # %%
        model = LogisticRegression().fit(X_more, y_more)
        model.score(X_test, y_test)
        # %%
        to_deploy = LogisticRegression().fit(X, y)
        to_deploy.predict(pd.read_csv("new.csv"))
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        people = pd.read_csv("people.csv")
        train = people.sample(frac=0.8, random_state=0)
        test = people.drop(train.index)
        model = LogisticRegression().fit(train[["age"]], train["left"])
        model.score(test[["age"]], test["left"])
        """,
    )
    further = "https://imbalanced-learn.org/stable/common_pitfalls.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        seen: set[Site] = set()
        for site, what, score, cut in [*_copies(reading), *_learned_from_all(reading), *_drawn_twice(reading)]:
            if site not in seen:
                seen.add(site)
                steps = [(None if cut is None else cut.site, "the test rows are taken here"), (score.site, "scored here")]
                related = [*called_here(reading, site), *path(reading, *steps)]
                yield self.finding(reading.provenance.place(site), related=related, what=what, scored=cell_of(reading, score.site))


def _copies(reading: Reading) -> Iterator[tuple[Site, str, Score, Cut | None]]:
    """Copies of rows, or rows made between them, from before the split."""
    for trial in trials(reading):
        for mark in trial.marks():
            if mark.kind is MarkKind.COPIED and trial.reaches_both(mark):
                yield mark.site, f"`{mark.what}` makes further rows out of all rows before they are split", trial.score, trial.cut


def _learned_from_all(reading: Reading) -> Iterator[tuple[Site, str, Score, Cut | None]]:
    """A model that learned from all rows and is scored on a part of them."""
    for score in reading.provenance.trail.scores:
        for fit in score.fits:
            cut = _cut_inside(fit, score.rows)
            if cut is not None and not score.crossed and score.metric != "predict" and fit.estimator.predicts:
                yield fit.site, f"`{fit.estimator.short}` learns from `{fit.text}`, which holds the test rows", score, cut


def _cut_inside(fit: Fit, test: RowSet) -> Cut | None:
    """What makes the test rows out of rows that were learned from."""
    if not test or not all(covers(fit.rows, rows) for rows in test):
        return None
    if test & fit.rows:
        others = fit.rows - test
        return next((cut for one in in_order(others) for other in in_order(test) if (cut := cut_between(one, other)) is not None), None)
    return next((rows.cut for rows in in_order(test) if rows.cut is not None and rows.cut.how in _CUTS), None)


def _drawn_twice(reading: Reading) -> Iterator[tuple[Site, str, Score, Cut | None]]:
    """Train and test rows that are drawn from the same rows, each by itself."""
    for trial in trials(reading):
        if trial.cut is None and not trial.crossed:
            for one in in_order(trial.train):
                for other in in_order(trial.test):
                    if one.cut is None or other.cut is None or one.parents != other.parents:
                        continue
                    if one.cut.how is other.cut.how is How.SAMPLE:
                        yield other.cut.site, "The test rows are drawn from all rows, those of the training included", trial.score, one.cut
                    elif one.cut.how is other.cut.how is How.SLICE and overlap(one.index, other.index):
                        yield other.cut.site, "This slice begins before that of the training rows ends", trial.score, one.cut
