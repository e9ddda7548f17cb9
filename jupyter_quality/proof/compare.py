"""Two runs, or a run and what is shown, compared cell by cell as a person sees them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from math import isclose

from jupyter_quality.proof.picture import drawing_difference, picture_difference
from jupyter_quality.proof.run import CellRun, CleanRun, Summaries
from jupyter_quality.proof.seen import Json, Seen, SeenKind, seen
from jupyter_quality.proof.text import CLOSE, Clock, differing_line
from jupyter_quality.proof.variables import holds_same

Clocks = tuple[Clock | None, Clock | None]
"""When each side was made, where that is known."""


class Verdict(StrEnum):
    """What a comparison says of a cell."""

    SAME = "same"
    DIFFERS = "differs"
    FAILS = "fails"
    NONDETERMINISTIC = "nondeterministic"
    UNREACHED = "unreached"
    UNSHOWN = "unshown"


@dataclass(frozen=True, slots=True)
class CellComparison:
    """A cell of one run beside the cell of the other that stands for it. `reason` is None where they are the same."""

    id: str
    other_id: str
    verdict: Verdict
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class VariableComparison:
    """A variable that holds something else in the other run, from the cell on that is named. It may be NONDETERMINISTIC."""

    name: str
    cell_id: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every cell that both have, and every variable that differs. `missing` are names that the other run never has."""

    cells: tuple[CellComparison, ...]
    variables: tuple[VariableComparison, ...]
    missing: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing differs, but for what no two runs have in common."""
        verdicts = {cell.verdict for cell in self.cells} | {variable.verdict for variable in self.variables}
        return verdicts <= {Verdict.SAME, Verdict.NONDETERMINISTIC}

    @property
    def first_difference(self) -> CellComparison | None:
        """The first cell that differs, fails or is not reached."""
        return next((cell for cell in self.cells if cell.verdict not in {Verdict.SAME, Verdict.NONDETERMINISTIC}), None)


def compare(one: CleanRun, other: CleanRun, cells: Mapping[str, str] | None = None, again: CleanRun | None = None) -> Comparison:
    """Compare a run with another one: outputs, and variables by name where both runs have summed them up.

    `cells` maps ids of `one` to those of `other`, by default each to itself; a cell that it leaves out is not compared.
    `again`, a second run of the same notebook as `one`, tells what is nondeterministic.
    """
    pairs = cells if cells is not None else {cell.id: cell.id for cell in (*one.cells, *other.cells)}
    clocks = clock_of(one), clock_of(other)
    compared = []
    for first, second in pairs.items():
        verdict, reason = _compare_cells(one.cell(first), other.cell(second), clocks)
        if verdict is Verdict.DIFFERS and again is not None and differs(one.cell(first), again.cell(first), (clocks[0], clock_of(again))):
            verdict, reason = Verdict.NONDETERMINISTIC, "two clean runs of the notebook differ here"
        compared.append(CellComparison(first, second, verdict, reason))
    varying = varying_names(one, again) if again is not None else frozenset()
    changed, missing = _compare_variables(one, other, pairs, varying)
    return Comparison(tuple(compared), tuple(changed), tuple(missing))


def clock_of(run: CleanRun) -> Clock:
    """The clock that a run could read."""
    return Clock(run.start, run.end)


def differs(one: CellRun | None, other: CellRun | None, clocks: Clocks) -> bool:
    """Whether two runs of a cell are not the same."""
    return _compare_cells(one, other, clocks)[0] is not Verdict.SAME


def _compare_cells(one: CellRun | None, other: CellRun | None, clocks: Clocks) -> tuple[Verdict, str | None]:
    if other is None:
        return (Verdict.UNREACHED, "the run ended before it") if one is not None else (Verdict.SAME, None)
    if one is None:
        return Verdict.DIFFERS, "only one of the runs comes to it"
    if other.error is not None and one.error is None:
        return Verdict.FAILS, other.error
    reason = difference(seen(one.outputs), seen(other.outputs), clocks)
    if reason is None and (one.error is None) != (other.error is None):
        reason = "one ends with an error"
    return (Verdict.SAME, None) if reason is None else (Verdict.DIFFERS, reason)


def varying_names(one: CleanRun, again: CleanRun) -> frozenset[str]:
    """The variables that differ after some cell between two runs of the same notebook."""
    pairs = {cell.id: cell.id for cell in one.cells}
    return frozenset(found.name for found in _compare_variables(one, again, pairs, frozenset())[0])


def _compare_variables(
    one: CleanRun, other: CleanRun, pairs: Mapping[str, str], varying: frozenset[str]
) -> tuple[list[VariableComparison], list[str]]:
    found: dict[str, VariableComparison] = {}
    ours: set[str] = set()
    theirs: set[str] = set()
    for first, second in pairs.items():
        a, b = _summaries(one.cell(first)), _summaries(other.cell(second))
        ours |= a.keys()
        theirs |= b.keys()
        for name in a.keys() & b.keys():
            if name not in found and not holds_same(a[name], b[name]):
                found[name] = VariableComparison(name, first, Verdict.NONDETERMINISTIC if name in varying else Verdict.DIFFERS)
    return list(found.values()), sorted(ours - theirs)


def _summaries(run: CellRun | None) -> Summaries:
    return run.variables if run is not None and run.variables is not None else {}


def difference(shown: Sequence[Seen], clean: Sequence[Seen], clocks: Clocks = (None, None)) -> str | None:
    """How what a clean run gives differs from what is shown, in a few words without a value; None where it does not.

    What is printed is compared as one text, whatever is displayed between its lines: streams are not in step.
    """
    for kind, words in ((SeenKind.ERROR, "the error"), (SeenKind.PRINTED, "what is printed"), (SeenKind.WARNED, "what is warned of")):
        one, other = ("".join(s.text for s in side if s.kind is kind) for side in (shown, clean))
        if reason := _text_difference(words, one, other, clocks):
            return reason
    streams = {SeenKind.ERROR, SeenKind.PRINTED, SeenKind.WARNED}
    displayed = [[s for s in side if s.kind not in streams] for side in (shown, clean)]
    for number, (a, b) in enumerate(zip_longest(*displayed), 1):
        if a is None or b is None:
            return f"{_NAMES[(a or b).kind]} {'is shown and a clean run gives none' if a else 'is given and none is shown'}"
        if reason := _displayed_difference(a, b, clocks):
            return reason if max(map(len, displayed)) == 1 else f"{reason} (output {number})"
    return None


_NAMES = {
    SeenKind.TEXT: "a text",
    SeenKind.TABLE: "a table",
    SeenKind.PICTURE: "a picture",
    SeenKind.DRAWING: "a drawing",
    SeenKind.DATA: "data",
}


def _text_difference(words: str, one: str, other: str, clocks: Clocks) -> str | None:
    line = differing_line(one, other, clocks)
    if line is None:
        return None
    if not one.strip():
        return f"{words} is not shown"
    if not other.strip():
        return f"{words} is shown and a clean run gives none"
    return f"{words} differs from line {line} on" if max(one.strip().count("\n"), other.strip().count("\n")) else f"{words} differs"


def _displayed_difference(a: Seen, b: Seen, clocks: Clocks) -> str | None:
    if a.kind is not b.kind:
        return _text_difference("the text", a.plain, b.plain, clocks) if a.plain and b.plain else "the output is of another kind"
    match a.kind:
        case SeenKind.PICTURE:
            return picture_difference(a.text, b.text)
        case SeenKind.DRAWING:
            return drawing_difference(a.text, b.text)
        case SeenKind.DATA:
            return None if _same_data(json.loads(a.text), json.loads(b.text)) else "the data differ"
        case SeenKind.TABLE:
            return _text_difference("the table", a.text, b.text, clocks)
    return _text_difference("the text", a.text, b.text, clocks)


def _same_data(one: Json, other: Json) -> bool:
    match one, other:
        case dict(a), dict(b):
            return a.keys() == b.keys() and all(_same_data(a[key], b[key]) for key in a)
        case list(a), list(b):
            return len(a) == len(b) and all(map(_same_data, a, b))
        case float(a), float(b):
            return isclose(a, b, rel_tol=CLOSE, abs_tol=1e-15)
        case str(a), str(b):
            return differing_line(a, b) is None
    return one == other
