import ast
from bisect import bisect_right
from collections.abc import Iterator

from jupyter_quality.notebook.document import CellKind, Span
from jupyter_quality.notebook.edit import Fix, InsertCell, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule

_SMALLEST_PART = 0.25
_WIDEST_SEAM = 4


class LongCell(Rule):
    """A cell does a lot at once.

    It can only be run as a whole: to look at a value in its middle, or to mend its last line, you wait for all of it.
    Split it where few values pass from one part to the next, or put steps into functions with names that say what they do.
    The setting `long_cell` says from how many statements on a cell is long.
    """

    severity = Severity.STYLE
    message = "this cell holds {count} statements: split it into steps, or put steps into functions"
    bad = (
        """
        # with long_cell = 5
        # %%
        prices = [3, 4, 5]  # <-
        costs = [1, 2, 3]
        mean = sum(prices) - sum(costs)

        print(mean)
        print(mean * 2)
        print(mean * 3)
        """,
        """
        # with long_cell = 5
        # %%
        def work(prices):  # <-
            total = 0
            for price in prices:
                if price > 3:
                    total += price
            return total
        """,
    )
    good = """
    # with long_cell = 5
    # %%
    settings = {
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
    }
    print(settings)
    """

    def find(self, reading: Reading) -> Iterator[Finding]:
        limit = reading.options.long_cell
        for cell in reading.cells:
            source = cell.code.source
            if source.count("\n") + source.count(";") + 1 < limit:
                continue
            count = _count(cell.code)
            if count >= limit:
                yield self.finding(cell.place(cell.code.line_span(cell.code.tree.body[0].lineno)), count=count, fix=_split(cell))


def _count(code: Code) -> int:
    return code.remember("statements", lambda: sum(1 for _ in code.statements()))


def _statements(node: ast.stmt) -> int:
    """How many statements a statement is, those inside it counted too."""
    found, waiting = 0, [node]
    while waiting:
        one = waiting.pop()
        found += 1
        for block in ("body", "orelse", "finalbody"):
            waiting.extend(getattr(one, block, ()))
        for part in (*getattr(one, "handlers", ()), *getattr(one, "cases", ())):
            waiting.extend(part.body)
    return found


def _split(cell: CellReading) -> Fix | None:
    """A suggestion: the cell cut in two where the fewest values pass from the first part to the second."""
    line = _seam(cell)
    if line is None:
        return None
    lines = cell.code.lines
    before, first = "\n".join(lines[:line]).rstrip(), line + 1
    while not lines[first - 1].strip():
        first += 1
    edits = (InsertCell(cell.cell.id, CellKind.CODE, before), ReplaceText(cell.cell.id, Span(1, 1, first, 1), ""))
    return Fix(f"Split the cell above line {first}", edits)


def _seam(cell: CellReading) -> int | None:
    """The line behind which to cut; None where much passes everywhere or the cell is one piece."""
    body = cell.code.tree.body
    if cell.code.source.lstrip().startswith("%%"):
        return None
    counts = [_statements(node) for node in body]
    first_made, last_read = _made_and_read(cell.code)
    best: tuple[int, bool, float] | None = None
    line, done = None, 0
    for index in range(1, len(body)):
        done += counts[index - 1]
        share, end = done / sum(counts), body[index - 1].end_lineno or 0
        if not _SMALLEST_PART <= share <= 1 - _SMALLEST_PART or _start(body[index]) <= end or cell.code.span(body[index]).column > 1:
            continue
        passing = sum(made < index <= last_read.get(name, -1) for name, made in first_made.items())
        rank = (passing, bool(cell.code.lines[end].strip()), abs(share - 0.5))
        if passing <= _WIDEST_SEAM and (best is None or rank < best):
            best, line = rank, end
    return line


def _made_and_read(code: Code) -> tuple[dict[str, int], dict[str, int]]:
    """For each name the index of the first statement at the top level that binds it, and of the last that reads it."""
    starts = [_start(node) for node in code.tree.body]
    made, read = dict[str, int](), dict[str, int]()
    for name in code.nodes(ast.Name):
        index = bisect_right(starts, name.lineno) - 1
        if isinstance(name.ctx, ast.Load):
            read[name.id] = max(index, read.get(name.id, 0))
        else:
            made[name.id] = min(index, made.get(name.id, index))
    return made, read


def _start(node: ast.stmt) -> int:
    """The line on which a statement begins, its decorators included."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.decorator_list:
        return min(node.lineno, node.decorator_list[0].lineno)
    return node.lineno
