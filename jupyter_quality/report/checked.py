"""What every format tells: notebooks with what was found in them, and the sum of it."""

from collections import Counter
from dataclasses import dataclass, field

from jupyter_quality.engine import Report
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.rules._finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Checked:
    """One notebook: its name as the reader knows it, its content, and what was found."""

    name: str
    notebook: Notebook
    report: Report


@dataclass(slots=True)
class Totals:
    """The sum over many notebooks: how many there were, in how many something was found, findings by severity, and by fix."""

    notebooks: int = 0
    with_findings: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)
    safe_fixes: int = 0
    unsafe_fixes: int = 0

    def add(self, report: Report) -> None:
        """Count one notebook."""
        self.notebooks += 1
        self.with_findings += bool(report.findings)
        for finding in report.findings:
            self.severities[finding.severity] += 1
            self.safe_fixes += is_fixable(finding)
            self.unsafe_fixes += is_fixable(finding, unsafe=True) and not is_fixable(finding)

    @property
    def findings(self) -> int:
        """How many findings there were."""
        return self.severities.total()

    def sentence(self) -> str:
        """The sum in words."""
        looked_at = counted(self.notebooks, "notebook")
        if not self.findings:
            return f"No findings in {looked_at}."
        parts = [f"{self.severities[severity]} {severity}" for severity in Severity if self.severities[severity]]
        return f"{counted(self.findings, 'finding')} ({', '.join(parts)}) in {self.with_findings} of {looked_at}."

    def fixes(self) -> str | None:
        """How many findings a fix mends, in words; None where none does."""
        if self.safe_fixes:
            more = f" ({self.unsafe_fixes} more with `--unsafe-fixes`)" if self.unsafe_fixes else ""
            return f"[*] {self.safe_fixes} fixable with `--fix`{more}."
        return f"{self.unsafe_fixes} fixable with `--fix --unsafe-fixes`." if self.unsafe_fixes else None


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 notebook", "2 notebooks"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def is_fixable(finding: Finding, *, unsafe: bool = False) -> bool:
    """Whether `--fix` mends a finding, alone or with unsafe fixes; a fix without edits only says what to do."""
    return finding.fix is not None and bool(finding.fix.edits) and (unsafe or finding.fix.safe)
