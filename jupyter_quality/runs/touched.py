"""What a cell could get hold of: the objects by their identity, and the memory of arrays, of which others may be views."""

from bisect import bisect_right


class Touched:
    """Gathers objects and stretches of memory, then answers whether another object or stretch has a part in them.

    It holds numbers alone, no object: it is good only as long as the objects live.
    """

    def __init__(self) -> None:
        self.ids = set[int]()
        self._stretches: list[tuple[int, int]] = []
        self._starts: list[int] = []

    def add_memory(self, start: int, end: int) -> None:
        """Take in the bytes from one address up to another."""
        self._stretches.append((start, end))
        self._starts.clear()

    def has_memory(self, start: int, end: int) -> bool:
        """Whether some byte between two addresses was taken in."""
        if not self._stretches:
            return False
        if not self._starts:
            self._merge()
        place = bisect_right(self._starts, end - 1) - 1
        return place >= 0 and self._stretches[place][1] > start

    def _merge(self) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(self._stretches):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._stretches, self._starts = merged, [start for start, _ in merged]
