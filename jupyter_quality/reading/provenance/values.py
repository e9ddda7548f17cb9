"""What the interpreter knows of a value: whose rows it holds, what has shaped them, which columns it has."""

import ast
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from operator import attrgetter

from jupyter_quality.reading.provenance.library import Role
from jupyter_quality.reading.provenance.marks import NO_MARKS, Marks
from jupyter_quality.reading.provenance.rows import NO_ROWS, RowSet, Site


class Value:
    """Anything that the interpreter knows nothing more of."""

    __slots__ = ()


UNKNOWN = Value()


@dataclass(frozen=True, slots=True)
class Constant(Value):
    """A constant of the source."""

    value: object


@dataclass(frozen=True, slots=True)
class Module(Value):
    """Something imported, by its canonical name."""

    name: str


class Form(StrEnum):
    """What kind of data a value is."""

    DATA = "data"
    FRAME = "frame"
    COLUMN = "column"
    STATISTIC = "statistic"
    INDEX = "index"
    NAMES = "names"
    MASK = "mask"
    GROUPS = "groups"
    WINDOW = "window"
    PREDICTION = "prediction"
    SCORE = "score"
    RANDOM = "random"
    """Numbers that are drawn, and generators of such."""


@dataclass(slots=True, eq=False)
class Columns:
    """What is known of a frame's columns. `base` is the same for frames that are made of one another.

    `known` are columns whose value is known; where `only`, there are no others; `dropped` are those that were taken out. Where
    `are_numbers`, those that are no numbers were left out.
    """

    base: object
    known: dict[str, "Data | None"] = field(default_factory=dict)
    only: bool = False
    dropped: set[str] = field(default_factory=set)
    are_numbers: bool = False

    def copy(self) -> "Columns":
        """The same knowledge, apart."""
        return Columns(self.base, dict(self.known), self.only, set(self.dropped), self.are_numbers)

    def holds(self, name: str) -> bool:
        """Whether a column that the base has is still among these."""
        return name in self.known if self.only else name not in self.dropped

    def without(self, names: Iterable[str]) -> "Columns":
        """These columns but for some."""
        gone = set(names)
        known = {name: value for name, value in self.known.items() if name not in gone}
        return Columns(self.base, known, self.only, self.dropped | gone, self.are_numbers)

    def just(self, names: Iterable[str]) -> "Columns":
        """Only the columns of these names."""
        return Columns(self.base, {name: self.known.get(name) for name in names}, only=True)


@dataclass(slots=True, eq=False)
class Data(Value):
    """Rows in any container: a frame, an array, a column, predictions, a statistic of them.

    `made` is where it was made; `column` is the name of the frame's column that it is, `base` the frames it belongs to, `sources` the
    columns that it was computed from; `models` are the fits whose predictions it holds, `makers` the models, fitted or not yet; `by` is
    what a mask or a grouping goes by, or, of a score, the predictions that are scored; `is_single`: one row or item of them, as a loop
    goes through them.
    """

    rows: RowSet = NO_ROWS
    marks: Marks = NO_MARKS
    form: Form = Form.DATA
    made: Site | None = None
    columns: Columns | None = None
    column: str | None = None
    base: object = None
    sources: frozenset[str] = frozenset()
    models: tuple["Fit", ...] = ()
    by: Hashable = None
    makers: tuple["Estimator", ...] = ()
    is_single: bool = False

    def all_marks(self) -> Marks:
        """Everything that has shaped the value or one of its columns."""
        if self.columns is None or not self.columns.known:
            return self.marks
        return self.marks.union(*(value.marks for value in self.columns.known.values() if value is not None))

    def derived(self, **changes: object) -> "Data":
        """A value made of this one; its columns are its own."""
        result = Data(*_FIELDS_OF_DATA(self))
        if self.columns is not None:
            result.columns = self.columns.copy()
        for name, value in changes.items():
            setattr(result, name, value)
        return result


_FIELDS_OF_DATA = attrgetter(*(one.name for one in fields(Data)))


@dataclass(frozen=True, slots=True)
class Fit:
    """That an estimator learned from rows: `features` and `target` are as they were then, `text` is the features as written,
    `watched` what the training is scored on as it goes."""

    site: Site
    estimator: "Estimator" = field(compare=False)
    features: Data = field(compare=False)
    target: Data | None = field(compare=False)
    text: str = field(compare=False, default="")
    watched: tuple[Data, ...] = field(compare=False, default=())

    @property
    def rows(self) -> RowSet:
        """The rows that were learned from."""
        return self.features.rows


@dataclass(slots=True, eq=False)
class Estimator(Value):
    """An object that learns: a transformer, a model, a search, a pipeline of such. `parts` are the estimators inside it."""

    name: str
    role: Role
    made: Site
    settings: dict[str, Value] = field(default_factory=dict)
    parts: list["Estimator"] = field(default_factory=list)
    given: tuple[Value, ...] = ()
    fits: list[Fit] = field(default_factory=list)

    @property
    def short(self) -> str:
        """The class's name."""
        return self.name.rpartition(".")[2]

    @property
    def predicts(self) -> bool:
        """Whether it is a model, or a pipeline that ends in one."""
        if self.role is Role.COMPOSES:
            return any(part.predicts for part in self.parts)
        return self.role in {Role.PREDICTS, Role.SEARCHES}

    @property
    def encodes_target(self) -> bool:
        """Whether it learns the target's mean for each category."""
        return self.role is Role.ENCODES_TARGET or any(part.encodes_target for part in self.parts)

    @property
    def learns(self) -> float:
        """How sure it is that a transform by it carries what it learned, from 0 to 1."""
        if self.role is Role.COMPOSES:
            return max((part.learns for part in self.parts), default=0.8)
        if self.role in {Role.COUNTS_WORDS, Role.NAMES_CATEGORIES} and not {"vocabulary", "categories"}.isdisjoint(self.settings):
            return 0.0
        return {Role.LEARNS: 1.0, Role.ENCODES_TARGET: 1.0, Role.COUNTS_WORDS: 0.8, Role.CLUSTERS: 0.8, Role.NAMES_CATEGORIES: 0.4}.get(
            self.role, 0.0
        )


@dataclass(slots=True, eq=False)
class Splitter(Value):
    """An object whose `split` makes folds or parts."""

    name: str
    role: Role
    made: Site
    settings: dict[str, Value] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The class's name."""
        return self.name.rpartition(".")[2]


@dataclass(slots=True, eq=False)
class Container(Value):
    """A list, tuple, dict or set: its items by position or constant key, and `rest` for all others. `is_grown`: a loop filled it."""

    items: dict[Hashable, Value] = field(default_factory=dict)
    rest: Value | None = None
    is_dict: bool = False
    is_sorted: bool = False
    is_grown: bool = False

    def elements(self) -> list[Value]:
        """Everything that it holds."""
        return [*self.items.values(), *([self.rest] if self.rest is not None else [])]


Scope = dict[str, Value]


@dataclass(slots=True, eq=False)
class Function(Value):
    """A function of the notebook, with the scopes around it."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    cell: int
    scopes: tuple[Scope, ...]
    bound: Value | None = None


@dataclass(slots=True, eq=False)
class Partial(Value):
    """`functools.partial`: something to call, with the arguments that it has already."""

    function: Value
    positional: tuple[Value, ...] = ()
    named: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Class(Value):
    """A class of the notebook."""

    node: ast.ClassDef
    cell: int
    bases: tuple[str, ...]
    members: Scope
    parents: tuple["Class", ...] = ()

    def member(self, name: str) -> Value | None:
        """A method or attribute of the class or of one it inherits from."""
        if name in self.members:
            return self.members[name]
        return next((found for parent in self.parents if (found := parent.member(name)) is not None), None)


@dataclass(slots=True, eq=False)
class Instance(Value):
    """An object of a class of the notebook."""

    of: Class
    attributes: Scope = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Alternatives(Value):
    """One of several values, by the path that was taken."""

    values: tuple[Value, ...]
