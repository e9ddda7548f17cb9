from collections.abc import Iterator

from jupyter_quality.reading.provenance.rows import Cut, How, RowSet, Site
from jupyter_quality.reading.provenance.trail import Sign
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import called_here, tells_of, trials


class ShuffledTimeSeries(Rule):
    """Rows that follow one another in time are split at random.

    The day before and the day after each test day are then in the training, and the day between is easily told. In use there is no day
    after. A random walk of 1,000 days, told from the day's number by its three nearest neighbours: split at random, R² is 0.99; split
    in time, -0.02.

    Train on what comes before and score on what comes after: split at a date, `train_test_split(…, shuffle=False)` on sorted rows, or
    `TimeSeriesSplit`.
    """

    severity = Severity.WRONG
    message = (
        "Rows that follow one another in time are split at random here: the model learns from the days around those that it is scored on"
    )
    bad = """
    # %%
    import pandas as pd
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import train_test_split
    sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
    sales["before"] = sales["units"].shift(1)
    sales = sales.dropna()
    # %%
    train, test = train_test_split(sales, test_size=0.2, random_state=1)  # <-
    # %%
    model = Ridge().fit(train[["before"]], train["units"])
    model.score(test[["before"]], test["units"])
    """
    good = (
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import Ridge
        sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
        sales["before"] = sales["units"].shift(1)
        sales = sales.dropna()
        # %%
        train, test = sales[sales["day"] < "2023-01-01"], sales[sales["day"] >= "2023-01-01"]
        model = Ridge().fit(train[["before"]], train["units"])
        model.score(test[["before"]], test["units"])
        """,
        """
        # %%
        import pandas as pd
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split
        people = pd.read_csv("people.csv", parse_dates=["joined"])
        people["month"] = people["joined"].dt.month
        train, test = train_test_split(people, random_state=0)
        model = LogisticRegression().fit(train[["month"]], train["left"])
        model.score(test[["month"]], test["left"])
        """,
    )
    further = "https://scikit-learn.org/stable/modules/cross_validation.html#time-series-split"

    def find(self, reading: Reading) -> Iterator[Finding]:
        signs = [sign for sign in reading.provenance.trail.signs if sign.kind == "time"]
        seen: set[Site] = set()
        for site, rows in _random_splits(reading) if signs else ():
            telling = [sign for sign in signs if tells_of(sign, rows)]
            if telling and site not in seen:
                seen.add(site)
                best = max(telling, key=lambda sign: sign.strength)
                related = [*called_here(reading, site), Related(reading.provenance.place(best.site), _note(best))]
                yield self.finding(reading.provenance.place(site), related=related, confidence=best.strength)


def _random_splits(reading: Reading) -> Iterator[tuple[Site, RowSet]]:
    """Where rows are split at random, or into folds, and a model is trained and scored on the parts."""
    crossed = {split.site: split for split in reading.provenance.trail.splits}
    for trial in trials(reading):
        if trial.crossed:
            split = crossed.get(trial.score.site)
            if split is not None and _is_random(split.cut):
                yield split.site, trial.test
        elif trial.cut is not None and _is_random(trial.cut):
            yield trial.cut.site, trial.test


def _is_random(cut: Cut) -> bool:
    return cut.is_random or cut.how is How.FOLDS


def _note(sign: Sign) -> str:
    return f"in order of `{sign.column}`" if sign.column and sign.strength < 1 else "each row with those before it"
