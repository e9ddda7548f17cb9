"""The functions that a project had when it was made last: code that stayed the same keeps its name and its module."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownFunction:
    """A function of a package, the id of the cell that it was made of, and the texts of the statements in it."""

    name: str
    module: str
    cell: str
    code: tuple[str, ...]


class Known:
    """Gives each known function once: to the same code, else to code of the same cell that shares statements with it, else to any code
    of the cell where its own stands nowhere any more.

    `statements` are the texts of each cell of the notebook as it is now; `bound` are the names that it binds itself, functions among them.
    """

    def __init__(self, functions: Sequence[KnownFunction], statements: Iterable[Collection[str]] = (), bound: Collection[str] = ()) -> None:
        now = [frozenset(texts) for texts in statements]
        self._left = [function for function in functions if function.name not in bound]
        self._standing = {one for one in self._left if any(texts.issuperset(one.code) for texts in now)}
        self._homes = {function.name: function.module for function in functions if function.name in bound}
        self.names = frozenset(function.name for function in self._left)

    def home(self, name: str) -> str | None:
        """The module in which a function of the notebook stood."""
        return self._homes.get(name)

    def take(self, cell: str, code: Sequence[str]) -> KnownFunction | None:
        """The function that this code was, or stands in for; None where it is new."""
        same = [one for one in self._left if one.code == tuple(code)]
        here = [one for one in self._left if one.cell == cell]
        found = next((one for one in same if one in here), None) or next(iter(same), None)
        if found is None and here:
            nearest = max(here, key=lambda one: len({*one.code} & {*code}))
            found = nearest if {*nearest.code} & {*code} or nearest not in self._standing else None
        if found is not None:
            self._left.remove(found)
        return found
