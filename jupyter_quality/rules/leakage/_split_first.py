"""The fix that splits before a transformer learns, where the notebook is straight-line between the two."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import DeleteCell, Edit, Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.events import Event, Kind, events_of
from jupyter_quality.reading.provenance.library import Role, role_of
from jupyter_quality.reading.provenance.rows import Site
from jupyter_quality.reading.reading import Reading

_IN_PLACE = re.compile(r"\bcopy\s*=(?!\s*True\b)")
_SEES_ALL = frozenset({"eval", "exec", "globals", "locals", "vars", "get_ipython"})
_PACKAGES = frozenset({"sklearn", "pandas", "matplotlib", "seaborn"})
_FUNCTIONS = frozenset("print display len range type list dict set sorted int float str round sum min max".split())
_METHODS = frozenset(
    "fit fit_transform transform astype copy head tail describe info mean median std min max sum value_counts nunique unique isna isnull "
    "ravel reshape squeeze to_numpy to_frame drop format join show".split()
)
_NEEDS_SQUARE = "KernelCenterer"


@dataclass(frozen=True, slots=True)
class _Step:
    """A statement at the top level of a cell, with what happens to the notebook's names in it."""

    cell: CellReading
    node: ast.stmt
    events: tuple[Event, ...]

    def mentions(self, name: str) -> bool:
        return any(event.name == name for event in self.events)

    def changes(self, name: str) -> bool:
        return any(event.name == name and event.kind is not Kind.USE for event in self.events)


@dataclass(frozen=True, slots=True)
class _Learning:
    """`scaled = scaler.fit_transform(data)`, or `scaler.fit(data)` and `scaled = scaler.transform(data)`, at the steps `at`.

    Where the transformer is `made` right there, `scaler` is the name that it gets.
    """

    scaler: str
    scaled: str
    data: ast.expr
    at: tuple[int, ...]
    made: ast.Call | None = None

    @property
    def sources(self) -> frozenset[str]:
        """The names in the data."""
        return frozenset(node.id for node in ast.walk(self.data) if isinstance(node, ast.Name))


@dataclass(frozen=True, slots=True)
class _Split:
    """`train, test, … = train_test_split(scaled, …)` at the step `at`; `given` is where the scaled data stand in it."""

    at: int
    given: ast.Name
    train: str
    test: str
    targets: tuple[str, ...]


def split_first(reading: Reading, fit: Site, cut: Site) -> Fix | None:
    """The split takes the data as they were, and the transformer learns from the training part right below it.

    None unless it is sure that nothing else sees the difference: all stands at the top level of cells, the scaled data go nowhere but
    into the split, the transformer is not used before it, and the data stay as they are until then.
    """
    if fit.calls or cut.calls or reading.holds(_IN_PLACE) or reading.runs_unseen_code:
        return None
    steps = _steps(reading)
    learning = _learning(steps, fit.node)
    split = _split(steps, cut.node, learning.scaled) if learning is not None else None
    if learning is None or split is None or not _is_apart(reading, steps, learning, split):
        return None
    return _fix(steps, learning, split)


def _steps(reading: Reading) -> list[_Step]:
    return [_Step(cell, node, events_of(ast.Module([node], []))) for cell in reading.cells for node in cell.code.tree.body]


def _learning(steps: list[_Step], node: ast.AST) -> _Learning | None:
    for at, step in enumerate(steps):
        match step.node:
            case ast.Assign(targets=[ast.Name(id=scaled)], value=value) if value is node:
                found = _method(value, "fit_transform")
                return _Learning(found[0], scaled, found[1], (at,)) if found is not None else _inline(value, scaled, at)
            case ast.Expr(value=value) if value is node:
                found = _method(value, "fit")
                return _with_transform(steps, at, *found) if found is not None else None
    return None


def _inline(node: ast.expr, scaled: str, at: int) -> _Learning | None:
    """`StandardScaler().fit_transform(X)`, where the transformer is made of constants only."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) as made, attr="fit_transform"),
            args=[data],
            keywords=[],
        ) if _is_plain(data):
            arguments = [*made.args, *(keyword.value for keyword in made.keywords)]
            is_constant = all(isinstance(one, ast.Constant) for one in arguments)
            return _Learning(_snake(name), scaled, data, (at,), made) if is_constant else None
    return None


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _with_transform(steps: list[_Step], at: int, scaler: str, data: ast.expr) -> _Learning | None:
    for later, step in enumerate(steps[at + 1 :], at + 1):
        match step.node:
            case ast.Assign(targets=[ast.Name(id=scaled)], value=value) if (found := _method(value, "transform")) is not None:
                if found[0] == scaler:
                    return _Learning(scaler, scaled, data, (at, later)) if ast.dump(found[1]) == ast.dump(data) else None
    return None


def _method(node: ast.expr, name: str) -> tuple[str, ast.expr] | None:
    """The receiver and the argument of `receiver.name(argument)`, where both are plain."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=receiver), attr=attr), args=[data], keywords=[]) if attr == name:
            return (receiver, data) if _is_plain(data) else None
    return None


def _is_plain(data: ast.expr) -> bool:
    """`X`, `X.values`, `df["a"]`, `df[["a", "b"]]`, `df[columns]`."""
    match data:
        case ast.Name() | ast.Attribute(value=ast.Name(), attr="values"):
            return True
        case ast.Subscript(value=ast.Name(), slice=ast.List(elts=parts)):
            return all(isinstance(part, ast.Constant) for part in parts)
        case ast.Subscript(value=ast.Name(), slice=ast.Constant() | ast.Name()):
            return True
    return False


def _split(steps: list[_Step], node: ast.AST, scaled: str) -> _Split | None:
    at = next((at for at, step in enumerate(steps) if isinstance(step.node, ast.Assign) and step.node.value is node), None)
    if at is None:
        return None
    match steps[at].node:
        case ast.Assign(targets=[ast.Tuple(elts=elements)], value=ast.Call(func=func, args=args)):
            called = steps[at].cell.name_of(func)
            targets = tuple(element.id for element in elements if isinstance(element, ast.Name))
            given = [(place, one) for place, one in enumerate(args) if isinstance(one, ast.Name) and one.id == scaled]
            is_once = sum(event.kind is Kind.USE and event.name == scaled for event in steps[at].events) == 1
            is_usual = len(elements) == len(set(targets) - {"_"}) == 2 * len(args) and not any(isinstance(one, ast.Starred) for one in args)
            if called is not None and role_of(called) is Role.SPLITS and is_usual and is_once and len(given) == 1:
                ((place, name),) = given
                return _Split(at, name, targets[2 * place], targets[2 * place + 1], targets)
    return None


def _is_apart(reading: Reading, steps: list[_Step], learning: _Learning, split: _Split) -> bool:
    """Whether nothing but the split can tell whether the transformer learns above it or below."""
    names = learning.sources | {learning.scaler, learning.scaled}
    if names & reading.possible_names or any(_SEES_ALL & cell.names.used for cell in reading.cells) or learning.scaler in split.targets:
        return False
    first, last = learning.at[0], learning.at[-1]
    between = [step for at, step in enumerate(steps[: split.at]) if at > first and at not in learning.at]
    return (
        last < split.at
        and _is_made_here(steps, learning, split)
        and _is_for_split_only(steps, learning, split)
        and all(_is_calm(reading, step) and not any(step.changes(name) for name in learning.sources) for step in between)
        and not any(step.cell.code.magics for step in steps[first : split.at + 1])
    )


def _is_made_here(steps: list[_Step], learning: _Learning, split: _Split) -> bool:
    """Whether the transformer is a known one, and is used for nothing before the split but to learn and transform."""
    if learning.made is not None:
        return _is_known(steps[learning.at[0]], learning.made) and not any(step.mentions(learning.scaler) for step in steps)
    used = [at for at, step in enumerate(steps[: split.at + 1]) if step.mentions(learning.scaler)]
    if len(used) != len(learning.at) + 1 or tuple(used[1:]) != learning.at:
        return False
    made = steps[used[0]]
    match made.node:
        case ast.Assign(targets=[ast.Name()], value=ast.Call() as call):
            return _is_known(made, call)
    return False


def _is_known(step: _Step, made: ast.Call) -> bool:
    called = step.cell.name_of(made.func) or ""
    is_learning = called.startswith("sklearn.") and role_of(called) in {Role.LEARNS, Role.COUNTS_WORDS}
    return is_learning and not called.endswith(_NEEDS_SQUARE)


def _is_for_split_only(steps: list[_Step], learning: _Learning, split: _Split) -> bool:
    """Whether the scaled data are read by the split alone; above, the same name may have stood for the data themselves."""
    first, name = learning.at[0], learning.scaled
    above, below = steps[:first], steps[split.at + 1 :]
    between = [step for at, step in enumerate(steps[: split.at]) if at > first and at not in learning.at]
    if any(event.deferred and event.name == name for step in steps for event in step.events):
        return False
    is_free_above = name in learning.sources or not any(step.mentions(name) for step in above)
    is_free_below = name in split.targets or not any(step.mentions(name) for step in below)
    return is_free_above and is_free_below and not any(step.mentions(name) for step in between)


def _is_calm(reading: Reading, step: _Step) -> bool:
    """Whether a statement surely changes no data: an import, a definition, or one that binds or shows what harmless calls give."""
    match step.node:
        case ast.Import() | ast.ImportFrom():
            return all(alias.name != "*" for alias in step.node.names)
        case ast.FunctionDef(decorator_list=[], args=arguments):
            return not any(isinstance(node, ast.Call) for node in ast.walk(arguments))
        case ast.Assign(targets=targets):
            are_names = all(isinstance(part, ast.Name | ast.Tuple | ast.expr_context) for one in targets for part in ast.walk(one))
        case ast.Expr():
            are_names = True
        case _:
            return False
    nodes = list(ast.walk(step.node))
    has_effects = any(isinstance(node, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom) for node in nodes)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return are_names and not has_effects and all(_is_harmless(reading, step.cell, call) for call in calls)


def _is_harmless(reading: Reading, cell: CellReading, call: ast.Call) -> bool:
    if any(keyword.arg in {None, "inplace", "out"} for keyword in call.keywords):
        return False
    if (name := cell.name_of(call.func)) is not None:
        return name.partition(".")[0] in _PACKAGES and not name.endswith(".eval")
    match call.func:
        case ast.Name(id=function):
            return function in _FUNCTIONS and function not in reading.defined
        case ast.Attribute(attr=method):
            return method in _METHODS
    return False


def _fix(steps: list[_Step], learning: _Learning, split: _Split) -> Fix | None:
    removed: dict[str, list[tuple[int, int]]] = {}
    cells = {step.cell.cell.id: step.cell for step in steps}
    for step in (steps[at] for at in learning.at):
        if (lines := _own_lines(step)) is None:
            return None
        removed.setdefault(step.cell.cell.id, []).append(lines)
    below = steps[split.at]
    if (lines := _own_lines(below)) is None:
        return None
    edits = [edit for cell_id, many in removed.items() for edit in _without(cells[cell_id], many)]
    data = steps[learning.at[0]].cell.code.text(learning.data)
    if data != learning.scaled:
        edits.append(ReplaceText(below.cell.cell.id, below.cell.code.span(split.given), data))
    end = len(below.cell.code.lines[lines[1] - 1]) + 1
    scaler = learning.scaler
    added = "" if learning.made is None else f"\n{scaler} = {steps[learning.at[0]].cell.code.text(learning.made)}"
    added += f"\n{split.train} = {scaler}.fit_transform({split.train})\n{split.test} = {scaler}.transform({split.test})"
    edits.append(ReplaceText(below.cell.cell.id, Span(lines[1], end, lines[1], end), added))
    return Fix(f"Split first, and let `{scaler}` learn from the training part", tuple(edits), safe=True)


def _own_lines(step: _Step) -> tuple[int, int] | None:
    """The first and last line of a statement; None where another shares them."""
    span = step.cell.code.span(step.node)
    rest = step.cell.code.lines[span.end_line - 1][span.end_column - 1 :].strip()
    return (span.line, span.end_line) if span.column == 1 and (not rest or rest.startswith("#")) else None


def _without(cell: CellReading, removed: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """The edits that take lines out of a cell, and the whole cell where nothing is left of it."""
    lines = cell.code.lines
    gone = {line for first, last in removed for line in range(first, last + 1)}
    if not cell.cell.tags and not any(text.strip() for line, text in enumerate(lines, 1) if line not in gone):
        yield DeleteCell(cell.cell.id)
        return
    for first in sorted(line for line in gone if line - 1 not in gone):
        last = next(line for line in range(first, len(lines) + 1) if line + 1 not in gone)
        if last < len(lines):
            yield ReplaceText(cell.cell.id, Span(first, 1, last + 1, 1), "")
        else:
            start = (first - 1, len(lines[first - 2]) + 1) if first > 1 else (1, 1)
            yield ReplaceText(cell.cell.id, Span(*start, last, len(lines[-1]) + 1), "")
