"""What the runs of a notebook say about what it shows."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Whether a clean run, from the top in a fresh kernel, would give what a cell shows."""

    FRESH = "fresh"
    STALE = "stale"
    UNKNOWN = "unknown"
    """Run, but nothing recorded proves it fresh or stale."""
    NEVER_RUN = "never-run"


@dataclass(frozen=True, slots=True)
class CellState:
    """The state of a code cell; `number` counts all cells from 1.

    `why` explains it in sentences; where the cell is fresh it is empty, or says that a clean run stops there. `feeds` are the ids of the
    cells that read what this one writes. `clean_run` is the id of a recorded run whose outcome is what a clean run gives, None where none
    is known.
    """

    id: str
    number: int
    state: State
    why: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    clean_run: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a cell came out of a clean run that began at `at` (seconds): whether it gave what the cell shows, and what is so where not."""

    at: float
    is_same: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class HiddenName:
    """A name that the kernel holds and a clean run would not define, or would define otherwise.

    `source` is the text of the cell that made it, where that was recorded and is no longer in the notebook.
    """

    name: str
    source: str | None
    why: str


@dataclass(frozen=True, slots=True)
class NotebookState:
    """The states of the code cells in notebook order, the hidden names, and the ids of the cells to run, in that order,
    after which nothing is stale."""

    cells: tuple[CellState, ...] = ()
    hidden_names: tuple[HiddenName, ...] = ()
    to_run: tuple[str, ...] = ()
