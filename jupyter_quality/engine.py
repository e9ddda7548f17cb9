"""The one way in: every door calls `check`, `state` or `advise`, and nothing below them."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.folder import DiskFolder, Folder
from jupyter_quality.notebook.read import read_file
from jupyter_quality.options import DEFAULT_OPTIONS, Options
from jupyter_quality.reading.label import labels
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._allowance import allowances, kept
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._registry import good_sentences, rule_and_family_names, selected
from jupyter_quality.rules._ruff import selected as selects_ruff
from jupyter_quality.rules._ruff import with_ruff
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.structure.unused_allowance import UnusedAllowance

if TYPE_CHECKING:
    from jupyter_quality.proof.proof import Proof
    from jupyter_quality.refactor.advice import Advice
    from jupyter_quality.refactor.selecting import Selection
    from jupyter_quality.runs.record import Run
    from jupyter_quality.runs.state import NotebookState, Outcome

log = logging.getLogger(__name__)
_ORDER = {severity: order for order, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class CellLabel:
    """How a cell is named to a person: its number, and its comment, heading or first line."""

    id: str
    number: int
    label: str


@dataclass(frozen=True, slots=True)
class LookedAt:
    """How much was looked at."""

    cells: int
    rules: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: first what concerns the whole notebook, then in notebook order, worst first within a cell.

    `good` are sentences on what is good about the notebook; `trouble` says why nothing could be looked at, where so.
    """

    path: str | None
    findings: tuple[Finding, ...]
    cells: tuple[CellLabel, ...]
    looked_at: LookedAt
    good: tuple[str, ...] = ()
    trouble: str | None = None

    def count(self, severity: Severity) -> int:
        """How many findings are of a severity."""
        return sum(finding.severity is severity for finding in self.findings)


def check_file(path: Path, options: Options | None = None, runs: Sequence["Run"] = ()) -> Report:
    """Check a notebook or percent script on disk; what lies beside it is looked at too."""
    return check(read_file(path), options, DiskFolder(path.parent), runs)


def check(notebook: Notebook, options: Options | None = None, folder: Folder | None = None, runs: Sequence["Run"] = ()) -> Report:
    """Everything a reviewer would point out in a notebook. Never raises: what fails is left out and logged.

    Where `runs` are known, they say which cells are stale, and what the saved counts and outputs only suggest gives way. Leakage is
    then looked for in the order in which the cells ran, too.
    """
    options = options or DEFAULT_OPTIONS
    reading = Reading(_borne_out(notebook, runs), folder, options)
    rules = selected(options.select, options.extend_select, options.ignore)
    found = [finding for rule in rules.values() if rule.name not in notebook.allowed for finding in _find(rule, reading)]
    if options.ruff and isinstance(folder, DiskFolder) and selects_ruff(options.select, options.extend_select, options.ignore):
        found = with_ruff(found, notebook, folder.root, rules)
    if runs and notebook.code_cells:
        found = _with_runs(found, reading, rules, runs)
    given = allowances(reading)
    found = [finding for finding in kept(found, given, rules) if finding.confidence >= options.confidence]
    if UnusedAllowance().name in rules:
        found.extend(UnusedAllowance().unused(given, rules.keys(), rule_and_family_names()))
    cells = tuple(CellLabel(cell.id, cell.number, label) for cell, label in zip(notebook.cells, labels(notebook), strict=True))
    families = {rule.family for rule in rules.values()} - {finding.family for finding in found}
    good = good_sentences(families) if reading.cells else ()
    looked_at = LookedAt(len(reading.cells), len(rules))
    return Report(notebook.path, tuple(sorted(found, key=_place_in_report)), cells, looked_at, good, notebook.trouble)


def advise(
    notebook: Notebook,
    options: Options | None = None,
    folder: Folder | None = None,
    proof: "Proof | None" = None,
    names: Mapping[str, Mapping[str, str]] | None = None,
    selection: "Selection | None" = None,
) -> "Advice":
    """Which moves would pay, what cannot move and why, and what stands between a notebook and production; of a `selection`, the function
    that its lines make, alone.

    `proof` is the last comparison with a clean run, where there was one. `names`: id of a suggestion → name in it → the user's own; ids
    and names that there are not are passed over. Raises NameTakenError for a name that cannot be taken.
    """
    from jupyter_quality.refactor.advice import advice, advice_on  # only who asks for more than a check waits for it to load

    options = options or DEFAULT_OPTIONS
    if selection is not None:
        return advice_on(Reading(notebook, folder, options), selection, names or {})
    looked = selected(options.select, options.extend_select, options.ignore).keys() - set(notebook.allowed)
    findings = check(notebook, options, folder).findings
    return advice(Reading(notebook, folder, options), findings, looked, proof, names or {})


def state(notebook: Notebook, runs: Sequence["Run"], kernel: str | None = None, proof: "Proof | None" = None) -> "NotebookState":
    """The state of each code cell, as the runs tell it; a `proof` of this very code has the last word on the outputs it compared."""
    from jupyter_quality.runs.replay import replay  # a check without runs does not wait for it to load

    return replay(notebook, runs, kernel, {} if proof is None else dict(_outcomes(notebook, proof)))


def _outcomes(notebook: Notebook, proof: "Proof") -> Iterator[tuple[str, "Outcome"]]:
    from jupyter_quality.proof.compare import Verdict  # what runs notebooks is loaded only where there was a proof
    from jupyter_quality.proof.proof import sources_digest
    from jupyter_quality.runs.state import Outcome

    if proof.trouble is not None or proof.sources != sources_digest(notebook):
        return
    at = datetime.fromisoformat(proof.when).timestamp()
    counts = {cell.id: cell.execution_count for cell in notebook.code_cells}
    for cell in proof.cells:
        if cell.execution_count is None or counts.get(cell.id) != cell.execution_count:
            continue
        if cell.verdict in {Verdict.SAME, Verdict.UNSHOWN}:
            yield cell.id, Outcome(at, is_same=True)
        elif cell.verdict in {Verdict.DIFFERS, Verdict.FAILS}:
            what = "a clean run fails here" if cell.verdict is Verdict.FAILS else "a clean run gives something else"
            yield cell.id, Outcome(at, is_same=False, why=f"{what}: {cell.reason}" if cell.reason else what)


def _find(rule: Rule, reading: Reading) -> Iterator[Finding]:
    try:
        yield from rule.find(reading)
    except Exception:  # one rule that fails, perhaps another package's, must not take the other findings with it
        log.warning("The rule %s failed on %s; the other rules' findings stand.", rule.name, reading.notebook.path, exc_info=True)


def _borne_out(notebook: Notebook, runs: Sequence["Run"]) -> Notebook:
    """A notebook with those of its counts that its runs bear out."""
    if not runs:
        return notebook
    from jupyter_quality.recorded import as_recorded  # a check without runs does not wait for it to load

    return as_recorded(notebook, runs)


def _with_runs(found: list[Finding], reading: Reading, rules: Mapping[str, Rule], runs: Sequence["Run"]) -> list[Finding]:
    from jupyter_quality.recorded import leaked_as_run, run_order, with_runs  # likewise
    from jupyter_quality.runs.replay import replay
    from jupyter_quality.runs.state import NotebookState

    try:
        known = replay(reading.notebook, runs)
    except Exception:  # runs that cannot be followed must not take the findings with them
        log.warning("The runs of %s could not be followed; the findings stand without them.", reading.notebook.path, exc_info=True)
        known = NotebookState()
    told = with_runs(found, reading, rules, runs, known)
    if (ran := run_order(reading.notebook, runs)) is not None:
        in_order = Reading(ran, reading.folder, reading.options)
        leakage = [rule for rule in rules.values() if rule.family == "leakage" and rule.name not in ran.allowed]
        told.extend(leaked_as_run(told, [finding for rule in leakage for finding in _find(rule, in_order)]))
    return told


def _place_in_report(finding: Finding) -> tuple[int, int, int, int, str]:
    place = finding.place
    if place is None:
        return (0, _ORDER[finding.severity], 0, 0, finding.rule)
    return (place.cell, _ORDER[finding.severity], place.span.line, place.span.column, finding.rule)


def explained(name: str) -> Rule | None:
    """The rule of a name; None where there is none."""
    return selected((), (), ()).get(name)
