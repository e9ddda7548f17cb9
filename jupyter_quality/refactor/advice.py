"""What is said of moving on from a notebook."""

from dataclasses import dataclass

from jupyter_quality.refactor.checklist import Line
from jupyter_quality.refactor.suggestion import Suggestion, Unmoved


@dataclass(frozen=True, slots=True)
class Advice:
    """The moves that pay, those that gain most first; long steps that cannot move, and why; and what stands before production.

    `package` is the name of the package that the notebook would become. `trouble` says why nothing could be looked at, where so.
    """

    path: str | None
    suggestions: tuple[Suggestion, ...]
    unmoved: tuple[Unmoved, ...]
    checklist: tuple[Line, ...]
    package: str
    trouble: str | None = None
