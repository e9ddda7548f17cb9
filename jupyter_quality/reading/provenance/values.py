"""What the interpreter knows of a value: whose rows it holds, what has shaped them, which columns it has."""

import ast
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum
from operator import attrgetter

from jupyter_quality.reading.provenance.library import Role


@dataclass(frozen=True, slots=True)
class Site:
    """Where something happens: the index of the code cell (from 0), the node, and the calls of the notebook's own functions around it."""

    cell: int
    node: ast.AST
    calls: tuple["Site", ...] = field(default=(), compare=False)


class How(StrEnum):
    """By what rows are taken apart."""

    RANDOM = "random"
    ORDERED = "ordered"
    GROUPED = "grouped"
    FOLDS = "folds"
    MASK = "mask"
    SLICE = "slice"
    INDEX = "index"
    SAMPLE = "sample"
    UNPACKED = "unpacked"
    SHUFFLE = "shuffle"


@dataclass(frozen=True, slots=True)
class Cut:
    """What makes parts of rows. Two cuts of equal keys, over equal rows, make the same parts. `is_random`: neighbours may land apart."""

    key: Hashable
    how: How
    site: Site = field(compare=False)
    is_random: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """A set of rows: an origin (a file that is read, say), or the part `index` that a cut makes of other rows.

    `path` tells apart what one place gives when it is reached by different calls, or in different turns of a loop.
    """

    origin: Site | None
    parents: frozenset["Rows"] = frozenset()
    cut: Cut | None = None
    index: Hashable = None
    depth: int = 0
    path: tuple[Hashable, ...] = ()
    above: frozenset["Rows"] = field(init=False, compare=False, repr=False)
    """All that the rows are part of."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "above", self.parents.union(*(parent.above for parent in self.parents)))

    @property
    def lineage(self) -> frozenset["Rows"]:
        """The rows themselves and all that they are part of."""
        return self.above | {self}

    @property
    def roots(self) -> frozenset["Rows"]:
        """The origins that the rows come from."""
        return frozenset(rows for rows in self.lineage if not rows.parents)


ONE_A_GROUP = "one row a group"
"""The index of rows of which each stands for a group of others."""
EACH_GROUP = "each group"
"""What the cut goes by that a loop over groups makes."""
RowSet = frozenset[Rows]
NO_ROWS: RowSet = frozenset()


def in_order(rows: RowSet) -> list[Rows]:
    """Rows in an order that is the same each time: those that are cut least first, then by their places."""
    return sorted(rows, key=_rank)


def _rank(rows: Rows) -> tuple[int, int, int, int, str]:
    site = rows.cut.site if rows.cut is not None else rows.origin
    where = (site.cell, *_position(site.node)) if site is not None else (0, 0, 0)
    return (rows.depth, *where, str(rows.index) if isinstance(rows.index, str | int) else "")


def covers(these: RowSet, rows: Rows) -> bool:
    """Whether all of these rows are surely among others."""
    return rows in these or (bool(rows.parents) and all(covers(these, parent) for parent in rows.parents))


def touches(these: RowSet, those: RowSet) -> bool:
    """Whether some of those rows are these, or a part of these."""
    return any(rows in these or not these.isdisjoint(rows.above) for rows in those)


def are_apart(one: Rows, other: Rows) -> bool:
    """Whether two sets of rows are different parts of one cut."""
    return cut_between(one, other) is not None


def cut_between(one: Rows, other: Rows) -> Cut | None:
    """The cut of which two sets of rows are different parts; None where there is none."""
    parts = [(rows.cut, rows) for rows in in_order(one.lineage) if rows.cut is not None]
    for rows in in_order(other.lineage) if parts else ():
        for cut, part in parts:
            if rows.cut == cut and rows.parents == part.parents and _differ(cut, rows.index, part.index):
                return cut
    return None


def _differ(cut: Cut, one: Hashable, other: Hashable) -> bool:
    """Whether two indices name parts that share no rows: slices do where they begin at different places."""
    if cut.how is How.SLICE and isinstance(one, tuple) and isinstance(other, tuple):
        return bool(one[0] != other[0]) and not overlap(one, other)
    return one != other


def overlap(one: Hashable, other: Hashable) -> bool:
    """Whether two slices, as pairs of texts, surely share rows: their bounds are numbers, and one begins before the other ends."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    (low, high), (begin, end) = sorted((one, other), key=lambda pair: int(pair[0]) if str(pair[0]).isdecimal() else 0)
    return str(high).isdecimal() and str(begin).isdecimal() and int(begin) < int(high) and (low != begin or high != end)


DRAWN = "drawn"
"""What positions go by that are drawn with replacement."""
PACK = "pack"
"""What features and target in one object go by."""
REVERSED = "reversed"
"""What rows go by that stand in the opposite order."""
RUNNING = "running"
"""What a running sum of a column goes by, with the column's name."""
SORTED = ("sorted", "sorted up")
"""What scores go by that stand in order: the highest first, the lowest first."""
WINDOW, STRETCH = "window", "stretch"
"""What rows one after the other go by that move on in each turn of a loop: by a row, or by several."""
UNSEEN = "unseen"
"""What data go by that a function made which nobody can see here."""
OTHER_ROWS = frozenset({"(other rows)"})
"""The sources of a value that is computed from further rows."""


class MarkKind(StrEnum):
    """How rows have shaped a value."""

    LEARNED = "learned"
    """By a transformer that learned from them."""
    STATISTIC = "statistic"
    """By a statistic of them (a mean, a quantile, a correlation)."""
    TARGET = "target"
    """By the target's mean for each category, which an encoder learned from them."""
    GROUP = "group"
    """By a statistic of each group of them."""
    COPIED = "copied"
    """Copies of them, or rows made between them, stand beside them."""
    FUTURE = "future"
    """A value comes from rows further down."""
    SCORE = "score"
    """By a score on them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """That rows have shaped a value. `what` names the estimator or statistic, `data` is what it learned from, as the author wrote it.

    `over` are the columns that a statistic is taken of, where they are known. `sure` is from 0 to 1.
    """

    kind: MarkKind
    site: Site
    rows: RowSet
    what: str = field(compare=False)
    data: str = field(compare=False)
    over: frozenset[str] = frozenset()
    sure: float = field(default=1.0, compare=False)


Marks = frozenset[Mark]
NO_MARKS: Marks = frozenset()


def by_place(marks: Marks) -> list[Mark]:
    """Marks in the order of the places that left them."""
    return sorted(marks, key=lambda mark: (mark.site.cell, *_position(mark.site.node), mark.what))


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


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


_MOST_ALTERNATIVES = 4
_DEPTH = 4


def join(one: Value, other: Value) -> Value:
    """A value that is either."""
    if one is other or other is UNKNOWN or (isinstance(other, Constant) and not isinstance(one, Constant)):
        return one
    if one is UNKNOWN or (isinstance(one, Constant) and not isinstance(other, Constant)):
        return other
    if isinstance(one, Data) and isinstance(other, Data):
        return merged([one, other])
    if isinstance(one, Constant):
        return one if one == other else UNKNOWN
    values = [*alternatives(one)]
    values += [value for value in alternatives(other) if not any(value is known for known in values)]
    return Alternatives(tuple(values[:_MOST_ALTERNATIVES]))


def alternatives(value: Value) -> tuple[Value, ...]:
    """The values that a value may be."""
    return value.values if isinstance(value, Alternatives) else (value,)


def merged(values: Iterable[Value]) -> Data:
    """The union of data: all rows, all that shaped them, and the facts on which all agree."""
    data = [part for value in values for part in data_in(value)]
    if not data:
        return Data()
    if len(data) == 1:
        return data[0].derived()
    first = data[0]
    same_base = all(one.base is first.base for one in data)
    models = tuple(dict.fromkeys(fit for one in data for fit in one.models))
    is_prediction = any(one.form is Form.PREDICTION for one in data)
    form = Form.PREDICTION if is_prediction else first.form if all(one.form is first.form for one in data) else Form.DATA
    columns = _common([one.columns for one in data])
    return Data(
        frozenset[Rows]().union(*(one.rows for one in data)),
        frozenset[Mark]().union(*(one.all_marks() if columns is None else one.marks for one in data)),
        form,
        first.made,
        columns=columns,
        column=first.column if all(one.column == first.column for one in data) else None,
        base=first.base if same_base else None,
        sources=frozenset[str]().union(*(one.sources for one in data)) if same_base else frozenset(),
        models=models,
        makers=tuple(dict.fromkeys(maker for one in data for maker in one.makers)),
        is_single=all(one.is_single for one in data),
    )


def _common(columns: list[Columns | None]) -> Columns | None:
    """What frames of one base know of their columns together; None where they are not of one base."""
    first = columns[0]
    same = [one for one in columns if first is not None and one is not None and one.base is first.base and one.only == first.only]
    if first is None or len(same) < len(columns):
        return None
    result = first.copy()
    for one in same[1:]:
        for name, value in one.known.items():
            known = result.known.get(name)
            result.known[name] = (
                merged([known, value]) if known is not None and value is not None and known is not value else value or known
            )
    return result


def data_in(value: Value | None, depth: int = _DEPTH) -> Iterator[Data]:
    """The data that a value is or holds."""
    if isinstance(value, Data):
        yield value
    elif depth and isinstance(value, Container):
        for inner in value.elements():
            for data in data_in(inner, depth - 1):
                yield data.derived(is_single=False) if data.is_single else data
    elif depth and isinstance(value, Alternatives):
        for inner in value.values:
            yield from data_in(inner, depth - 1)
    elif depth and isinstance(value, Instance):
        for inner in value.attributes.values():
            yield from data_in(inner, depth - 1)


def estimators_in(value: Value | None, depth: int = _DEPTH) -> Iterator[Estimator]:
    """The estimators that a value is or holds."""
    if isinstance(value, Estimator):
        yield value
    elif depth and isinstance(value, Alternatives | Container):
        for inner in value.values if isinstance(value, Alternatives) else value.elements():
            yield from estimators_in(inner, depth - 1)
    elif depth and isinstance(value, Instance):
        for inner in value.attributes.values():
            yield from estimators_in(inner, depth - 1)


def text_of(value: Value | None) -> str | None:
    """The text that a value is; None for all others."""
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None


def texts_of(value: Value | None) -> list[str] | None:
    """The texts of a list of constant texts, or of one; None where some are unknown."""
    if isinstance(value, Container) and value.rest is None and not value.is_dict:
        found = [text_of(item) for item in value.items.values()]
        return [text for text in found if text is not None] if None not in found else None
    text = text_of(value)
    return None if text is None else [text]
