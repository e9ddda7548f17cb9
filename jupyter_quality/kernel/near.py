"""Which names a cell could change, and of a frame which parts: the others need no more than a glance after it ran."""

from collections.abc import Mapping

from jupyter_quality.kernel.reach import Reach
from jupyter_quality.kernel.reading import keys
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.events import Kind
from jupyter_quality.runs.access import written_part
from jupyter_quality.runs.value import Value, split_key

Near = Mapping[str, frozenset[str] | None]
"""Name → the parts of what it held that could be changed; None for all of it."""

_LIBRARIES = ("builtins.list", "builtins.dict", "builtins.tuple", "collections.", "pandas.", "numpy.")
"""Classes whose own methods are known to change nothing where they only look."""
_ANYTHING = frozenset({"exec", "eval", "globals", "locals", "vars", "get_ipython", "__dict__"})
_ANY_MAGIC = frozenset({"run", "macro", "rerun", "recall", "cython", "R", "bash", "store", "load", "reset"})


def near(code: Code, reach: Reach, before: Mapping[str, Value]) -> Near | None:
    """What a cell could change of what the names held before; None where it could change anything."""
    if not reach.mentioned.isdisjoint(_ANYTHING) or any(magic.name in _ANY_MAGIC for magic in code.magics):
        return None
    found: dict[str, frozenset[str] | None] = {}
    for access in reach.accesses:
        value = before.get(access.name)
        if access.looks and value is not None and value.kind.startswith(_LIBRARIES):
            continue
        if access.store and access.columns is None:
            _add(found, access.name, "")
        for key in keys(access, value, reach):
            _add(found, *split_key(key))
    for event in code.events:
        if event.kind is Kind.CHANGE:
            _add(found, event.name, written_part(event.node) or "")
        elif event.kind is Kind.BIND:  # another object may stand where the old one stood
            _add(found, event.name, "")
    return found


def _add(found: dict[str, frozenset[str] | None], name: str, part: str) -> None:
    known = found.get(name, frozenset())
    found[name] = None if known is None or not part or part[0] == "-" else known | {part}
