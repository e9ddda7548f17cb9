from collections.abc import Iterator

from jupyter_quality.reading.provenance.marks import Mark, MarkKind
from jupyter_quality.reading.provenance.rows import How, Site
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import called_here, is_of_target, path, trials

_PARTS = frozenset({How.MASK, How.INDEX})


class TargetMeanOverAllRows(Rule):
    """A category's mean of the target, taken over all rows, becomes a feature.

    The mean price of a street holds the price of each of its houses, the one that is to be predicted included; where a street has few
    houses, it is nearly that price. 2,000 houses in 700 streets, with prices that no street explains: the means over all rows promise
    an R² of 0.37, means of training rows alone give 0.00.

    Take the means of the training rows only, and for the training rows themselves from other folds than their own; scikit-learn's
    `TargetEncoder`, in a pipeline, does both.
    """

    severity = Severity.WRONG
    message = "`{what}` of the target is taken over all rows here and becomes a feature: the answers of the test rows are in it"
    bad = """
    # %%
    import pandas as pd
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import train_test_split
    homes = pd.read_csv("homes.csv")
    # %%
    homes["street_price"] = homes.groupby("street")["price"].transform("mean")  # <-
    X_train, X_test, y_train, y_test = train_test_split(homes[["area", "street_price"]], homes["price"], random_state=0)
    # %%
    model = Ridge().fit(X_train, y_train)
    model.score(X_test, y_test)
    """
    good = """
    # %%
    import pandas as pd
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import TargetEncoder
    homes = pd.read_csv("homes.csv")
    homes.groupby("street")["price"].mean().plot.bar()
    # %%
    X_train, X_test, y_train, y_test = train_test_split(homes[["street"]], homes["price"], random_state=0)
    model = make_pipeline(TargetEncoder(), Ridge()).fit(X_train, y_train)
    model.score(X_test, y_test)
    """
    further = "https://scikit-learn.org/stable/modules/preprocessing.html#target-encoder"

    def find(self, reading: Reading) -> Iterator[Finding]:
        seen: set[Site] = set()
        for trial in trials(reading):
            for mark in trial.marks():
                if (
                    mark.site in seen
                    or not is_of_target(mark, trial.fit.target)
                    or not _is_by_category(mark)
                    or not trial.reaches_both(mark)
                ):
                    continue
                seen.add(mark.site)
                steps = [
                    (None if trial.cut is None else trial.cut.site, "split here"),
                    (trial.fit.site, "the model learns"),
                    (trial.score.site, "scored here"),
                ]
                related = [*called_here(reading, mark.site), *path(reading, *steps)]
                yield self.finding(reading.provenance.place(mark.site), related=related, what=mark.what)


def _is_by_category(mark: Mark) -> bool:
    """Whether a mark tells rows apart: one mean for all rows, to fill in where a category is new, does not."""
    if mark.kind is MarkKind.STATISTIC:
        return any(one.cut is not None and one.cut.how in _PARTS for one in mark.rows)
    return mark.kind in {MarkKind.TARGET, MarkKind.GROUP}
