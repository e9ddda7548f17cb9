"""Numbers that stand for rows: how many there are, and the place of one."""

import ast
from dataclasses import dataclass

from jupyter_quality.reading.provenance.rows import NO_ROWS, RowSet
from jupyter_quality.reading.provenance.values import UNKNOWN, Constant, Value


@dataclass(frozen=True, slots=True)
class Count(Value):
    """How many rows there are (`len(X)`, `X.shape[0]`), or how many `items` a known list has."""

    rows: RowSet = NO_ROWS
    items: int = 2


@dataclass(frozen=True, slots=True)
class Positions(Value):
    """Numbers that are counted: `range(n)`, `numpy.arange(n)`. A loop takes `turns`; where `in_steps`, it leaves numbers out."""

    turns: int = 2
    in_steps: bool = False


@dataclass(frozen=True, slots=True)
class Position(Value):
    """One of them, as a loop goes through them: the position of one row, and of `rows` where all of these are gone through.

    `number` is the one that it stands for in this turn.
    """

    number: int
    rows: RowSet = NO_ROWS
    in_steps: bool = False


@dataclass(frozen=True, slots=True)
class Bounds(Value):
    """What stands between the brackets of `X[lower:upper]`; None where nothing does."""

    lower: Value | None
    upper: Value | None


def reckoned(left: Position | Count, right: Value, op: ast.operator) -> Value:
    """What arithmetic makes of a position, or of a count: `i + 1`, `i * size`, `len(X) // size`."""
    by = right.value if isinstance(right, Constant) and isinstance(right.value, int) else 0
    if isinstance(left, Count):
        return left if isinstance(op, ast.FloorDiv) else UNKNOWN
    number = {ast.Add: left.number + by, ast.Sub: left.number - by}.get(type(op), left.number)
    return Position(number, left.rows, left.in_steps) if isinstance(op, ast.Add | ast.Sub | ast.Mult) else UNKNOWN
