"""What every part of the interpreter works with: where it is, what it has noted, how rows are cut."""

import ast
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.provenance.joining import data_in, merged
from jupyter_quality.reading.provenance.library import Role
from jupyter_quality.reading.provenance.rows import Cut, How, Rows, RowSet, Site
from jupyter_quality.reading.provenance.trail import Sign, Trail
from jupyter_quality.reading.provenance.values import Constant, Data, Value

_DEEPEST = 10
_MOST_ROWS = 12


@dataclass(slots=True)
class Arguments:
    """The arguments of a call, evaluated; `node` is None where the interpreter calls by itself."""

    node: ast.AST
    positional: list[Value] = field(default_factory=list)
    named: dict[str, Value] = field(default_factory=dict)

    def get(self, position: int | None, *names: str) -> Value | None:
        """The argument at a position (from 0), or under one of some names."""
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return next((self.named[name] for name in names if name in self.named), None)

    def constant(self, position: int | None, *names: str) -> object:
        """The constant that an argument is; None where it is none."""
        value = self.get(position, *names)
        return value.value if isinstance(value, Constant) else None

    def data(self, position: int | None, *names: str) -> Data | None:
        """The data of an argument, those of a list joined; None where it holds none."""
        return first_data(self.get(position, *names))

    def text(self, context: "Context", position: int = 0) -> str:
        """An argument as the author wrote it."""
        node = self.node
        if isinstance(node, ast.Call):
            if position < len(node.args):
                return context.text(node.args[position])
            if node.keywords:
                return context.text(node.keywords[0].value)
        return ""

    def all(self) -> list[Value]:
        """Every argument."""
        return [*self.positional, *self.named.values()]


def first_data(value: Value | None) -> Data | None:
    """The data that a value is; those in a container joined; None where there are none."""
    if isinstance(value, Data):
        return value
    found = list(data_in(value))
    return merged(found) if found else None


class Context:
    """Where the interpreter is and what it has noted. `call` calls any value, the notebook's own functions too.

    `calls` are the calls of the notebook's own functions that it is inside of, `turns` the turns of the loops over known elements,
    `frame` is the one whose columns an expression names, `saved` what was written to a file, by its path.
    """

    def __init__(self, cells: Sequence[CellReading], more_roles: tuple[tuple[str, Role], ...] = ()) -> None:
        self.cells = cells
        self.more_roles = more_roles
        self.trail = Trail()
        self.cell = 0
        self.calls: tuple[Site, ...] = ()
        self.turns: tuple[int, ...] = ()
        self.frame: Data | None = None
        self.saved: dict[str, Value] = {}
        self.call: Callable[[Value, Arguments], Value] = lambda _value, _arguments: Constant(None)

    def site(self, node: ast.AST) -> Site:
        """A place in the cell that is being interpreted."""
        return Site(self.cell, node, self.calls)

    def text(self, node: ast.AST) -> str:
        """The source of a node, on one line."""
        code = self.cells[self.cell].code
        return code.remember(("on one line", node), lambda: " ".join(code.text(node).split()))

    def origin(self, node: ast.AST) -> RowSet:
        """Rows that come from outside here."""
        return frozenset((Rows(self.site(node), path=(self.calls, self.turns)),))

    def sign(self, node: ast.AST, kind: str, rows: RowSet, column: str | None, strength: float = 1.0) -> None:
        """Note what tells that rows belong to a time or to groups."""
        self.trail.add(Sign(self.site(node), kind, rows, column, strength))


def part(rows: RowSet, cut: Cut, index: Hashable) -> RowSet:
    """The part of rows that a cut makes; the rows themselves where they were cut too often to follow."""
    depth = max((one.depth for one in rows), default=0) + 1
    if not rows or depth > _DEEPEST or len(rows) > _MOST_ROWS:
        return rows
    return frozenset((Rows(None, rows, cut, index, depth),))


def cut_of(how: How, site: Site, key: Hashable, *, is_random: bool = False) -> Cut:
    """A cut with a key of its own kind."""
    return Cut((how, key), how, site, is_random)
