"""The one way in: every door calls `check` and nothing below it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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


def check_file(path: Path, options: Options | None = None) -> Report:
    """Check a notebook or percent script on disk; what lies beside it is looked at too."""
    return check(read_file(path), options, DiskFolder(path.parent))


def check(notebook: Notebook, options: Options | None = None, folder: Folder | None = None) -> Report:
    """Everything a reviewer would point out in a notebook. Never raises: what fails is left out and logged."""
    options = options or DEFAULT_OPTIONS
    reading = Reading(notebook, folder, options)
    rules = selected(options.select, options.extend_select, options.ignore)
    found = [finding for rule in rules.values() if rule.name not in notebook.allowed for finding in _find(rule, reading)]
    if options.ruff and isinstance(folder, DiskFolder) and selects_ruff(options.select, options.extend_select, options.ignore):
        found = with_ruff(found, notebook, folder.root, rules)
    given = allowances(reading)
    found = [finding for finding in kept(found, given, rules) if finding.confidence >= options.confidence]
    if UnusedAllowance().name in rules:
        found.extend(UnusedAllowance().unused(given, rules.keys(), rule_and_family_names()))
    cells = tuple(CellLabel(cell.id, cell.number, label) for cell, label in zip(notebook.cells, labels(notebook), strict=True))
    families = {rule.family for rule in rules.values()} - {finding.family for finding in found}
    good = good_sentences(families) if reading.cells else ()
    looked_at = LookedAt(len(reading.cells), len(rules))
    return Report(notebook.path, tuple(sorted(found, key=_place_in_report)), cells, looked_at, good, notebook.trouble)


def _find(rule: Rule, reading: Reading) -> Iterator[Finding]:
    try:
        yield from rule.find(reading)
    except Exception:  # one rule that fails, perhaps another package's, must not take the other findings with it
        log.warning("The rule %s failed on %s; the other rules' findings stand.", rule.name, reading.notebook.path, exc_info=True)


def _place_in_report(finding: Finding) -> tuple[int, int, int, int, str]:
    place = finding.place
    if place is None:
        return (0, _ORDER[finding.severity], 0, 0, finding.rule)
    return (place.cell, _ORDER[finding.severity], place.span.line, place.span.column, finding.rule)


def explained(name: str) -> Rule | None:
    """The rule of a name; None where there is none."""
    return selected((), (), ()).get(name)
