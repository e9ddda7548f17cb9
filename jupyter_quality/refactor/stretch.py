"""A stretch of a cell as a function in the notebook: what it takes and gives, and the edit that puts a call in its place."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jupyter_quality.notebook.document import Cell, Place, Span
from jupyter_quality.notebook.edit import ReplaceText
from jupyter_quality.refactor.chunks import Chunk
from jupyter_quality.refactor.extract import Extraction, Refusal, extract
from jupyter_quality.refactor.flowing import Flowing
from jupyter_quality.refactor.naming import title

_SHOWS_NOTHING = frozenset({"print", "show", "display"})
_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Statements `first` to before `behind` of the cell at `index` of those that Flowing has."""

    index: int
    first: int
    behind: int


class Stretches:
    """The stretches of a notebook that may become functions."""

    def __init__(self, flowing: Flowing) -> None:
        self.flowing = flowing

    def chunks(self, stretch: Stretch) -> tuple[Chunk, ...]:
        """The statements of a stretch."""
        return self.flowing.steps[stretch.index].chunks[stretch.first : stretch.behind]

    def cell(self, stretch: Stretch) -> Cell:
        """The cell of a stretch."""
        return self.flowing.steps[stretch.index].cell

    def runs(self, index: int) -> Iterator[Stretch]:
        """The longest stretches of a cell without imports, definitions, magics, and the value that the cell shows at its end."""
        step, first = self.flowing.steps[index], 0
        if step.closed is not None:
            return
        for at, chunk in enumerate((*step.chunks, None)):
            if chunk is None or self._stays(chunk, at == len(step.chunks) - 1):
                if at > first:
                    yield Stretch(index, first, at)
                first = at + 1

    def _stays(self, chunk: Chunk, is_last: bool) -> bool:
        return chunk.is_magic or isinstance(chunk.statement, _DEFINING) or (is_last and shows(chunk))

    def extracted(self, stretch: Stretch) -> Extraction | Refusal:
        """The function that a stretch makes: of what it sets it gives back only what is read elsewhere."""
        around = self.flowing.around(stretch.index, stretch.first, stretch.behind)
        found = extract(self.chunks(stretch), around)
        if isinstance(found, Refusal):
            return found
        reading = self.flowing.reading
        if reading.runs_unseen_code:
            return found
        needed = around.read_elsewhere | reading.possible_names | self.flowing.deleted
        flow, returns = found.flow, tuple(name for name in found.returns if name in needed)
        kept = flow.reads | flow.captured | flow.worded | set(returns)
        return replace(found, returns=returns, parameters=tuple(name for name in found.parameters if name in kept))

    def span(self, stretch: Stretch) -> Span | None:
        """Its whole lines, the comments above it included; None where it shares a line with what surrounds it."""
        step = self.flowing.steps[stretch.index]
        lines = step.cell.source.split("\n")
        chunks = self.chunks(stretch)
        start = first_line(chunks[0].statement) - lines_above(chunks[0])
        end = chunks[-1].statement.end_lineno or chunks[-1].statement.lineno
        if stretch.behind == len(step.chunks):
            end = len(lines)
        before = step.chunks[stretch.first - 1].statement.end_lineno if stretch.first else 0
        behind = first_line(step.chunks[stretch.behind].statement) if stretch.behind < len(step.chunks) else len(lines) + 1
        return Span(start, 1, end, len(lines[end - 1]) + 1) if (before or 0) < start and end < behind else None

    def place(self, stretch: Stretch) -> Place:
        """Where its first statement stands."""
        cell, statement = self.cell(stretch), self.chunks(stretch)[0].statement
        return Place(
            cell.id, cell.number, Span(statement.lineno, 1, statement.lineno, len(cell.source.split("\n")[statement.lineno - 1]) + 1)
        )

    def call(self, stretch: Stretch, text: str) -> ReplaceText | None:
        """The edit that puts a text in a stretch's place."""
        span = self.span(stretch)
        return None if span is None else ReplaceText(self.cell(stretch).id, span, text)


def shows(chunk: Chunk) -> bool:
    """Whether a cell that ends with this statement shows its value."""
    statement = chunk.statement
    if not isinstance(statement, ast.Expr) or chunk.is_muted:
        return False
    func = statement.value.func if isinstance(statement.value, ast.Call) else None
    name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    return name not in _SHOWS_NOTHING


def function_text(found: Extraction, name: str, said: str) -> str:
    """The definition of a function; `said` is what its docstring says, by default its name in words."""
    head = f"def {name}({', '.join(found.parameters)}):"
    return f'{head}\n    """{title(said or name)}."""\n{found.body()}'


def call_text(found: Extraction, name: str, other: Mapping[str, str] | None = None) -> str:
    """The call of a function, with other names in place of its own where these are given."""
    names = other or {}
    call = f"{name}({', '.join(names.get(one, one) for one in found.parameters)})"
    return f"{', '.join(names.get(one, one) for one in found.returns)} = {call}" if found.returns else call


def line_count(chunks: Sequence[Chunk]) -> int:
    """How many lines of code there are in statements."""
    return sum(1 for chunk in chunks for line in chunk.text.split("\n") if line.strip() and not line.lstrip().startswith("#"))


def first_line(statement: ast.stmt) -> int:
    """The line in its cell that a statement begins in, its decorators included."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min((statement.lineno, *(decorator.lineno for decorator in decorators)))


def lines_above(chunk: Chunk) -> int:
    """How many lines of a chunk's text stand above its statement."""
    rows = chunk.text.lstrip("\n").split("\n")
    return next((number for number, row in enumerate(rows) if row.strip() and not row.lstrip().startswith("#")), 0)
