"""What was made of a notebook: where each cell went, and what is proven."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportedCell:
    """Where a code cell went: into functions, by their full names; into the cell of the `parameters`. `reason` says why it is `kept`."""

    id: str
    number: int
    moved_to: tuple[str, ...] = ()
    parameters: bool = False
    kept: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Untested:
    """A function without a recorded test, and why."""

    function: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportedTests:
    """The recorded tests: how many `passed` again in a fresh process and are kept, how many `failed` and were dropped for that.

    `dropped` are the functions without a test, those that failed among them.
    """

    passed: int
    failed: int
    dropped: tuple[Untested, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectReport:
    """A project that was made. `verified`: the notebook and the slim notebook gave the same in fresh kernels, else `unproven` says where
    they do not; `failing` is the error that the notebook itself ends with. `sources` is a digest of the notebook's code."""

    notebook: str
    package: str
    folder: str
    verified: bool
    unproven: str | None
    failing: str | None
    cells: tuple[ReportedCell, ...]
    functions: tuple[str, ...]
    tests: ReportedTests
    sources: str
