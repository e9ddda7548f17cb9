"""What is said of moving on from a notebook."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from jupyter_quality.proof.proof import Proof
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.checklist import Line, checklist
from jupyter_quality.refactor.naming import Taken, file_name
from jupyter_quality.refactor.project.project import package_for
from jupyter_quality.refactor.project.report import KEPT_IN, ProjectReport, read_report
from jupyter_quality.refactor.renaming import renamed
from jupyter_quality.refactor.selecting import Selection, of_selection
from jupyter_quality.refactor.suggestion import Suggestion, Unmoved
from jupyter_quality.refactor.suggestions import stretches_of, suggestions, unmoved_by, words_of
from jupyter_quality.rules._finding import Finding

MOST_FOLDERS = 200
"""Folders beside a notebook in which its project is looked for."""


@dataclass(frozen=True, slots=True)
class Advice:
    """The moves that pay, those that gain most first; long steps that cannot move, and why; and what stands before production.

    Of lines that the user chose: the function that they make, or why they make none, and nothing else. `package` is the name of the
    package that the notebook became, or would become. `trouble` says why nothing could be looked at, where so.
    """

    path: str | None
    suggestions: tuple[Suggestion, ...]
    unmoved: tuple[Unmoved, ...]
    checklist: tuple[Line, ...]
    package: str
    trouble: str | None = None


def advice_on(reading: Reading, selection: Selection, names: Mapping[str, Mapping[str, str]]) -> Advice:
    """The function that chosen lines make, or why they make none. Raises NameTakenError."""
    notebook = reading.notebook
    found = of_selection(stretches_of(reading), Taken(words_of(reading)), selection)
    made = (renamed(found, names.get(found.id, {}), reading),) if isinstance(found, Suggestion) else ()
    why = (found,) if isinstance(found, Unmoved) else ()
    trouble = notebook.trouble or ("There is no such code cell." if found is None else None)
    return Advice(notebook.path, made, why, (), package_for(notebook), trouble)


def advice(
    reading: Reading, findings: Sequence[Finding], looked: Collection[str], proof: Proof | None, names: Mapping[str, Mapping[str, str]]
) -> Advice:
    """The advice on a notebook, with the `findings` of a check by the rules that `looked`, its last `proof`, and the user's own `names`
    for suggestions, by their ids. Raises NameTakenError."""
    notebook = reading.notebook
    if not reading.cells:
        return Advice(notebook.path, (), (), (), package_for(notebook), notebook.trouble or "This notebook has no Python cells.")
    found = suggestions(reading, findings)
    made = _made_of(reading)
    own = tuple(renamed(one, names.get(one.id, {}), reading) for one in found)
    lines = checklist(reading, findings, looked, proof, made)
    return Advice(notebook.path, own, unmoved_by(reading, found), lines, made.package if made else package_for(notebook))


def _made_of(reading: Reading) -> ProjectReport | None:
    """The report on the project that was made of a notebook in a folder beside it; None where there is none."""
    usual = package_for(reading.notebook)
    others = sorted(name for name in reading.folder.names(0) or () if name.isidentifier() and name != usual)
    for name in (usual, *others[:MOST_FOLDERS]):
        kept = reading.folder.text(f"{name}/{KEPT_IN}")
        report = read_report(kept) if kept is not None else None
        if report is not None and report.package == name and report.notebook == file_name(reading.notebook):
            return report
    return None
