"""The trials of a notebook: a model that learned from some rows and is judged on others. A leak is only told at the end of one."""

from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.reading.provenance import Provenance
from jupyter_quality.reading.provenance.marks import Mark, MarkKind, by_place
from jupyter_quality.reading.provenance.rows import (
    ONE_A_GROUP,
    Cut,
    How,
    Rows,
    RowSet,
    Site,
    are_apart,
    covers,
    cut_between,
    in_order,
    touches,
)
from jupyter_quality.reading.provenance.trail import Score, Sign
from jupyter_quality.reading.provenance.values import Data, Fit
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Related

_SPLITS = frozenset({How.RANDOM, How.ORDERED, How.GROUPED, How.FOLDS, How.UNPACKED})


@dataclass(frozen=True, slots=True)
class Trial:
    """A fit and a score of it on rows that it did not learn from. `test` are these rows; `cut` is what keeps them apart, where known.

    Where `crossed`, the rows are cross-validated: each is learned from and judged on in turn.
    """

    fit: Fit
    score: Score
    test: RowSet
    cut: Cut | None
    crossed: bool = False

    @property
    def train(self) -> RowSet:
        """The rows that were learned from."""
        return self.fit.rows

    def marks(self) -> list[Mark]:
        """What has shaped the features that the model learned from, in the order of the notebook."""
        return by_place(self.fit.features.all_marks())

    def reaches_both(self, mark: Mark) -> bool:
        """Whether what left a mark had seen rows of the training and of the test."""
        return _meets(mark.rows, self.test) and (self.crossed or _meets(mark.rows, self.train))


def _meets(these: RowSet, those: RowSet) -> bool:
    """Whether some of those rows are among these, or may be: rows that a condition picks lie in both parts of a split by anything else."""
    if touches(these, those):
        return True
    picked = [rows for rows in these if rows.cut is not None and rows.cut.how is How.MASK]
    return any(touches(rows.parents, those) and not any(are_apart(rows, other) for other in those) for rows in picked)


def trials(reading: Reading) -> tuple[Trial, ...]:
    """Every trial of a notebook, in the order of the scores."""
    return reading.remember("trials", lambda: tuple(_trials(reading.provenance)))


def _trials(provenance: Provenance) -> Iterator[Trial]:
    scores, fits = provenance.trail.scores, provenance.trail.fits
    for score in scores:
        for fit in (*score.fits, *_taught_before(score, fits)):
            if not fit.estimator.predicts:
                continue
            if score.crossed:
                if not _is_training_part(score.rows, scores):
                    yield Trial(fit, score, score.rows, None, crossed=True)
                continue
            test = frozenset(rows for rows in score.rows if not covers(fit.rows, rows))
            if test and fit.rows and not any(covers(test, rows) for rows in fit.rows):
                trial = Trial(fit, score, test, _cut(fit.rows, test))
                if not _are_batches(fit.rows, test) and (score.metric != "predict" or not _fills_in(trial.cut, test)):
                    yield trial


def _taught_before(score: Score, fits: list[Fit]) -> Iterator[Fit]:
    """The fits on the training part of models that then learned from the test part anew, and are scored on what they learned."""
    for fit in score.fits:
        if not score.crossed and score.rows and score.rows == fit.rows:
            for other in fits[: fits.index(fit)]:
                if (
                    other.estimator is fit.estimator
                    and (cut := _cut(other.rows, fit.rows)) is not None
                    and cut.how in _SPLITS - {How.FOLDS}
                ):
                    yield other


def _are_batches(train: RowSet, test: RowSet) -> bool:
    """Whether rows are picked at one place in several turns of a loop, as the batches that a model learns from are."""
    picked = {(rows.cut.site, rows.cut.site.calls, rows.parents) for rows in train if rows.cut is not None and rows.cut.how is How.INDEX}
    return bool(test) and all(rows.cut is not None and (rows.cut.site, rows.cut.site.calls, rows.parents) in picked for rows in test)


def _fills_in(cut: Cut | None, rows: RowSet) -> bool:
    """Whether rows are those where something is missing, for which a model tells it: nobody judges it there."""
    return cut is not None and cut.how is How.MASK and any("missing" in str(one.index) for one in rows)


def _is_training_part(rows: RowSet, scores: list[Score]) -> bool:
    """Whether rows are the training part of a split whose other part is scored too, so that the last word is spoken there."""
    return any(not score.crossed and any(cut_between(one, other) is not None for one in rows for other in score.rows) for score in scores)


def _cut(train: RowSet, test: RowSet) -> Cut | None:
    return next((cut for one in in_order(train) for other in in_order(test) if (cut := cut_between(one, other)) is not None), None)


def is_nested(rows: Rows) -> bool:
    """Whether rows are a part of the training part of another split: a validation part."""
    cuts = [one for one in rows.lineage if one.cut is not None and one.cut.how in _SPLITS]
    return len(cuts) > 1


def is_inside_training(reading: Reading, trial: Trial, mark: Mark) -> bool:
    """Whether a trial is one inside the training part of an outer split, whose test part the mark has not seen and which is scored too."""
    for rows in trial.test:
        outer = [one for one in rows.parents if one.cut is not None and one.cut.how in _SPLITS]
        for score in reading.provenance.trail.scores if outer else ():
            is_outer = any(cut_between(one, other) is not None for one in outer for other in score.rows)
            if is_outer and not score.crossed and not touches(mark.rows, score.rows):
                return True
    return False


def tells_of(sign: Sign, rows: RowSet) -> bool:
    """Whether a sign tells of rows, with nothing between that leaves one row to a group."""
    known = {one for told in sign.rows for one in told.lineage}
    return any(sign.rows & one.lineage and not any(other.index == ONE_A_GROUP for other in one.lineage - known) for one in rows)


def is_learned(mark: Mark) -> bool:
    """Whether a mark is left by something that learned from rows, or by a statistic of them."""
    return mark.kind in {MarkKind.LEARNED, MarkKind.STATISTIC}


def is_of_target(mark: Mark, target: Data | None) -> bool:
    """Whether a statistic is one of the target."""
    return mark.kind is MarkKind.TARGET or (target is not None and target.column is not None and target.column in mark.over)


def path(reading: Reading, *steps: tuple[Site | None, str]) -> list[Related]:
    """The related places of a path, those left out that are not known; the calls of helpers around a place come before it."""
    provenance = reading.provenance
    found = []
    for site, note in steps:
        if site is not None:
            found += [Related(provenance.place(call), f"{note}, called here") for call in site.calls[:1]]
            found.append(Related(provenance.place(site), note))
    return found


def called_here(reading: Reading, site: Site) -> list[Related]:
    """Where the helper is called that a site stands in."""
    return [Related(reading.provenance.place(call), "called here") for call in site.calls[:1]]


def cell_of(reading: Reading, site: Site) -> str:
    """A cell as a message names it."""
    return f"cell {reading.provenance.cell(site).cell.number}"
