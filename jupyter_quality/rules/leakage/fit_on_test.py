import ast
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.provenance.marks import Mark, MarkKind, by_place
from jupyter_quality.reading.provenance.rows import Site, covers, in_order, touches
from jupyter_quality.reading.provenance.values import Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.leakage._trials import Trial, called_here, is_learned, path, trials

_CLOSE = 3
"""Lines of a helper that one finding tells of."""


class FitOnTest(Rule):
    """Something learns from the test part itself.

    A scaler that is fitted on the test rows centres them on their own mean: what they differ in from the training rows is wiped out
    before the model can see it, and one row alone, as it will come later, could not be treated so at all. A model knows fever at 38 °C
    from thermometers of the winter; the summer's read 2 degrees more. Scaled by what the winter taught, it tells 99 % of its cases
    right; scaled by their own mean, 15 %. It may err to either side: the score means little, and not what it seems to.

    Call `transform` on the test rows, of the same object that `fit_transform` was called on for the training rows.
    """

    severity = Severity.WRONG
    message = "`{what}` learns from the test rows `{data}`: they are no longer new, and they go through another transform than the training"
    bad = """
    # %%
    import pandas as pd
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    gems = pd.read_csv("gems.csv")
    price = gems.pop("price")
    A, B, a, b = train_test_split(gems, price, random_state=4)
    # %%
    scaler = StandardScaler()
    A = scaler.fit_transform(A)
    B = scaler.fit_transform(B)  # -> B = scaler.transform(B)
    # %%
    Ridge().fit(A, a).score(B, b)
    """
    good = """
    # %%
    import pandas as pd
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    gems = pd.read_csv("gems.csv")
    price = gems.pop("price")
    A, B, a, b = train_test_split(gems, price, random_state=4)
    # %%
    scaler = StandardScaler()
    A_scaled = scaler.fit_transform(A)
    B_scaled = scaler.transform(B)
    Ridge().fit(A_scaled, a).score(B_scaled, b)
    # %%
    for_the_plot = StandardScaler().fit_transform(B)
    pd.DataFrame(for_the_plot).hist()
    """
    further = "https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing"

    def find(self, reading: Reading) -> Iterator[Finding]:
        seen: set[Site] = set()
        for trial in trials(reading):
            for mark in by_place(trial.score.data.all_marks()):
                if not _is_told(mark.site, seen) and not trial.crossed and _is_of_test(trial, mark):
                    seen.add(mark.site)
                    yield self._finding(reading, mark.site, mark.what, mark.data, trial)
        yield from self._models(reading, seen)

    def _models(self, reading: Reading, seen: set[Site]) -> Iterator[Finding]:
        """Models that learn from the test part after they, or others, learned from the training part."""
        tested = {rows: trial for trial in trials(reading) if not trial.crossed and trial.score.metric != "predict" for rows in trial.test}
        for fit in reading.provenance.trail.fits:
            trial = next((tested[rows] for rows in in_order(fit.rows) if rows in tested), None)
            if (
                trial is not None
                and trial.cut is not None
                and fit.estimator.predicts
                and fit.rows <= trial.test
                and fit.site not in seen
                and _is_scored(reading, fit)
                and not _takes_turns(reading, fit)
            ):
                seen.add(fit.site)
                yield self._finding(reading, fit.site, fit.estimator.short, fit.text, trial)

    def _finding(self, reading: Reading, site: Site, what: str, data: str, trial: Trial) -> Finding:
        cut = None if trial.cut is None else trial.cut.site
        steps = [(cut, "split here"), (trial.fit.site, "the model learns"), (trial.score.site, "scored here")]
        related = [*called_here(reading, site), *path(reading, *steps)]
        return self.finding(reading.provenance.place(site), related=related, fix=_fix(reading, site, trial), what=what, data=data)


def _is_told(site: Site, seen: set[Site]) -> bool:
    """Whether a place is told of, or one close by in the same call of a helper, all of whose lines learn from the test rows alike."""
    return any(
        site == other or (site.calls and (site.cell, site.calls) == (other.cell, other.calls) and 0 <= _line(site) - _line(other) <= _CLOSE)
        for other in seen
    )


def _line(site: Site) -> int:
    return getattr(site.node, "lineno", 0)


def _is_of_test(trial: Trial, mark: Mark) -> bool:
    is_kind = is_learned(mark) or mark.kind is MarkKind.TARGET
    is_test = bool(mark.rows) and all(any(covers(frozenset((one,)), rows) for one in trial.test) for rows in mark.rows)
    return is_kind and is_test and not touches(mark.rows, trial.train)


def _is_scored(reading: Reading, fit: Fit) -> bool:
    """Whether a fit on the test part is scored there too, and not a transfer to new rows."""
    return any(fit in score.fits and score.rows == fit.rows and score.metric != "predict" for score in reading.provenance.trail.scores)


def _takes_turns(reading: Reading, fit: Fit) -> bool:
    """Whether a fit in a loop learns from other rows in another turn, as in folds that are made by hand."""
    others = [trial.fit for trial in trials(reading) if trial.fit.site == fit.site]
    return any(other.rows != fit.rows and other.site.calls == fit.site.calls for other in others)


def _fix(reading: Reading, site: Site, trial: Trial) -> Fix | None:
    """`fit_transform` becomes `transform` where the same object learned from the training rows before."""
    node = site.node
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "fit_transform" or site.calls:
        return None
    fits = reading.provenance.trail.fits
    own = next((fit for fit in fits if fit.site == site), None)
    if own is None or not any(fit.estimator is own.estimator and touches(fit.rows, trial.train) for fit in fits if fit is not own):
        return None
    cell = reading.provenance.cell(site)
    receiver = cell.code.text(node.func.value)
    text = cell.code.text(node)
    return Fix(
        "Transform the test rows with what the training rows taught",
        (ReplaceText(cell.cell.id, cell.code.span(node), f"{receiver}.transform{text[len(receiver) + len('.fit_transform') :]}"),),
        safe=True,
    )
