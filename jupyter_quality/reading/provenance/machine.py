"""The state of the interpreter, and what all of its parts do with it."""

import ast
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.provenance.context import Arguments, Context, cut_of, part
from jupyter_quality.reading.provenance.joining import data_in, join
from jupyter_quality.reading.provenance.library import Role, names_of
from jupyter_quality.reading.provenance.marks import MarkKind, by_place
from jupyter_quality.reading.provenance.positions import Position, Positions
from jupyter_quality.reading.provenance.rows import EACH_GROUP, ONE_A_GROUP, PACK, STRETCH, WINDOW, How, Rows
from jupyter_quality.reading.provenance.trail import Choice, Trail
from jupyter_quality.reading.provenance.values import UNKNOWN, Alternatives, Constant, Container, Data, Estimator, Form, Scope, Value

_ERROR = re.compile(r"error|loss|deviance|brier|difference")
_KNOWN_SCORES = names_of("sklearn") | {"difference"}
UNROLLED = 6
"""Elements of a known container that a loop goes through one by one."""


class TooManyStepsError(Exception):
    """The notebook takes more steps than are worth it."""


class Machine(ABC):
    """The state of the pass. `trail` holds what happened, `values` what each expression was when it was last evaluated."""

    def __init__(self, cells: Sequence[CellReading], more_roles: tuple[tuple[str, Role], ...] = ()) -> None:
        self.context = Context(cells, more_roles)
        self.context.call = self.call_value
        self.cells = cells
        self.globals: Scope = {}
        self.scopes: tuple[Scope, ...] = (self.globals,)
        self.values: dict[tuple[int, ast.expr], Value] = {}
        self._returned: list[Value] = []
        self._plain_calls: dict[ast.AST, list[Value]] = {}
        self._loops = 0
        self._steps = 0

    @property
    def trail(self) -> Trail:
        """What happened, in order."""
        return self.context.trail

    def _choose(self, node: ast.AST, value: Value, how: str, *, lowest: bool | None = None) -> None:
        """Note that something is chosen by the scores in a value. Where the `lowest` or highest is, and that is the worst, nothing is."""
        for data in data_in(value):
            for mark in by_place(data.all_marks()):
                is_worst = lowest is not None and mark.what in _KNOWN_SCORES and lowest is not bool(_ERROR.search(mark.what))
                if mark.kind is MarkKind.SCORE and not is_worst:
                    self.trail.add(Choice(self.context.site(node), mark.rows, how, mark.site))

    def _elements(self, value: Value, node: ast.AST) -> list[Value]:
        """What a loop over a value goes through: its known elements, else one that stands for all, twice."""
        if isinstance(value, Alternatives):
            value = value.values[0]
        if isinstance(value, Container):
            if value.is_dict:
                return [Constant(key) for key in list(value.items)[:UNROLLED]] or [UNKNOWN, UNKNOWN]
            items = list(value.items.values())
            if value.rest is not None:
                items += [value.rest] * (1 if items else 2)
            return [_single(one) if value.is_grown else one for one in items[:UNROLLED]]
        if isinstance(value, Data) and value.form is Form.GROUPS:
            return [Container({0: UNKNOWN, 1: self._group(value, node)})] * 2
        if isinstance(value, Data) and value.form in {Form.FRAME, Form.NAMES} and value.by != PACK:
            return [Data(form=Form.NAMES)] * 2
        if isinstance(value, Data) and value.form is Form.INDEX:
            return [Position(number, value.rows) for number in (0, 1)]
        if isinstance(value, Data):
            return [_single(value.derived(columns=None))] * 2
        if isinstance(value, Estimator):
            return list[Value](value.parts)[:UNROLLED] or [value]
        if isinstance(value, Positions):
            return [Position(number, in_steps=value.in_steps) for number in range(value.turns)]
        return [UNKNOWN] * 2

    def _group(self, groups: Data, node: ast.AST) -> Data:
        """The rows of one group of many, as a loop over `frame.groupby(…)` goes through them."""
        cut = cut_of(How.INDEX, self.context.site(node), (EACH_GROUP, groups.by))
        return groups.derived(rows=part(groups.rows, cut, ONE_A_GROUP), form=Form.FRAME, by=None, is_single=True)

    def _collected(self, value: Value, node: ast.AST) -> Value:
        """What a loop puts into a list: stretches that move on, taken together, hold all the rows, each with those before it."""
        if not isinstance(value, Data) or value.by not in {WINDOW, STRETCH}:
            return value
        whole = frozenset[Rows]().union(*(rows.parents for rows in value.rows))
        if value.by == WINDOW:
            self.context.sign(node, "time", whole, None)
        return value.derived(rows=whole, by=None)

    def _element(self, value: Value) -> Value:
        if not isinstance(value, Container):
            return value
        result: Value = UNKNOWN
        for one in value.elements():
            result = join(result, one)
        return result

    def _start_over(self) -> None:
        """Back to the top level of a cell, from wherever a statement was left."""
        self.scopes = (self.globals,)
        self.context.calls = ()
        self.context.turns = ()
        self._returned = []
        self._loops = 0

    def _restore(self, scope: Scope) -> None:
        self.scopes[-1].clear()
        self.scopes[-1].update(scope)

    def _join_scope(self, other: Scope) -> None:
        here = self.scopes[-1]
        for name, value in other.items():
            here[name] = join(here[name], value) if name in here else value

    @abstractmethod
    def block(self, body: Iterable[ast.stmt]) -> None:
        """Interpret statements, in order."""

    @abstractmethod
    def assign(self, target: ast.expr, value: Value) -> None:
        """Bind a target."""

    @abstractmethod
    def eval(self, node: ast.expr) -> Value:
        """What an expression may be."""

    @abstractmethod
    def call_value(self, value: Value, arguments: Arguments) -> Value:
        """What calling a value gives."""


def _single(value: Value) -> Value:
    """One row, or one item that a loop made, as a loop goes through them."""
    is_one = isinstance(value, Data) and value.form in {Form.DATA, Form.COLUMN, Form.RANDOM}
    return value.derived(is_single=True) if is_one and isinstance(value, Data) else value
