import re
from collections.abc import Iterator

from jupyter_quality.reading.provenance.library import Role, role_of
from jupyter_quality.reading.provenance.rows import EACH_GROUP, Cut, How, Rows, RowSet, Site, are_apart, touches
from jupyter_quality.reading.provenance.trail import Choice
from jupyter_quality.reading.provenance.values import Constant
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import called_here, is_nested, path, trials

_HELD_OUT = frozenset({How.RANDOM, How.ORDERED, How.MASK, How.SLICE, How.INDEX, How.SAMPLE, How.UNPACKED})


_MOVED = re.compile(r"\.to\([^()]*\)")
"""A move to a device, which is often called `dev`."""
_VALIDATION = re.compile(r"(^|[^a-z])(x_?|y_?)?(val|valid|validation|dev)([^a-z]|$)|_val(id)?_?(\W|$)", re.IGNORECASE)


class ChoiceByTestScore(Rule):
    """The test score decides what is kept, and is then reported.

    Every score is partly luck. Who tries many settings and keeps the one that scores best on the test rows keeps the luckiest, and its
    score there is the luck of the best of many, not what new rows will give. Two hundred trees on noise, with a coin as target: the
    best of them tells 0.64 of 100 test rows right, and 0.50 of 100,000 new ones. The same goes for the epoch to stop at, the threshold,
    the seed.

    Choose by a third part, or by cross-validation inside the training part (`GridSearchCV(…).fit(X_train, y_train)`), and look at the
    test score once, at the end. To report several models side by side, choosing none, is no leak.
    """

    severity = Severity.WRONG
    message = "What scores best on the test rows is kept here ({how}), so its score there is the luckiest of several and promises too much"
    bad = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        gems = pd.read_csv("gems.csv")
        price = gems.pop("price")
        A, B, a, b = train_test_split(gems, price, random_state=4)
        # %%
        best, best_score = None, -1
        for alpha in [0.1, 1, 10]:
            r2 = Ridge(alpha=alpha).fit(A, a).score(B, b)
            if r2 > best_score:  # <-
                best, best_score = alpha, r2
        print(best, best_score)
        """,
        """
        # %%
        import pandas as pd
        from lightgbm import LGBMRegressor, early_stopping
        from sklearn.metrics import r2_score
        from sklearn.model_selection import train_test_split
        gems = pd.read_csv("gems.csv")
        price = gems.pop("price")
        A, B, a, b = train_test_split(gems, price, random_state=4)
        # %%
        model = LGBMRegressor(n_estimators=2000, random_state=0)
        model.fit(A, a, eval_set=[(B, b)], callbacks=[early_stopping(50)])  # <-
        r2_score(b, model.predict(B))
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        gems = pd.read_csv("gems.csv")
        price = gems.pop("price")
        rest, B, c, b = train_test_split(gems, price, random_state=4)
        A, V, a, v = train_test_split(rest, c, random_state=4)
        # %%
        best, best_score = None, -1
        for alpha in [0.1, 1, 10]:
            model = Ridge(alpha=alpha).fit(A, a)
            if model.score(V, v) > best_score:
                best, best_score = model, model.score(V, v)
        best.score(B, b)
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Lasso, Ridge
        from sklearn.model_selection import train_test_split
        gems = pd.read_csv("gems.csv")
        price = gems.pop("price")
        A, B, a, b = train_test_split(gems, price, random_state=4)
        # %%
        for model in [Ridge(), Lasso()]:
            print(model, model.fit(A, a).score(B, b))
        """,
    )
    further = "https://scikit-learn.org/stable/modules/cross_validation.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        seen: set[Site] = set()
        for choice in reading.provenance.trail.choices:
            if choice.site not in seen and _is_by_test(reading, choice):
                seen.add(choice.site)
                steps = [] if choice.scored == choice.site else [(choice.scored, "scored on the test rows")]
                related = [*called_here(reading, choice.site), *path(reading, *steps)]
                yield self.finding(reading.provenance.place(choice.site), related=related, how=choice.how)


def _called(reading: Reading, rows: RowSet) -> set[str | None]:
    """What the author calls rows, a validation or a test part: the first name counts that says what they are."""
    first: dict[Rows, str] = {}
    for sign in reading.provenance.trail.signs:
        if sign.kind in {"validation", "test"}:
            first.update({one: sign.kind for one in sign.rows if one not in first})
    return {first.get(one) for one in rows}


def _is_of_each_group(rows: Rows) -> bool:
    """Whether rows are of one group of many that a loop goes through: what scores best then is a group, and no model."""
    cuts = (one.cut for one in rows.lineage)
    return any(isinstance(cut.key, tuple) and isinstance(cut.key[1], tuple) and EACH_GROUP in cut.key[1] for cut in cuts if cut is not None)


def _folds(reading: Reading) -> set[Cut]:
    """The cuts that are made again and again: each of their parts is trained on in turn."""
    again = {Role.ORDERED_FOLDS, Role.SHUFFLED_FOLDS}
    return {
        split.cut
        for split in reading.provenance.trail.splits
        if role_of(split.name) in again and split.settings.get("n_splits") != Constant(1)
    }


def _is_by_test(reading: Reading, choice: Choice) -> bool:
    """Whether rows that a choice is made by are the last ones to judge by: no validation part, no folds, no third part after them."""
    rows = choice.rows
    if not rows or any(one.cut is None or one.cut.how not in _HELD_OUT or is_nested(one) for one in rows):
        return False
    called = _called(reading, rows)
    if called == {"validation"} or any(map(_is_of_each_group, rows)) or not _folds(reading).isdisjoint(one.cut for one in rows):
        return False
    if not any(trial.test & rows and not trial.crossed for trial in trials(reading)):
        return False
    scores = reading.provenance.trail.scores
    texts = [reading.provenance.text(score.site.node, score.site) for score in scores if score.site == choice.scored]
    if called != {"test"} and any(_VALIDATION.search(_MOVED.sub("", text)) for text in texts):
        return False
    if choice.how == "early stopping" and not any(score.rows & rows and score.metric != "history" for score in scores):
        return False
    return not any(
        not score.crossed
        and score.rows
        and score.fits
        and all(are_apart(one, other) for one in score.rows for other in rows)
        and not any(touches(fit.rows, score.rows) for fit in score.fits)
        for score in scores
    )
