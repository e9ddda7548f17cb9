import ast
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.provenance.marks import Mark, MarkKind
from jupyter_quality.reading.provenance.rows import Site, covers, touches
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import Trial, called_here, cell_of, path, trials

_PLACES, _SPREADS = frozenset({"mean", "median", "min"}), frozenset({"std", "max", "ptp"})
"""Statistics that are taken off, and those that are divided by, where columns are scaled by hand."""


class UntransformedTest(Rule):
    """The training rows are transformed, the test rows are not.

    The model has learned what a scaled value means and is given raw ones: numbers of another size, or columns of another meaning. It
    does not fail, it answers wrongly. With columns around 500 and a model of scaled columns, 0.65 of the test rows are told right where
    it would be 0.84.

    Let the test rows go through the same object: `scaler.transform(X_test)`. A pipeline cannot forget it.
    """

    severity = Severity.WRONG
    message = "The model learned from rows that went through `{what}` ({where}), but is judged here on rows that did not"
    bad = """
    # %%
    import pandas as pd
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    birds = pd.read_csv("birds.csv")
    X_train, X_test, y_train, y_test = train_test_split(birds[["length"]], birds["species"], random_state=0)
    # %%
    scaler = StandardScaler()
    X_scaled = scaler.fit_transform(X_train)
    model = LogisticRegression().fit(X_scaled, y_train)
    # %%
    model.score(X_test, y_test)  # -> model.score(scaler.transform(X_test), y_test)
    """
    good = """
    # %%
    import pandas as pd
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    birds = pd.read_csv("birds.csv")
    X_train, X_test, y_train, y_test = train_test_split(birds[["length"]], birds["species"], random_state=0)
    # %%
    scaler = StandardScaler()
    X_scaled = scaler.fit_transform(X_train)
    model = LogisticRegression().fit(X_scaled, y_train)
    forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
    # %%
    model.score(scaler.transform(X_test), y_test), forest.score(X_test, y_test)
    """
    further = "https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing"

    def find(self, reading: Reading) -> Iterator[Finding]:
        seen: set[Site] = set()
        for trial in trials(reading):
            mark = _missing(trial)
            if mark is not None and trial.fit.site not in seen:
                seen.add(trial.fit.site)
                related = path(reading, (mark.site, "learned and applied here"), (trial.fit.site, "the model learns"))
                yield self.finding(
                    reading.provenance.place(trial.score.site),
                    related=[*called_here(reading, trial.score.site), *related],
                    fix=_fix(reading, trial, mark),
                    what=mark.what,
                    where=cell_of(reading, mark.site),
                )


def _missing(trial: Trial) -> Mark | None:
    """A transform of the training rows that the test rows lack, where they went through none or through others of the same chain only."""
    is_open = trial.cut is None and trial.score.metric == "predict"
    if trial.crossed or is_open or touches(trial.train, trial.test):
        return None
    own = {mark.site for mark in trial.score.data.all_marks() if _is_transform(mark)}
    needed = {mark.site for mark in trial.marks() if _is_transform(mark)}
    if not own <= needed:
        return None
    marks = [mark for mark in trial.marks() if mark.site not in own]
    of_train = [mark for mark in marks if _is_of_train(trial, mark)]
    by_hand = [mark for mark in of_train if mark.kind is MarkKind.STATISTIC and not own and mark.what in _PLACES | _SPREADS]
    if {mark.what for mark in by_hand} & _PLACES and {mark.what for mark in by_hand} & _SPREADS:
        return by_hand[0]
    return next((mark for mark in of_train if mark.kind is MarkKind.LEARNED and mark.sure == 1), None)


def _is_transform(mark: Mark) -> bool:
    return mark.kind in {MarkKind.LEARNED, MarkKind.STATISTIC, MarkKind.TARGET}


def _is_of_train(trial: Trial, mark: Mark) -> bool:
    return bool(mark.rows) and all(covers(mark.rows, rows) or covers(trial.train, rows) for rows in trial.train | mark.rows)


def _fix(reading: Reading, trial: Trial, mark: Mark) -> Fix | None:
    """The test rows go through the transformer where it has a name and they are a plain argument."""
    node = trial.score.site.node
    learning = mark.site.node
    if (
        trial.score.site.calls
        or mark.site.calls
        or not isinstance(node, ast.Call)
        or not node.args
        or not isinstance(node.args[0], ast.Name)
    ):
        return None
    if not isinstance(learning, ast.Call) or not isinstance(learning.func, ast.Attribute) or not isinstance(learning.func.value, ast.Name):
        return None
    if trial.score.metric not in {"score", "predict", "predict_proba", "evaluate"} or not isinstance(node.func, ast.Attribute):
        return None
    cell = reading.provenance.cell(trial.score.site)
    argument = node.args[0]
    text = f"{learning.func.value.id}.transform({argument.id})"
    return Fix("Transform the test rows too", (ReplaceText(cell.cell.id, cell.code.span(argument), text),), safe=True)
