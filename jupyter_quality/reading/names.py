"""Which of the notebook's names a cell binds and uses, from the standard library's symbol tables (C speed, no tree)."""

import _symtable
from dataclasses import dataclass
from typing import Protocol

_DECLARED_GLOBAL = 1  # at the top level: by `:=` in a comprehension
_ASSIGNED = 2
_PARAMETER = 4
_ANNOTATED = 256
_BOUND = 2 | 128
_USED = 16
_IMPORTED = 128
_COMPREHENSION = 512
_LOCAL = 1
_GLOBAL = frozenset({2, 3})
_CLASS = 1
_EAGER_BLOCKS = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
_ANONYMOUS_BLOCKS = _EAGER_BLOCKS | {"lambda"}


class _Block(Protocol):
    """What CPython's `_symtable` gives for each scope; `symbols` are flags, the scope in the bits from SCOPE_OFF on."""

    name: str
    type: int
    symbols: dict[str, int]
    children: list["_Block"]


@dataclass(frozen=True, slots=True)
class Names:
    """The global names of a cell: `bound` at its top level or by `global`, `imported` by an import anywhere in it,
    `used` anywhere in it, `eager` of these while the cell itself runs (not only when a function is called), `later` of these when a
    function or lambda of it is called.
    An augmented assignment counts as a binding, not as a use: the symbol table does not tell more.
    `definitions`: the functions and classes at its top level (twice where defined twice).
    `odd`: the names that a function binds and does not use, or also uses from outside, and those both imported and assigned.
    """

    bound: frozenset[str]
    imported: frozenset[str]
    used: frozenset[str]
    eager: frozenset[str]
    definitions: tuple[str, ...] = ()
    odd: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()


NO_NAMES = Names(frozenset(), frozenset(), frozenset(), frozenset())


def names_of(python: str) -> Names:
    """The names of a cell's Python. Raises SyntaxError (also for null bytes, with ValueError's message)."""
    top: _Block = _symtable.symtable(python, "<cell>", "exec")
    visit = _Visit()
    for name, flags in top.symbols.items():
        if flags & _COMPREHENSION:
            continue
        if flags & (_BOUND | _DECLARED_GLOBAL):
            visit.bound.add(name)
            if flags & _IMPORTED:
                visit.imported.add(name)
                if flags & _ASSIGNED:
                    visit.odd.add(name)
        if flags & _USED:
            visit.eager.add(name)
    definitions: tuple[str, ...] = ()
    if top.children:
        definitions = tuple(child.name for child in top.children if child.name not in _ANONYMOUS_BLOCKS)
        visit.children(top, eager=True)
    used = visit.eager | visit.later
    bound, imported, eager, later = frozenset(visit.bound), frozenset(visit.imported), frozenset(visit.eager), frozenset(visit.later)
    return Names(bound, imported, frozenset(used), eager, definitions, frozenset(visit.odd), later)


class _Visit:
    """What the blocks inside a cell add to its names."""

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.imported: set[str] = set()
        self.eager: set[str] = set()
        self.later: set[str] = set()
        self.odd: set[str] = set()

    def children(self, block: _Block, *, eager: bool) -> None:
        """Visit the blocks in a block."""
        for child in block.children:
            self.block(child, eager=eager and (child.type == _CLASS or child.name in _EAGER_BLOCKS))

    def block(self, block: _Block, *, eager: bool) -> None:
        """Sort a block's global names, and look for oddities among its own."""
        uses = self.eager if eager else self.later
        for name, flags in block.symbols.items():
            scope = flags >> _symtable.SCOPE_OFF & 15
            if scope in _GLOBAL:
                if flags & _USED:
                    uses.add(name)
                if flags & _BOUND and not flags & _COMPREHENSION:
                    self.bound.add(name)
            elif scope == _LOCAL and block.type != _CLASS and (not flags & _USED or name in self.bound):  # noqa: SIM102 (what, then whether)
                if flags & (_BOUND | _ANNOTATED) and not flags & (_COMPREHENSION | _PARAMETER):
                    self.odd.add(name)
            if flags & _IMPORTED:
                self.imported.add(name)
                if flags & _ASSIGNED:
                    self.odd.add(name)
        if block.children:
            self.children(block, eager=eager)
