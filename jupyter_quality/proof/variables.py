"""Variables of two runs compared by their summaries."""

from itertools import zip_longest
from math import isclose, isnan

from jupyter_quality.proof.seen import Json

CLOSE = 1e-9
"""How far apart numbers may be, as a share of the larger one: what another order of adding them up leaves."""

_SHAPELESS = frozenset({"code", "opaque", "deep"})
"""What a summary tells nothing of but its class."""


def holds_same(one: Json, other: Json) -> bool:
    """Whether two summaries stand for the same value; one that could not be made (None) is not held to differ."""
    if one is None or other is None or one == other:
        return True
    match one, other:
        case ["number", str(a)], ["number", str(b)]:
            return _close(float(a), float(b))
        case ["numbers", kind_a, shape_a, _, list(a)], ["numbers", kind_b, shape_b, _, list(b)]:
            return kind_a == kind_b and shape_a == shape_b and _all_close(a, b)
        case [str(kind_a), *rest_a], [str(kind_b), *rest_b] if kind_a == kind_b:
            return kind_a in _SHAPELESS or (len(rest_a) == len(rest_b) and all(map(holds_same, rest_a, rest_b)))
        case list(a), list(b):
            return len(a) == len(b) and all(map(holds_same, a, b))
        case dict(a), dict(b):
            return a.keys() == b.keys() and all(holds_same(a[key], b[key]) for key in a)
    return False


def _all_close(one: list[Json], other: list[Json]) -> bool:
    """Whether sums are close; each may be off by a share of what was added up, which the second of them tells."""
    scale = max((abs(n) for n in (*one, *other) if isinstance(n, int | float)), default=0.0)
    return all(
        isinstance(a, int | float) and isinstance(b, int | float) and isclose(a, b, rel_tol=CLOSE, abs_tol=CLOSE * scale)
        for a, b in zip_longest(one, other)
    )


def _close(a: float, b: float) -> bool:
    return isclose(a, b, rel_tol=CLOSE, abs_tol=1e-15) or (isnan(a) and isnan(b))
