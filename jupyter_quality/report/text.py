"""Findings for a person at a terminal: in full, with the line that is meant, or concise, a line each."""

from collections.abc import Callable, Iterable, Iterator

from jupyter_quality.notebook.document import Place
from jupyter_quality.report.checked import Checked, Totals, is_fixable
from jupyter_quality.report.terminal import painted, plain, plain_name, width
from jupyter_quality.rules._finding import Finding

_WIDEST = 150
"""Characters of a source line that are shown."""


def full(checked: Iterable[Checked], colour: bool) -> Iterator[str]:
    """Each finding with its line, its related places and its fix; at the end the sum."""
    return _told(checked, colour, in_full)


def concise(checked: Iterable[Checked], colour: bool) -> Iterator[str]:
    """A line a finding; at the end the sum."""
    return _told(checked, colour, lambda one, finding, colour: _line(one, finding, colour) + "\n")


def _told(checked: Iterable[Checked], colour: bool, tell: Callable[[Checked, Finding, bool], str]) -> Iterator[str]:
    totals = Totals()
    for one in checked:
        totals.add(one.report)
        for finding in one.report.findings:
            yield tell(one, finding, colour)
    if totals.notebooks:
        yield painted(totals.sentence(), "bold" if totals.findings else "green", colour) + "\n"
    if fixes := totals.fixes():
        yield fixes + "\n"


def _line(one: Checked, finding: Finding, colour: bool) -> str:
    return f"{painted(where(one.name, finding.place), 'bold', colour)}: {_head(finding, colour)}"


def where(name: str, place: Place | None) -> str:
    """A place as an editor can follow it: `tour.ipynb:cell 5:2:1`."""
    return f"{plain_name(name)}:{position(place)}" if place else plain_name(name)


def position(place: Place) -> str:
    """A place in a notebook that is already named."""
    return f"cell {place.cell}:{place.span.line}:{place.span.column}"


def _head(finding: Finding, colour: bool) -> str:
    mark = painted("[*] ", "cyan", colour) if is_fixable(finding) else ""
    severity, rule = painted(finding.severity, finding.severity, colour), painted(plain(finding.rule), "bold", colour)
    return f"{severity} {rule}: {mark}{plain(finding.message)}"


def in_full(one: Checked, finding: Finding, colour: bool) -> str:
    """One finding in full, ending in an empty line."""
    lines = [_head(finding, colour), f"  {painted('-->', 'dim', colour)} {where(one.name, finding.place)}"]
    if finding.place is not None:
        lines.extend(quoted(_source(one, finding.place), finding.place, colour))
    lines.extend(f"  {painted('=', 'dim', colour)} {position(related.place)}: {plain(related.note)}" for related in finding.related)
    if finding.fix is not None:
        kind = "hint" if not finding.fix.edits else "fix" if finding.fix.safe else "fix (unsafe)"
        lines.append(f"  {painted('=', 'dim', colour)} {kind}: {plain(finding.fix.title)}")
    return "\n".join(lines) + "\n\n"


def _source(one: Checked, place: Place) -> str:
    return one.notebook.cells[place.cell - 1].source if place.cell <= len(one.notebook.cells) else ""


def quoted(source: str, place: Place, colour: bool) -> list[str]:
    """The line on which a place begins, with its stretch marked below; nothing where the source has no such line."""
    lines = source.split("\n")
    span = place.span
    if span.line > len(lines) or not lines[span.line - 1].strip():
        return []
    line = lines[span.line - 1].rstrip("\r")
    first = max(0, span.column - 1 - _WIDEST // 2) if len(line) > _WIDEST else 0
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    last = min(len(line), first + _WIDEST)
    lead, marked = _shown(line[first:start]), _shown(line[start : min(max(end, start + 1), last)])
    number, bar = f"{span.line:>3}", painted("|", "dim", colour)
    carets = " " * width(lead) + painted("^" * max(1, width(marked)), "red", colour)
    return [f"{number} {bar} {_shown(line[first:last])}", f"    {bar} {carets}"]


def _shown(code: str) -> str:
    return plain(code.replace("\t", "    "))
