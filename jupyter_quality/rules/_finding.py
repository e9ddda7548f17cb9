"""What a rule reports."""

from dataclasses import dataclass
from enum import StrEnum

from jupyter_quality.notebook.document import Place
from jupyter_quality.notebook.edit import Fix


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    WRONG = "wrong"
    """The result is likely not what the author believes."""
    FRAGILE = "fragile"
    """Right today, breaks on a re-run or elsewhere."""
    STYLE = "style"
    """Harder to read than it need be."""


@dataclass(frozen=True, slots=True)
class Related:
    """A further place that explains a finding, with a word or two on its part in it."""

    place: Place
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reviewer would point out. `place` is None where the whole notebook is meant; `confidence` is from 0 to 1."""

    rule: str
    family: str
    severity: Severity
    message: str
    place: Place | None
    related: tuple[Related, ...] = ()
    confidence: float = 1.0
    fix: Fix | None = None
