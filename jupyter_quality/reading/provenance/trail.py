"""What happens to a notebook's rows, in order: they are split, learned from, scored on, chosen by."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from jupyter_quality.reading.provenance.rows import Cut, RowSet, Site
from jupyter_quality.reading.provenance.values import Data, Fit, Value


@dataclass(frozen=True, slots=True)
class Split:
    """That rows are taken apart by a splitter. `data` is what was split, `parts` the rows of each part, in the splitter's order.

    `settings` are the splitter's named arguments; `name` is its canonical or class name.
    """

    site: Site
    name: str
    cut: Cut
    data: tuple[Data, ...] = field(compare=False)
    parts: tuple[RowSet, ...] = field(compare=False)
    settings: dict[str, Value] = field(compare=False)

    @property
    def rows(self) -> RowSet:
        """The rows that were split."""
        return frozenset().union(*(one.rows for one in self.data))


@dataclass(frozen=True, slots=True)
class Score:
    """That estimators are judged on rows.

    `data` is what they were judged on, with what had shaped it; `fits` are the fits that are judged. Where `crossed`, each fold of the
    rows is scored in turn, and `fits` learn from the other folds. `metric` is the function or method, "predict" where only predictions are
    made; `truth` is what the predictions are compared with.
    """

    site: Site
    metric: str
    data: Data = field(compare=False)
    fits: tuple[Fit, ...]
    rows: RowSet
    crossed: bool = False
    truth: Data | None = field(compare=False, default=None)


@dataclass(frozen=True, slots=True)
class Choice:
    """That something is chosen by scores on rows: settings, a model, a threshold, the epoch to stop at."""

    site: Site
    rows: RowSet
    how: str
    scored: Site


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that tells what the rows are: `kind` is "time" or "group", `column` the column that says so, where known."""

    site: Site
    kind: str
    rows: RowSet
    column: str | None
    strength: float = 1.0


Happening = Split | Fit | Score | Choice | Sign


class Trail:
    """The happenings of a notebook, each once, in order."""

    def __init__(self) -> None:
        self._all: dict[Happening, None] = {}

    def add(self, happening: Happening) -> None:
        """Note a happening, unless the same is known."""
        self._all.setdefault(happening)

    def __iter__(self) -> Iterator[Happening]:
        return iter(self._all)

    @property
    def splits(self) -> list[Split]:
        """The splits, in order."""
        return [one for one in self._all if isinstance(one, Split)]

    @property
    def fits(self) -> list[Fit]:
        """The fits, in order."""
        return [one for one in self._all if isinstance(one, Fit)]

    @property
    def scores(self) -> list[Score]:
        """The scores, in order."""
        return [one for one in self._all if isinstance(one, Score)]

    @property
    def choices(self) -> list[Choice]:
        """The choices, in order."""
        return [one for one in self._all if isinstance(one, Choice)]

    @property
    def signs(self) -> list[Sign]:
        """The signs, in order."""
        return [one for one in self._all if isinstance(one, Sign)]

    def order(self, happening: Happening) -> int:
        """The place of a happening in the order of all."""
        return list(self._all).index(happening)
