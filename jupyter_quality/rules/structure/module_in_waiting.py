import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.notebook.document import CellKind, Span
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.graph import Edge
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.structure._prose import is_short

_FEWEST_CELLS, _FEWEST_STEPS, _FEWEST_DEFINITIONS, _FEWEST_LINES = 3, 8, 4, 25
_WIDEST = 3
"""Names that may pass into steps, and out of them."""
_INSIDE = 2
"""Names that stay inside for each that passes."""
_SHARED = 0.2
"""The share of these that cells elsewhere may bind too."""
_TOGETHER, _TOGETHER_WITHOUT_HEADING = 0.5, 0.8
"""The share of cells on which what is handed on is built: in a section, and in cells that only stand behind one another."""
_MOST_CELLS = 15
_LARGEST_SHARE = 0.6
_HEADING = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]+\S", re.MULTILINE)
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


_LOOK = "\n".join(f"# %%\nprint(clean[:{number}])" for number in range(8))
_STEPS = f"""
# %%
import numpy as np
raw = np.array([1.0, 2.0, 9.0])
# %% [markdown]
## Clean
# %%
low = raw.min()  # <-
high = raw.max()
scaled = (raw - low) / (high - low)
# %%
middle = np.median(scaled)
away = np.abs(scaled - middle)
limit = away.mean() * 3
kept = away < limit
# %%
share = kept.mean()
clean = scaled[kept] * share
# %% [markdown]
## Look
{_LOOK}
"""
_BODY = "\n".join(f"    rows = rows + {number}" for number in range(6))
_FUNCTIONS = (
    "# %%\nraw = 1\n"
    + "\n".join(f"# %%\ndef step_{number}(rows):{'  # <-' if number == 0 else ''}\n{_BODY}\n    return rows" for number in range(4))
    + "\n"
    + "\n".join(f"# %%\nprint(step_{number % 4}({number}))" for number in range(8))
)


class ModuleInWaiting(Rule):
    """Cells that belong together would make a module.

    Several functions that need nothing of the notebook, or steps that take few names and hand few on while many stay between them:
    that is what a module is. In a file of its own the code can be tested, and imported by the next notebook; here it can only be copied.
    `jupyter quality project` moves a whole notebook, the suggestions in the panel one thing at a time.
    """

    severity = Severity.STYLE
    message = "{cells} would make a module: {why}"
    bad = (_STEPS, _FUNCTIONS)
    good = (
        _STEPS.replace("# <-", "").replace("clean[", "scaled, kept, limit, clean["),
        _STEPS.replace("# <-", "").replace("print(clean", "low = high = away = clean; print(low"),
        _STEPS.replace("# <-", "").partition("print(clean[:2")[0],
        _FUNCTIONS.replace("# <-", "").replace("return rows", "return raw"),
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        if is_short(reading):
            return
        taken = -1
        for stretch in sorted([*_definitions(reading), *_steps(reading)], key=lambda one: one.first):
            if stretch.first > taken:
                taken = stretch.behind - 1
                cells = reading.cells[stretch.first : stretch.behind]
                numbers = [cell.cell.number for cell in cells]
                named = f"cell {numbers[0]}" if len(numbers) == 1 else f"cells {numbers[0]} to {numbers[-1]}"
                yield self.finding(cells[0].place(_top(cells[0])), cells=named, why=stretch.why)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Code cells from `first` up to `behind`, by index, and what makes them a module."""

    first: int
    behind: int
    why: str
    width: float = 0


def _definitions(reading: Reading) -> Iterator[_Stretch]:
    """Cells behind one another that only define, and whose functions use no variable of the notebook."""
    functions = {node.name for cell in reading.cells for node in cell.code.tree.body if isinstance(node, _Definition)}
    variables = reading.defined - functions - reading.imports.keys()
    first: int | None = None
    found: list[_Definition] = []
    for index in range(len(reading.cells) + 1):
        here = _defined(reading.cells[index], variables) if index < len(reading.cells) else []
        if here:
            first = index if first is None else first
            found += [node for node in here if not isinstance(node.body[-1], ast.Pass)]
            continue
        if (
            first is not None
            and len(found) >= _FEWEST_DEFINITIONS
            and sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in found) >= _FEWEST_LINES
        ):
            yield _Stretch(first, index, f"{len(found)} functions and classes that use no variable of the notebook")
        first, found = None, []


def _defined(cell: CellReading, variables: frozenset[str]) -> list[_Definition]:
    """What a cell defines that does nothing else; nothing where it needs a variable of the notebook."""
    body = [node for node in cell.code.tree.body if not isinstance(node, ast.Import | ast.ImportFrom) and not _is_text(node)]
    found = [node for node in body if isinstance(node, _Definition)]
    return found if len(found) == len(body) and not cell.code.magics and variables.isdisjoint(cell.uses) else []


def _steps(reading: Reading) -> Iterator[_Stretch]:
    """The narrowest stretches of steps, none of which overlap."""
    into, out_of = _passing(reading)
    found = [
        stretch
        for first, behind, share in _candidates(reading)
        if (stretch := _step(reading, into, out_of, first, behind, share)) is not None
    ]
    taken: set[int] = set()
    for stretch in sorted(found, key=lambda one: (one.width, one.first - one.behind)):
        cells = set(range(stretch.first, stretch.behind))
        if taken.isdisjoint(cells):
            taken |= cells
            yield stretch


def _candidates(reading: Reading) -> Iterator[tuple[int, int, float]]:
    """The sections of headings; where there are none, each few cells behind one another. With each, how many cells must work together."""
    starts, count = [], 0
    for cell in reading.notebook.cells:
        if cell.kind is CellKind.CODE:
            count += 1
        elif cell.kind is CellKind.MARKDOWN and (found := _HEADING.findall(cell.source)):
            starts.append((count, min(map(len, found))))
    for at, (first, rank) in enumerate(starts):
        yield first, next((start for start, other in starts[at + 1 :] if other <= rank), count), _TOGETHER
    if not starts:
        for first in range(count):
            for behind in range(first + _FEWEST_CELLS, min(first + _MOST_CELLS, count) + 1):
                yield first, behind, _TOGETHER_WITHOUT_HEADING


def _passing(reading: Reading) -> tuple[list[list[Edge]], list[list[Edge]]]:
    """The edges into each cell, and out of each, but for what is imported."""
    into: list[list[Edge]] = [[] for _ in reading.cells]
    out_of: list[list[Edge]] = [[] for _ in reading.cells]
    for edge in reading.graph.edges:
        if edge.name not in reading.imports:
            into[edge.reader].append(edge)
            out_of[edge.source].append(edge)
    return into, out_of


def _step(reading: Reading, into: list[list[Edge]], out_of: list[list[Edge]], first: int, behind: int, share: float) -> _Stretch | None:
    cells = reading.cells[first:behind]
    if not _FEWEST_CELLS <= len(cells) <= min(_MOST_CELLS, _LARGEST_SHARE * len(reading.cells)) or any(cell.code.problem for cell in cells):
        return None
    takes = {edge.name for edges in into[first:behind] for edge in edges if edge.source < first}
    gives = {edge.name for edges in out_of[first:behind] for edge in edges if edge.reader >= behind}
    if not gives or len(gives) > _WIDEST or len(takes) > _WIDEST:
        return None
    inside = frozenset[str]().union(*(cell.defines for cell in cells)) - reading.imports.keys() - takes - gives
    own = {name for name in inside | gives if all(first <= index < behind for index in reading.graph.writers[name])}
    if not gives <= own or len(inside - own) > _SHARED * len(inside):
        return None
    steps = [sum(map(_is_step, cell.code.tree.body)) for cell in cells]
    if len(inside) < _INSIDE * len(takes | gives) or sum(steps) < _FEWEST_STEPS or sum(map(bool, steps)) < _FEWEST_CELLS:
        return None
    if len(_built_on(reading, into, gives, range(first, behind))) < share * len(cells):
        return None
    made = f"they make {_listed(gives)}{f' of {_listed(takes)}' if takes else ''}"
    return _Stretch(first, behind, f"{made}, and {len(inside)} other names stay between them", len(takes | gives) / len(inside))


def _built_on(reading: Reading, into: list[list[Edge]], names: set[str], cells: range) -> set[int]:
    """The cells of a stretch that make names, and those whose values go into them."""
    waiting = [index for name in names for index in reading.graph.writers[name] if index in cells]
    found: set[int] = set()
    while waiting:
        index = waiting.pop()
        if index not in found:
            found.add(index)
            waiting += [edge.source for edge in into[index] if edge.source in cells]
    return found


def _is_step(node: ast.stmt) -> bool:
    return not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _listed(names: set[str]) -> str:
    *others, last = (f"`{name}`" for name in sorted(names))
    return f"{', '.join(others)} and {last}" if others else last


def _top(cell: CellReading) -> Span:
    return cell.code.line_span(cell.code.tree.body[0].lineno) if cell.code.tree.body else Span(1, 1, 1, 1)
