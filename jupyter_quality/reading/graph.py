"""Who feeds whom: which cell's names each cell reads, in notebook order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from jupyter_quality.reading.cell import CellReading


@dataclass(frozen=True, slots=True)
class Edge:
    """`name` as read by the cell with index `reader` comes from the cell with index `source`."""

    source: int
    reader: int
    name: str


class Graph:
    """The names that pass between the code cells; indices count the code cells from 0."""

    def __init__(self, cells: tuple[CellReading, ...]) -> None:
        self._cells = cells

    @cached_property
    def binders(self) -> Mapping[str, tuple[int, ...]]:
        """Name → the cells that bind it, in order."""
        found: dict[str, list[int]] = {}
        for index, cell in enumerate(self._cells):
            for name in cell.defines:
                found.setdefault(name, []).append(index)
        return {name: tuple(indices) for name, indices in found.items()}

    @cached_property
    def readers(self) -> Mapping[str, tuple[int, ...]]:
        """Name → the cells that use it in any way, in order."""
        found: dict[str, list[int]] = {}
        for index, cell in enumerate(self._cells):
            for name in cell.uses:
                found.setdefault(name, []).append(index)
        return {name: tuple(indices) for name, indices in found.items()}

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every name that a cell needs from an earlier one, its functions' names included where it calls them."""
        return tuple(edge for reader in range(len(self._cells)) for edge in self._edges_into(reader))

    def _edges_into(self, reader: int) -> Iterator[Edge]:
        for name in sorted(self.needs(reader)):
            earlier = [index for index in self.writers.get(name, ()) if index < reader]
            if earlier:
                yield Edge(earlier[-1], reader, name)

    @cached_property
    def writers(self) -> Mapping[str, tuple[int, ...]]:
        """Name → the cells that bind it or change its object, in order."""
        found: dict[str, set[int]] = {name: set(indices) for name, indices in self.binders.items()}
        for index, cell in enumerate(self._cells):
            for name in cell.code.passing.changed:
                found.setdefault(name, set()).add(index)
        return {name: tuple(sorted(indices)) for name, indices in found.items()}

    def needs(self, index: int) -> frozenset[str]:
        """The names that a cell reads before it binds them itself, and those that the functions it reads use in turn."""
        cell = self._cells[index]
        needed = cell.code.passing.needed.union(*(magic.uses for magic in cell.code.magics))
        return self._with_functions(needed | (cell.names.eager & self._free_names.keys())) - (cell.code.passing.bound - needed)

    @cached_property
    def _free_names(self) -> Mapping[str, frozenset[str]]:
        """Function or class → the global names that the cells defining it use later, when it is called."""
        found: dict[str, frozenset[str]] = {}
        for cell in self._cells:
            later = cell.names.used - cell.names.eager
            if later:
                for name in cell.code.passing.kept:
                    found[name] = found.get(name, frozenset()) | later
        return found

    def _with_functions(self, names: frozenset[str]) -> frozenset[str]:
        found, waiting = set(names), list(names)
        while waiting:
            for name in self._free_names.get(waiting.pop(), frozenset()) - found:
                found.add(name)
                waiting.append(name)
        return frozenset(found)
