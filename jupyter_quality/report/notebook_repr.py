"""Findings shown in a notebook or a terminal IPython: an object that displays itself, as HTML or as plain text.

Everything that comes from the checked notebook is escaped: no markup of it survives.
"""

from dataclasses import dataclass
from html import escape
from itertools import groupby

from jupyter_quality.report.checked import Checked, Totals
from jupyter_quality.report.terminal import plain
from jupyter_quality.report.text import full
from jupyter_quality.rules._finding import Finding, Severity

_SIGNS = {
    Severity.WRONG: ("●", "--jp-error-color1"),
    Severity.FRAGILE: ("▲", "--jp-warn-color0"),
    Severity.STYLE: ("○", "--jp-info-color0"),
}


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What was found, with a line above it that says what was looked at (`heading`)."""

    checked: Checked
    heading: str

    def __repr__(self) -> str:
        return plain(self.heading) + "\n\n" + "".join(full([self.checked], False)).rstrip("\n")

    def _repr_html_(self) -> str:
        totals = Totals()
        totals.add(self.checked.report)
        parts = [f"<p>{_text(self.heading)} <strong>{_text(totals.sentence())}</strong></p>"]
        for number, findings in groupby(self.checked.report.findings, key=lambda finding: finding.place.cell if finding.place else None):
            if len(self.checked.report.cells) > 1:
                parts.append(f"<p><strong>{_text(self._title(number))}</strong></p>")
            parts.append("<ul style='list-style: none; padding-left: 1em'>")
            parts.extend(self._row(finding) for finding in findings)
            parts.append("</ul>")
        return f"<div class='jp-quality'>{''.join(parts)}</div>"

    def _title(self, number: int | None) -> str:
        if number is None:
            return "The whole notebook"
        label = next((cell.label for cell in self.checked.report.cells if cell.number == number), "")
        return f"Cell {number} · {label}" if label else f"Cell {number}"

    def _row(self, finding: Finding) -> str:
        sign, colour = _SIGNS[finding.severity]
        where = f" <small>line {finding.place.span.line}</small>" if finding.place else ""
        code = f"<pre style='margin: 0'>{_text(line)}</pre>" if (line := self._line(finding)) else ""
        fix = f"<br><small>Fix: {_text(finding.fix.title)}</small>" if finding.fix else ""
        return (
            f"<li><span style='color: var({colour})'>{sign}</span> {finding.severity}: {_text(finding.message)} "
            f"<small><code>{_text(finding.rule)}</code></small>{where}{code}{fix}</li>"
        )

    def _line(self, finding: Finding) -> str:
        """The line that a finding begins on, cut where it is long."""
        if finding.place is None:
            return ""
        source = next((cell.source for cell in self.checked.notebook.cells if cell.id == finding.place.cell_id), "")
        lines = source.split("\n")
        return lines[finding.place.span.line - 1][:200] if finding.place.span.line <= len(lines) else ""


def _text(text: str) -> str:
    """A text as HTML that shows it and does nothing else."""
    return escape(plain(text.replace("\t", "    ")), quote=True)
