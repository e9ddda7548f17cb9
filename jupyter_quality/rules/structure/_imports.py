"""The imports at the top level of cells: where they stand, which of them may move up, and the edits that move them."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import DeleteCell, Edit, Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading

_IMPORT_LINE = re.compile(r"^(?:import|from)[ \t]", re.MULTILINE)
_PREPARES = re.compile(r"sys\.path|chdir|environ|reload\(|mpl\.use\(|matplotlib\.use\(|subprocess|os\.system")
_PREPARING_MAGICS = frozenset("! pip conda uv cd run load env set_env writefile file bash sh script system git load_ext".split())


@dataclass(frozen=True, slots=True)
class Import:
    """An import statement at the top level of a cell, which has its lines to itself."""

    cell: CellReading
    node: ast.Import | ast.ImportFrom

    @property
    def text(self) -> str:
        """Its lines, with a comment behind it."""
        return "\n".join(self.cell.code.lines[self.node.lineno - 1 : self.node.end_lineno])

    @property
    def names(self) -> list[str]:
        """The names that it binds."""
        return [alias.asname or alias.name.partition(".")[0] for alias in self.node.names]


def has_imports(cell: CellReading) -> bool:
    """Whether a cell imports something at its top level, by its text."""
    return bool(cell.names.imported) and cell.code.holds(_IMPORT_LINE)


def imports_in(cell: CellReading) -> list[Import]:
    """The imports at a cell's top level; those that share a line with other code are left out."""
    body = cell.code.tree.body
    first, last = [node.lineno for node in body], [node.end_lineno for node in body]
    return [
        Import(cell, node)
        for node in body
        if isinstance(node, ast.Import | ast.ImportFrom)
        and first.count(node.lineno) == 1
        and last.count(node.end_lineno) == 1
        and node.lineno not in last[: body.index(node)]
        and cell.code.span(node).column == 1
    ]


def prepares_imports(cell: CellReading) -> bool:
    """Whether a cell may change what can be imported, or how: an install, a path, an environment variable, a file it writes."""
    return any(magic.name in _PREPARING_MAGICS for magic in cell.code.magics) or cell.code.holds(_PREPARES)


def may_move_up(reading: Reading, statement: Import, home: CellReading) -> bool:
    """Whether an import may as well stand in the cell `home` above: its names stand for nothing else, nothing on the way prepares it."""
    if isinstance(statement.node, ast.ImportFrom) and statement.node.module == "__future__":
        return False
    if any(alias.name == "*" for alias in statement.node.names) or any(name not in reading.imports for name in statement.names):
        return False
    preparing = reading.remember("prepare imports", lambda: [cell.cell.number for cell in reading.cells if prepares_imports(cell)])
    return not any(home.cell.number <= number <= statement.cell.cell.number for number in preparing)


def gathered(home: CellReading, moved: Sequence[Import], *, on_top: bool = False) -> Fix | None:
    """The fix that moves imports into the cell `home`, behind its own imports or `on_top` of it. None where it has no room for them."""
    own = imports_in(home)
    if home.code.source.lstrip().startswith("%%") and (on_top or not own):
        return None
    present = {one.text for one in own}
    texts = [text for text in dict.fromkeys(one.text for one in moved) if text not in present]
    edits: list[Edit] = []
    if texts and own and not on_top:
        line = own[-1].node.end_lineno or 1
        end = len(home.code.lines[line - 1]) + 1
        edits.append(ReplaceText(home.cell.id, Span(line, end, line, end), "\n" + "\n".join(texts)))
    elif texts:
        edits.append(ReplaceText(home.cell.id, Span(1, 1, 1, 1), "\n".join(texts) + "\n"))
    for cell in dict.fromkeys(one.cell for one in moved):
        edits.extend(_without(cell, [one for one in moved if one.cell is cell]))
    return Fix("Gather the imports" if len(moved) > 1 else f"Move `{moved[0].text}` up", tuple(edits), safe=True)


def _without(cell: CellReading, taken: Sequence[Import]) -> list[Edit]:
    """The edits that take statements out of a cell: the cell itself goes where nothing else is in it."""
    gone = {line for one in taken for line in range(one.node.lineno, (one.node.end_lineno or one.node.lineno) + 1)}
    lines = cell.code.lines
    if not any(text.strip() for line, text in enumerate(lines, 1) if line not in gone):
        return [DeleteCell(cell.cell.id)]
    line, edits = 1, list[Edit]()
    while line <= len(lines):
        end = line
        while end in gone or (end > line and _is_blank_start(lines, line, end)):
            end += 1
        if end > line:
            edits.append(ReplaceText(cell.cell.id, _whole_lines(lines, line, end - 1), ""))
        line = end + 1
    return edits


def _is_blank_start(lines: Sequence[str], start: int, line: int) -> bool:
    """Whether a line is blank and would, with the lines from `start` gone, be the cell's first."""
    return line <= len(lines) and not lines[line - 1].strip() and not any(text.strip() for text in lines[: start - 1])


def _whole_lines(lines: Sequence[str], first: int, last: int) -> Span:
    """These lines with one line break: the one behind them, or before them at the end of the cell."""
    if last < len(lines):
        return Span(first, 1, last + 1, 1)
    return Span(max(first - 1, 1), len(lines[first - 2]) + 1 if first > 1 else 1, last, len(lines[last - 1]) + 1)
