"""What the author allows: `# quality: allow NAME` on a line or, in a cell's first line, for the cell; a cell tag; `# noqa`."""

import io
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jupyter_quality.notebook.document import Place
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding
from jupyter_quality.rules._rule import Rule

TAG = "quality-allow-"
_ALLOW = re.compile(r"#\s*quality:\s*allow\s+(?P<names>[\w-]+(?:\s*,\s*[\w-]+)*)")
_NOQA = re.compile(r"#\s*noqa(?::\s*(?P<codes>[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*))?", re.IGNORECASE)


@dataclass
class Allowance:
    """One allowance: `names` are rules (for `noqa` ruff's codes, None for all), `line` is None where it holds for the whole cell."""

    cell_id: str
    line: int | None
    names: frozenset[str] | None
    place: Place | None
    is_noqa: bool = False
    used: set[str] = field(default_factory=set)

    def covers(self, finding: Finding, rule: Rule | None) -> bool:
        """Whether a finding is allowed by this."""
        if finding.place is None or finding.place.cell_id != self.cell_id:
            return False
        if self.line is not None and not finding.place.span.line <= self.line <= max(finding.place.span.line, finding.place.span.end_line):
            return False
        if self.is_noqa:
            codes = rule.ruff if rule else ()
            return bool(codes) if self.names is None else not self.names.isdisjoint(codes)
        return self.names is not None and (finding.rule in self.names or finding.family in self.names)


def allowances(reading: Reading) -> list[Allowance]:
    """Every allowance that the cells of a notebook give."""
    return [allowance for cell in reading.cells for allowance in _of_cell(cell)]


def _of_cell(cell: CellReading) -> Iterator[Allowance]:
    tags = frozenset(tag.removeprefix(TAG) for tag in cell.cell.tags if tag.startswith(TAG))
    if tags:
        yield Allowance(cell.cell.id, None, tags, None)
    source = cell.code.source
    if "quality:" not in source and "noqa" not in source.lower():
        return
    for line, _, comment in comments(cell.code):
        span = cell.code.line_span(line)
        if match := _ALLOW.search(comment):
            names = frozenset(re.split(r"\s*,\s*", match["names"]))
            is_first = cell.code.lines[line - 1].lstrip().startswith("#") and not any(text.strip() for text in cell.code.lines[: line - 1])
            yield Allowance(cell.cell.id, None if is_first else line, names, cell.place(span))
        if match := _NOQA.search(comment):
            codes = frozenset(re.split(r"[\s,]+", match["codes"].upper())) if match["codes"] else None
            yield Allowance(cell.cell.id, line, codes, cell.place(span), is_noqa=True)


def comments(code: Code) -> list[tuple[int, int, str]]:
    """The comments of a cell: line and column from 1, text."""
    found: list[tuple[int, int, str]] = []
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code.translation.python).readline))
    except (tokenize.TokenError, SyntaxError):
        tokens = []
    for token in tokens:
        if token.type == tokenize.COMMENT:
            line, offset = token.start
            found.append((line, code.translation.column(line, offset + 1), token.string))
    translated = {magic.line for magic in code.magics}
    found.extend(
        (line, text.index("#") + 1, text[text.index("#") :])
        for line, text in enumerate(code.lines, 1)
        if line in translated and "#" in text
    )
    return sorted(found)


def kept(findings: Sequence[Finding], given: Sequence[Allowance], rules: Mapping[str, Rule]) -> list[Finding]:
    """The findings that are not allowed; each allowance notes what it was used for."""
    left = []
    for finding in findings:
        covering = [allowance for allowance in given if allowance.covers(finding, rules.get(finding.rule))]
        for allowance in covering:
            allowance.used.add(finding.rule)
        if not covering:
            left.append(finding)
    return left
