"""What should change: the moves that pay, those that gain most first."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jupyter_quality.notebook.edit import Edit, InsertCell, ReplaceText
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.extracting import extractions
from jupyter_quality.refactor.flowing import Flowing
from jupyter_quality.refactor.merging import merges
from jupyter_quality.refactor.moving import held, module_moves
from jupyter_quality.refactor.naming import Taken
from jupyter_quality.refactor.stretch import Stretches
from jupyter_quality.refactor.suggestion import Kind, Suggestion, Unmoved
from jupyter_quality.refactor.unmoving import unmoved
from jupyter_quality.rules._finding import Finding

MOST = 20
"""Suggestions that are made at once."""

_FROM_FINDINGS = {
    "parameters-scattered": (Kind.PARAMETERS_CELL, 3),
    "function-using-global": (Kind.PARAMETERS, 2),
    "scattered-imports": (Kind.IMPORTS, 2),
    "long-cell": (Kind.SPLIT, 3),
    "no-assertion": (Kind.ASSERT, 2),
}
"""Rules whose fixes are moves of this kind, and what each cell that these touch counts."""


def suggestions(reading: Reading, findings: Iterable[Finding]) -> tuple[Suggestion, ...]:
    """What pays, ranked; `findings` are those of a check of the same notebook, whose fixes may be suggestions too.

    What is gained is, roughly, the lines that nobody need read or change any more where they stand: of a function its lines without the
    names that pass in and out; of code that stands twice each copy, doubled, for it must be changed alike; of a module the lines that
    leave the notebook; of a rule's fix two or three for each cell that it touches. Equals stand in notebook order.
    Suggestions are each made for the notebook as it stands: after one was applied, ask again.
    """
    stretches, taken = stretches_of(reading), Taken(words_of(reading))
    merged = list(merges(stretches, taken))
    rewritten = _rewritten(merged)
    extracted = [one for one in extractions(stretches, taken) if _rewritten([one]).isdisjoint(rewritten)]
    found = [*merged, *extracted, *module_moves(stretches), *_fixes(findings)]
    ranked = sorted(found, key=lambda one: (-one.gain, one.place.cell if one.place else 0, one.kind, one.title))[:MOST]
    return tuple(_identified(ranked))


def _identified(found: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Each with its id: what it does, and where."""
    seen = Counter[str]()
    for one in found:
        where = f"{one.place.cell_id}-{one.place.span.line}" if one.place else "notebook"
        name = f"{one.kind.replace(' ', '-')}-{where}"
        seen[name] += 1
        yield replace(one, id=name if seen[name] == 1 else f"{name}-{seen[name]}")


def stretches_of(reading: Reading) -> Stretches:
    """The stretches of a notebook, read once."""
    return reading.remember("stretches", lambda: Stretches(Flowing(reading)))


def unmoved_by(reading: Reading, found: Iterable[Suggestion]) -> tuple[Unmoved, ...]:
    """What cannot be moved and why, beside what is suggested; in notebook order."""
    stretches = stretches_of(reading)
    moved = _rewritten(one for one in found if one.kind in {Kind.MERGE, Kind.EXTRACT})
    return tuple(sorted([*unmoved(stretches, moved), *held(stretches)], key=lambda one: (one.place.cell, one.place.span.line)))


def words_of(reading: Reading) -> set[str]:
    """All words of the notebook: a new name that is none of them can be told apart from all else."""
    return {word for cell in reading.notebook.cells for word in re.findall(r"[^\W\d]\w*", cell.source)}


def _rewritten(made: Iterable[Suggestion]) -> set[str]:
    return {edit.cell_id for one in made for edit in one.edits if isinstance(edit, ReplaceText)}


def _fixes(findings: Iterable[Finding]) -> Iterator[Suggestion]:
    for finding in findings:
        if finding.rule in _FROM_FINDINGS and finding.fix is not None and finding.fix.edits:
            kind, weight = _FROM_FINDINGS[finding.rule]
            gain = weight * len({_touched(edit) for edit in finding.fix.edits})
            yield Suggestion(kind, finding.fix.title, _sentence(finding.message), gain, finding.place, finding.fix.edits)


def _touched(edit: Edit) -> str | None:
    return edit.before if isinstance(edit, InsertCell) else edit.cell_id


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]
