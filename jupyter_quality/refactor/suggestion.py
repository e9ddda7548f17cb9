"""What is suggested: a change of the notebook's cells, and of the files beside it, with its reason."""

from dataclasses import dataclass
from enum import StrEnum

from jupyter_quality.notebook.document import Place
from jupyter_quality.notebook.edit import Edit


class Kind(StrEnum):
    """What a suggestion does."""

    MERGE = "merge"
    EXTRACT = "extract"
    MODULE = "module"
    PARAMETERS_CELL = "parameters cell"
    PARAMETERS = "parameters"
    IMPORTS = "imports"
    SPLIT = "split"
    ASSERT = "assert"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written: `path` is relative to the notebook's folder, its parts apart by `/`; nothing stands there yet."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change that pays: `title` says what moves where, `reason` why it pays, `stays` what stays and why; `gain` ranks it.

    `names` are those that may be changed, as they were suggested first: of a function that is made, then of what it takes; or of a
    module. `id` tells the suggestions for one notebook apart, and stays when names are changed.
    """

    kind: Kind
    title: str
    reason: str
    gain: int
    place: Place | None
    edits: tuple[Edit, ...]
    names: tuple[str, ...] = ()
    stays: str | None = None
    files: tuple[NewFile, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Unmoved:
    """Steps that are long enough to be a function and cannot become one: `reason` is a sentence."""

    place: Place
    reason: str
