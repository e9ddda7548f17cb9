"""Which of the notebook's names a cell binds and uses, from the standard library's symbol tables (C speed, no tree)."""

import _symtable
from dataclasses import dataclass
from typing import Protocol

_BOUND = 2 | 128
_USED = 16
_IMPORTED = 128
_COMPREHENSION = 512
_GLOBAL_EXPLICIT, _GLOBAL_IMPLICIT = 2, 3
_CLASS = 1
_EAGER_BLOCKS = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})


class _Block(Protocol):
    """What CPython's `_symtable` gives for each scope; `symbols` are flags, the scope in the bits from SCOPE_OFF on."""

    name: str
    type: int
    symbols: dict[str, int]
    children: list["_Block"]


@dataclass(frozen=True, slots=True)
class Names:
    """The global names of a cell: `bound` at its top level or by `global`, `imported` by an import anywhere in it,
    `used` anywhere in it, `eager` of these while the cell itself runs (not only when a function is called)."""

    bound: frozenset[str]
    imported: frozenset[str]
    used: frozenset[str]
    eager: frozenset[str]


NO_NAMES = Names(frozenset(), frozenset(), frozenset(), frozenset())


def names_of(python: str) -> Names:
    """The names of a cell's Python. Raises SyntaxError (also for null bytes, with ValueError's message)."""
    top: _Block = _symtable.symtable(python, "<cell>", "exec")
    bound, imported, eager, later = set[str](), set[str](), set[str](), set[str]()
    for name, flags in top.symbols.items():
        if flags & _COMPREHENSION:
            continue
        if flags & _BOUND:
            bound.add(name)
            if flags & _IMPORTED:
                imported.add(name)
        if flags & _USED:
            eager.add(name)
    for child in top.children:
        _visit(child, True, bound, imported, eager, later)
    return Names(frozenset(bound), frozenset(imported), frozenset(eager | later), frozenset(eager))


def _visit(block: _Block, eager: bool, bound: set[str], imported: set[str], now: set[str], later: set[str]) -> None:
    eager = eager and (block.type == _CLASS or block.name in _EAGER_BLOCKS)
    uses = now if eager else later
    for name, flags in block.symbols.items():
        scope = flags >> _symtable.SCOPE_OFF & 15
        if flags & _IMPORTED:
            imported.add(name)
        if scope in {_GLOBAL_IMPLICIT, _GLOBAL_EXPLICIT}:
            if flags & _USED:
                uses.add(name)
            if flags & _BOUND and not flags & _COMPREHENSION:
                bound.add(name)
    for child in block.children:
        _visit(child, eager, bound, imported, now, later)
