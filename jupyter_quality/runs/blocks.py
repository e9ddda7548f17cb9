"""A glance at a frame's columns, many at once: pandas keeps those of one kind side by side, in one block of memory."""

from collections.abc import Iterator
from typing import Any

from jupyter_quality.runs.looking import BRIEFLY, SMALL, Look


def glances(frame: Any, look: Look) -> dict[int, str]:
    """The glances of a frame's columns by place; those are missing that hold objects, or that this pandas keeps otherwise."""
    blocks = getattr(getattr(frame, "_mgr", None), "blocks", ())
    return {place: glance for block in blocks for place, glance in _of_block(block, look)}


def _of_block(block: Any, look: Look) -> Iterator[tuple[int, str]]:
    table = getattr(block.values, "_ndarray", block.values)  # what dates are kept in
    if type(table).__module__ != "numpy" or table.ndim != 2 or not len(table) or table.dtype.hasobject:
        return
    (count, length), (apart, stride) = table.shape, table.strides
    look.check(count)
    step = 1 if length * table.itemsize <= SMALL else length // BRIEFLY or 1
    held = table[:, ::step].tobytes()
    wide = len(held) // count
    start = table.__array_interface__["data"][0] + min(0, (length - 1) * stride)
    end = start + (length - 1) * abs(stride) + table.itemsize
    far = (count - 1) * apart
    is_near = look.touches(start + min(0, far), end + max(0, far))
    kind, first = hash((length, stride, table.dtype.str)), 0 if look.is_made else start
    for at, place in enumerate(block.mgr_locs.as_array.tolist()):
        if is_near and look.touches(start + at * apart, end + at * apart):
            yield place, look.unlike()
        else:
            yield place, str(hash((kind, first and first + at * apart, held[at * wide : (at + 1) * wide])))
