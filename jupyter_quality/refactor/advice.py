"""What is said of moving on from a notebook."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from jupyter_quality.proof.proof import Proof
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.checklist import Line, checklist
from jupyter_quality.refactor.project import package_for
from jupyter_quality.refactor.renaming import renamed
from jupyter_quality.refactor.report import KEPT_IN, read_report
from jupyter_quality.refactor.suggestion import Suggestion, Unmoved
from jupyter_quality.refactor.suggestions import suggestions, unmoved_by
from jupyter_quality.rules._finding import Finding


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


def advice(
    reading: Reading, findings: Sequence[Finding], looked: Collection[str], proof: Proof | None, names: Mapping[str, Mapping[str, str]]
) -> Advice:
    """The advice on a notebook, with the `findings` of a check by the rules that `looked`, its last `proof`, and the user's own `names`
    for suggestions, by their ids. Raises NameTakenError."""
    notebook = reading.notebook
    package = package_for(notebook)
    if not reading.cells:
        return Advice(notebook.path, (), (), (), package, notebook.trouble or "This notebook has no Python cells.")
    found = suggestions(reading, findings)
    kept = reading.folder.text(f"{package}/{KEPT_IN}")
    lines = checklist(reading, findings, looked, proof, read_report(kept) if kept is not None else None)
    own = tuple(renamed(one, names.get(one.id, {}), reading) for one in found)
    return Advice(notebook.path, own, unmoved_by(reading, found), lines, package)
