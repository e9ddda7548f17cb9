import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.notebook.document import CellKind, Span
from jupyter_quality.notebook.edit import DeleteCell, Edit, Fix, InsertCell, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.events import Kind
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.security._secrets import named_secrets, shaped_secrets, shapes_in

_CELLS = 3
_TAG = "parameters"
_ASSIGNED = re.compile(r"^[^\W\d]\w* *= *[-\"'\d]", re.MULTILINE)
_LAST_WORDS = frozenset(
    "threshold path file filename dir folder url date seed size epochs rate splits estimators clusters depth window horizon cutoff".split()
)
"""The last word of names such as `test_size`, `start_date`, `learning_rate`."""


@dataclass(frozen=True, slots=True)
class _Parameter:
    cell: CellReading
    name: str
    statement: ast.Assign


class ParametersScattered(Rule):
    """The values that steer the notebook (paths, dates, thresholds) are set in many cells.

    Whoever wants to run it for another file or another month has to find them all, and misses one. In one cell at the top, tagged
    `parameters`, they are seen at a glance, and papermill can run the notebook with other values.
    """

    severity = Severity.STYLE
    message = "{names} steer the notebook from {count} different cells; one parameters cell at the top would show them together"
    bad = (
        """
        # %%
        import pandas as pd
        # %%
        INPUT_FILE = "sales.csv"  # <-
        df = pd.read_csv(INPUT_FILE)
        # %%
        THRESHOLD = 0.75
        big = df[df["x"] > THRESHOLD]
        # %%
        start_date = "2024-01-01"
        # %%
        big[big["date"] > start_date]
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        INPUT_FILE = "sales.csv"
        # %%
        API_TOKEN = "mK3vP9xQ2wL7nR4tB8sD"
        # %%
        THRESHOLD = 0.75
        df = pd.read_csv(INPUT_FILE, storage_options={"token": API_TOKEN})
        df[df["x"] > THRESHOLD]
        """,
        """
        # %%
        import pandas as pd
        # %% tags=parameters
        INPUT_FILE = "sales.csv"
        THRESHOLD = 0.75
        start_date = "2024-01-01"
        # %%
        df = pd.read_csv(INPUT_FILE)
        df[df["x"] > THRESHOLD]
        """,
        """
        # %%
        INPUT_FILE = "sales.csv"
        df = load(INPUT_FILE)
        # %%
        THRESHOLD = 0.75
        df[df["x"] > THRESHOLD]
        """,
        """
        # %%
        x = 1
        # %%
        y = 2
        # %%
        name = "Mia"
        # %%
        print(x, y, name)
        """,
        """
        # %%
        seed = 1
        # %%
        alpha = 0.1
        fit(alpha)
        # %%
        alpha = 0.2
        fit(alpha)
        # %%
        epochs = 3
        epochs += 1
        """,
        """
        # %%
        THRESHOLD = len("computed")
        # %%
        FOLDER = THRESHOLD * "a"
        # %%
        SIZE = [1, 2]
        # %%
        print(THRESHOLD, FOLDER, SIZE)
        """,
    )
    further = "https://papermill.readthedocs.io/en/latest/usage-parameterize.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        names = frozenset(filter(_steers, reading.defined))
        if len(names) < _CELLS:
            return
        candidates = [c for c in reading.cells if not names.isdisjoint(c.names.bound) and _ASSIGNED.search(c.code.source)]
        if len(candidates) < _CELLS or any(_TAG in cell.cell.tags for cell in reading.cells):
            return
        found = [parameter for cell in candidates for parameter in _parameters(reading, cell)]
        count = len({parameter.cell.cell.id for parameter in found})
        if count >= _CELLS:
            first, *others = found
            related = [Related(other.cell.place(other.statement), f"`{other.name}`") for other in others]
            place = first.cell.place(first.statement)
            yield self.finding(place, related=related, confidence=0.7, fix=_fix(reading, found), names=_listed(found), count=count)


def _steers(name: str) -> bool:
    return name.rpartition("_")[2] in _LAST_WORDS or (name.isupper() and len(name) > 2)


def _parameters(reading: Reading, cell: CellReading) -> Iterator[_Parameter]:
    """The constants of a cell that steer: set once in the whole notebook, at a cell's top level, never changed, and used."""
    for statement in cell.code.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _steers(name) and _is_constant(value):
                binders, readers = reading.graph.binders.get(name, ()), reading.graph.readers.get(name, ())
                is_one = len(binders) == 1 and readers and _is_bound_once(cell, name) and not hasattr(builtins, name)
                if is_one and not _is_secret(cell.code.text(statement), reading.options.secret_entropy):
                    yield _Parameter(cell, name, statement)


def _is_secret(text: str, entropy: float) -> bool:
    """Whether an assignment holds a password or token: that belongs into no cell."""
    return bool(shaped_secrets(text, shapes_in(text)) or named_secrets(text, entropy))


def _is_constant(value: ast.expr) -> bool:
    if isinstance(value, ast.UnaryOp):
        value = value.operand
    return isinstance(value, ast.Constant) and isinstance(value.value, str | int | float) and not isinstance(value.value, bool)


def _is_bound_once(cell: CellReading, name: str) -> bool:
    return sum(event.name == name and event.kind in {Kind.BIND, Kind.DELETE} for event in cell.code.events) == 1


def _listed(found: list[_Parameter]) -> str:
    names = list(dict.fromkeys(f"`{parameter.name}`" for parameter in found))
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _fix(reading: Reading, found: list[_Parameter]) -> Fix | None:
    """A tagged cell at the top that holds the assignments, whole lines, in their order; None where a line holds more than one."""
    lines: list[str] = []
    edits: list[Edit] = []
    for cell in dict.fromkeys(parameter.cell for parameter in found):
        own = [parameter.statement for parameter in found if parameter.cell is cell]
        spans = [cell.code.span(statement) for statement in own]
        if cell.code.magics or any(_shares_line(cell, span) for span in spans):
            return None
        lines += [cell.code.lines[span.line - 1] for span in spans]
        is_all = len(spans) == sum(bool(line.strip()) for line in cell.code.lines)
        edits += [DeleteCell(cell.cell.id)] if is_all else [_removal(cell, span) for span in spans]
    top = InsertCell(reading.cells[0].cell.id, CellKind.CODE, "\n".join(lines), (_TAG,))
    return Fix("Gather the parameters into one cell at the top", (top, *edits), safe=True)


def _shares_line(cell: CellReading, span: Span) -> bool:
    line = cell.code.lines[span.line - 1]
    after = line[span.end_column - 1 :].strip()
    return span.line != span.end_line or span.column != 1 or bool(after and not after.startswith("#"))


def _removal(cell: CellReading, span: Span) -> ReplaceText:
    if span.line < len(cell.code.lines):
        return ReplaceText(cell.cell.id, Span(span.line, 1, span.line + 1, 1), "")
    start = (span.line - 1, len(cell.code.lines[span.line - 2]) + 1) if span.line > 1 else (1, 1)
    return ReplaceText(cell.cell.id, Span(*start, span.line, len(cell.code.lines[span.line - 1]) + 1), "")
