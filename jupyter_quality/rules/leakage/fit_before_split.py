import ast
from collections.abc import Iterator

from jupyter_quality.reading.provenance.marks import Mark, MarkKind
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._split_first import split_first
from jupyter_quality.rules.leakage._trials import (
    Trial,
    called_here,
    cell_of,
    is_inside_training,
    is_learned,
    is_of_target,
    path,
    trials,
)


class FitBeforeSplit(Rule):
    """Something learns from rows that are split, or cross-validated, only later.

    A scaler learns means, an imputer what to fill in, a selection of features which columns go with the target. What has learned from
    all rows carries a little of the test rows into the training, and the score on them is no longer one on unseen rows. How much that
    promises too much depends on what is learned: the mean of a column is nearly the same with or without the test rows, a selection of
    columns by the target is not. Twenty times 100 patients with 2,000 columns of pure noise and a coin as target: with the 20 best
    columns chosen over all rows, cross-validation promises an accuracy of 0.85; chosen inside each fold, it says 0.52, as it must
    for a coin.

    Split first and let everything learn from the training part, or put it into a pipeline with the model: `make_pipeline(scaler,
    model)` is fitted on the training rows of each split by itself. Filling with a constant, taking logarithms, one-hot columns and
    whatever else treats each row by itself may stand before the split, as may anything that is only plotted.

    Where one scaler stands right before the split and all of it is plain, the fix moves it below: the split takes the data as they
    were, `X_train = scaler.fit_transform(X_train)` and `X_test = scaler.transform(X_test)` follow.
    """

    severity = Severity.WRONG
    message = "`{what}` learns from {data} here, {later}: the test rows have shaped the training, so the score on them promises too much"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler
        birds = pd.read_csv("birds.csv")
        X, y = birds[["length", "depth"]], birds["species"]
        # %%
        X_scaled = StandardScaler().fit_transform(X)  # <-
        # %%
        X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=0, stratify=y)
        # %%
        model = LogisticRegression().fit(X_train, y_train)
        model.score(X_test, y_test)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import cross_val_score
        homes = pd.read_csv("homes.csv")
        # %%
        homes["area"] = homes["area"].fillna(homes["area"].median())  # <-
        # %%
        cross_val_score(Ridge(), homes[["area", "rooms"]], homes["price"]).mean()
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler
        birds = pd.read_csv("birds.csv")
        # %%
        scaler = StandardScaler()
        X, y = birds[["length", "depth"]], birds["species"]
        X_scaled = scaler.fit_transform(X)  # ->
        # %%
        X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=0, stratify=y)
        model = LogisticRegression().fit(X_train, y_train)
        model.score(X_test, y_test)
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_score, train_test_split
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        birds = pd.read_csv("birds.csv").fillna(0)
        X, y = pd.get_dummies(birds[["length", "island"]]), birds["species"]
        # %%
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
        model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
        model.score(X_test, y_test)
        # %%
        cross_val_score(model, X, y).mean()
        """,
        """
        # %%
        import pandas as pd
        from sklearn.decomposition import PCA
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import train_test_split
        birds = pd.read_csv("birds.csv")
        X, y = birds[["length", "depth"]], birds["species"]
        # %%
        flat = PCA(2).fit_transform(X)
        pd.DataFrame(flat).plot.scatter(0, 1)
        # %%
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
        forest.score(X_test, y_test)
        """,
    )
    further = "https://scikit-learn.org/stable/common_pitfalls.html#data-leakage"

    def find(self, reading: Reading) -> Iterator[Finding]:
        seen: set[tuple[int, int | str]] = set()
        for trial in trials(reading):
            for mark in trial.marks():
                line = (mark.site.cell, getattr(mark.site.node, "lineno", 0))
                same = (mark.site.cell, mark.data or "?") if mark.kind is MarkKind.STATISTIC else line
                is_told = line in seen or same in seen or not is_learned(mark) or is_of_target(mark, trial.fit.target)
                if not is_told and trial.reaches_both(mark) and not is_inside_training(reading, trial, mark):
                    seen |= {line, same}
                    yield self._finding(reading, trial, mark)

    def _finding(self, reading: Reading, trial: Trial, mark: Mark) -> Finding:
        cut = trial.cut
        if trial.crossed:
            later = f"before {trial.score.metric} makes its folds in {cell_of(reading, trial.score.site)}"
        elif cut is None:
            later = f"and the model is scored on some of them in {cell_of(reading, trial.score.site)}"
        else:
            later = f"which are split in {cell_of(reading, cut.site)} only"
        steps = [(None if cut is None else cut.site, "split here"), (trial.fit.site, "the model learns"), (trial.score.site, "scored here")]
        return self.finding(
            reading.provenance.place(mark.site),
            related=[*called_here(reading, mark.site), *path(reading, *steps)],
            confidence=mark.sure,
            fix=split_first(reading, mark.site, cut.site) if cut is not None and not trial.crossed else None,
            what=mark.what,
            data=f"all rows of `{mark.data}`" if mark.data and _is_short(mark.data) else "all rows",
            later=later,
        )


def _is_short(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return len(text) <= 40
