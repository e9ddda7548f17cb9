from collections.abc import Iterator

from jupyter_quality.reading.provenance.frames import TIME_NAME
from jupyter_quality.reading.provenance.marks import Mark, MarkKind
from jupyter_quality.reading.provenance.rows import How, Site
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import Trial, called_here, path, trials


class FutureInFeatures(Rule):
    """A feature holds values from later rows.

    A window that is centred on a day, a negative shift, a gap that is filled from below: each brings what will be known later into what
    is known now. In use the value is not there, and the model was never as good as it scored. Noise, where tomorrow cannot be told: a
    centred mean of three days promises an R² of 0.32, one that ends today gives 0.00.

    Let windows end before the row (`.shift(1).rolling(7)`) and fill from above (`.ffill()`). A negative shift that makes the target is
    right.
    """

    severity = Severity.WRONG
    message = "`{what}` brings values of later rows into the features: at the time of the prediction nobody has them yet"
    bad = """
    # %%
    import pandas as pd
    from sklearn.linear_model import Ridge
    sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
    # %%
    sales["smooth"] = sales["units"].rolling(7, center=True).mean()  # <-
    sales["warm"] = sales["degrees"].shift(-1)  # <-
    # %%
    n = int(0.8 * len(sales))
    train, test = sales[:n], sales[n:]
    model = Ridge().fit(train[["smooth", "warm"]], train["units"])
    model.score(test[["smooth", "warm"]], test["units"])
    """
    good = """
    # %%
    import pandas as pd
    from sklearn.linear_model import Ridge
    sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
    sales["mean7"] = sales["units"].rolling(7).mean()
    sales["tomorrow"] = sales["units"].shift(-1)
    sales = sales.ffill().dropna()
    # %%
    n = int(0.8 * len(sales))
    train, test = sales[:n], sales[n:]
    model = Ridge().fit(train[["mean7"]], train["tomorrow"])
    model.score(test[["mean7"]], test["tomorrow"])
    """
    further = "https://otexts.com/fpp3/tscv.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        seen: set[Site] = set()
        for trial in trials(reading):
            for mark in trial.marks():
                if mark.kind is MarkKind.FUTURE and mark.site not in seen and _is_in_time(reading, mark, trial):
                    seen.add(mark.site)
                    related = path(reading, (trial.fit.site, "the model learns"), (trial.score.site, "scored here"))
                    yield self.finding(
                        reading.provenance.place(mark.site), related=[*called_here(reading, mark.site), *related], what=mark.what
                    )


def _is_in_time(reading: Reading, mark: Mark, trial: Trial) -> bool:
    """Whether the rows follow one another in time: a fill from below may also be a fill in any order, a centred window one over a signal
    that is there as a whole when it is judged."""
    is_window = "center" in mark.what
    if "fill" not in mark.what and not is_window:
        return True
    if is_window and trial.cut is not None and trial.cut.how in {How.ORDERED, How.SLICE}:
        return True
    signs = [sign for sign in reading.provenance.trail.signs if sign.kind == "time" and any(sign.rows & one.lineage for one in mark.rows)]
    return any(not is_window or (sign.column is not None and TIME_NAME.search(sign.column)) for sign in signs)
