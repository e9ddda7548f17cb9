"""What is suggested: a change of the notebook's cells, with its reason."""

from dataclasses import dataclass
from enum import StrEnum

from jupyter_quality.notebook.document import Place
from jupyter_quality.notebook.edit import Edit


class Kind(StrEnum):
    """What a suggestion does."""

    MERGE = "merge"
    EXTRACT = "extract"
    PARAMETERS_CELL = "parameters cell"
    PARAMETERS = "parameters"
    IMPORTS = "imports"
    SPLIT = "split"
    ASSERT = "assert"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change that pays: `title` says what moves where, `reason` why it pays, `stays` what stays and why; `gain` ranks it.

    `name` is what a new function is called in `edits`, where there is one: it stands nowhere else in the notebook, so that it may be
    changed in them word for word.
    """

    kind: Kind
    title: str
    reason: str
    gain: int
    place: Place | None
    edits: tuple[Edit, ...]
    name: str | None = None
    stays: str | None = None
