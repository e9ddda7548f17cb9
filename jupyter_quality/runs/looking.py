"""What the look at an array may ask of the one that it is a part of."""

from typing import Protocol

BRIEFLY = 8
"""At about so many places along an array a glance is taken."""
SMALL = 2048
"""An array of so many bytes is taken whole at a glance, too."""


class Look(Protocol):
    """How arrays are looked at: `brief` for a glance, which tells no more than whether the same memory likely holds the same.

    Of an array that `is_made` for this look the place in memory says nothing.
    """

    brief: bool
    is_made: bool

    def print(self, value: object) -> str:
        """The fingerprint of an object inside an array."""

    def check(self, steps: int = 1) -> None:
        """Raises LateError when the time is over; the clock is looked at once in some steps."""

    def touches(self, start: int, end: int) -> bool:
        """Whether the cell could get at this memory, where a glance is taken; else the memory is taken note of."""

    def unlike(self) -> str:
        """A fingerprint that equals no other."""
