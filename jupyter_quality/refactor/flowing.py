"""A notebook's cells in order, with what surrounds each of their statements."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from jupyter_quality.notebook.document import Cell
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.chunks import Chunk, chunks_of
from jupyter_quality.refactor.dataflow import Flow, flow_of, why_blocked
from jupyter_quality.refactor.extract import BUILTINS, Around

MEANT_TO_RAISE = "it is meant to raise an error"
NOT_PYTHON = "it is not Python"
IN_PLAIN_TEXT = "a secret stands in it in plain text"

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_RUNS_ALONG = frozenset({"time", "capture"})
"""Cell magics whose body runs as the cell's own code would."""


@dataclass(frozen=True, slots=True)
class Import:
    """An import of one name: the line that a module needs for it."""

    name: str
    line: str


@dataclass(frozen=True, slots=True)
class Step:
    """A code cell with its chunks. `closed` says why nothing of it can be moved."""

    cell: Cell
    chunks: tuple[Chunk, ...]
    flows: tuple[Flow, ...]
    closed: str | None = None


class Flowing:
    """What stands around each statement. `stars`: module → its names that a star takes; `shown`: cell id → the variables behind it.
    `kept` says of cells why they stay as they are. `hoisted` are constants that are set before all cells."""

    def __init__(
        self,
        reading: Reading,
        stars: Mapping[str, frozenset[str]] | None = None,
        shown: Mapping[str, frozenset[str]] | None = None,
        kept: Mapping[str, str] | None = None,
    ) -> None:
        self.reading = reading
        self.stars = stars or {}
        self.shown = shown or {}
        self.kept = kept or {}
        self.hoisted: frozenset[str] = frozenset()
        self.steps = tuple(self._steps())

    def _steps(self) -> Iterator[Step]:
        for read in self.reading.cells:
            code = read.code
            chunks = chunks_of(read)
            closed = self.kept.get(read.cell.id)
            if closed is not None:
                pass
            elif code.problem is not None:
                closed = NOT_PYTHON
            elif "raises-exception" in read.cell.tags:
                closed = MEANT_TO_RAISE
            elif any(magic.is_cell and magic.name not in _RUNS_ALONG for magic in code.magics):
                closed = f"it is a cell of `%%{next(m.name for m in code.magics if m.is_cell)}`"
            elif code.translation.shifts and not code.magics:
                closed = "it holds prompts or is indented"
            flows = tuple(flow_of([chunk.statement]) for chunk in chunks)
            yield Step(read.cell, chunks, flows, closed)

    @cached_property
    def _statements(self) -> list[tuple[int, int, Flow, ast.stmt]]:
        return [
            (cell, index, flow, chunk.statement)
            for cell, step in enumerate(self.steps)
            for index, (chunk, flow) in enumerate(zip(step.chunks, step.flows, strict=True))
        ]

    @cached_property
    def _deleted(self) -> Mapping[int, set[str]]:
        """The names that each statement deletes, by its identity: it is asked for each stretch."""
        return {id(statement): _deleted(statement) for _, _, _, statement in self._statements}

    @cached_property
    def deleted(self) -> frozenset[str]:
        """The names that some statement deletes."""
        return frozenset[str]().union(*self._deleted.values())

    @cached_property
    def imports(self) -> Mapping[str, Import]:
        """Names that are bound once in the whole notebook, by a plain import; those that a star brings are among them."""
        found: dict[str, set[str]] = {}
        other: set[str] = set(self._magic_names)
        for _, _, flow, statement in self._statements:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                for name, line in self._imported(statement):
                    found.setdefault(name, set()).add(line)
            else:
                other |= flow.bound | flow.assigned_elsewhere | flow.transient
        return {name: Import(name, min(lines)) for name, lines in found.items() if len(lines) == 1 and name not in other}

    def _imported(self, statement: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield alias.asname or alias.name.partition(".")[0], f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
            return
        module = "." * statement.level + (statement.module or "")
        if module == "__future__":
            return
        for alias in statement.names:
            if alias.name == "*":
                yield from ((name, f"from {module} import {name}") for name in sorted(self.stars.get(module, ())))
            else:
                yield alias.asname or alias.name, f"from {module} import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")

    @cached_property
    def _magic_names(self) -> frozenset[str]:
        return frozenset[str]().union(*(magic.defines for read in self.reading.cells for magic in read.code.magics))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many statements bind each name, in any way."""
        found: dict[str, int] = dict.fromkeys(self._magic_names, 2)
        for _, _, flow, statement in self._statements:
            deleted = self._deleted[id(statement)]
            for name in flow.bound | flow.transient | flow.assigned_elsewhere | deleted:
                found[name] = found.get(name, 0) + 1 + (name in flow.assigned_elsewhere or name in deleted)
        return found

    @cached_property
    def definitions(self) -> Mapping[str, Chunk]:
        """Functions and classes that need nothing but imports, builtins and each other: they can stand in a module as they are."""
        found = {}
        for step in self.steps:
            for chunk in step.chunks if step.closed is None else ():
                statement = chunk.statement
                if (
                    isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                    and not chunk.is_magic
                    and self.counts[statement.name] == 1
                    and why_blocked(statement) is None
                    and _is_plain(statement)
                ):
                    found[statement.name] = chunk
        while True:
            fit = {name: chunk for name, chunk in found.items() if self._stands_alone(chunk, found)}
            if len(fit) == len(found):
                return fit
            found = fit

    def _stands_alone(self, chunk: Chunk, others: Mapping[str, Chunk]) -> bool:
        flow = flow_of([chunk.statement])
        return all(
            name in others or name in self.imports or (name in BUILTINS and name not in self.counts) for name in flow.reads | flow.captured
        )

    @cached_property
    def passing(self) -> frozenset[str]:
        """Names that nothing but loops sets, each for itself: no statement reads what another one left in them."""
        bound, other = set[str](), set[str](self._magic_names)
        for _, _, flow, statement in self._statements:
            other |= flow.reads | flow.captured | flow.worded | flow.deleted | flow.assigned_elsewhere | flow.transient
            if isinstance(statement, _LOOPS):
                bound |= flow.bound
            elif isinstance(statement, ast.With):
                handles = {part.id for item in statement.items if item.optional_vars for part in names_in(item.optional_vars)}
                bound |= handles
                other |= flow.bound - handles
            else:
                other |= flow.bound
        for read in self.reading.cells:
            for magic in read.code.magics:
                other |= magic.uses | magic.words
        return frozenset(bound - other)

    @cached_property
    def stable(self) -> frozenset[str]:
        """Names that a module can import itself."""
        return frozenset(self.imports) | frozenset(self.definitions)

    def around(self, cell: int, first: int, behind: int, moved: Sequence[tuple[int, int]] = ()) -> Around:
        """What surrounds the statements from `first` to before `behind` of a cell. `moved`: statements that already stand in functions
        with all that they capture, so that nothing in the notebook reads names for them later."""
        bound: set[str] = set()
        maybe: set[str] = set()
        elsewhere: set[str] = set()
        after: set[str] = set()
        read: set[str] = set()
        gone = set(moved)
        reach = _Reach()
        for number, index, flow, statement in self._statements:
            here = (number, index)
            if number == cell and first <= index < behind:
                continue
            elsewhere |= flow.bound
            read |= flow.reads | flow.captured | flow.worded
            if here < (cell, first):
                deleted = self._deleted[id(statement)]
                bound = (bound | set(flow.definite)) - deleted
                maybe = (maybe | set(flow.maybe) | deleted) - set(flow.definite)
                bound -= flow.transient
                reach.see(flow, keeps=here not in gone and not self._is_definition(statement))
            else:
                after |= flow.bound | flow.transient | self._deleted[id(statement)]
            after |= flow.assigned_elsewhere
        for number, step in enumerate(self.steps[: cell + 1]):
            known = self.shown.get(step.cell.id)
            if number < cell and known is not None:
                bound |= maybe & known
                maybe -= known
            defined = frozenset[str]().union(*(m.defines for m in self.reading.cells[number].code.magics)) if number < cell else frozenset()
            bound |= defined
        for number, read_cell in enumerate(self.reading.cells):
            for magic in read_cell.code.magics:
                read |= magic.uses | magic.words
                after |= magic.defines if number >= cell else frozenset()
        bound |= self.hoisted
        return Around(
            stable=self.stable,
            bound=frozenset(bound),
            maybe=frozenset(maybe - bound),
            bound_elsewhere=frozenset(elsewhere),
            bound_behind=frozenset(after - self.hoisted),
            read_elsewhere=frozenset(read),
            pinned=frozenset(reach.pinned),
            written=frozenset(reach.written),
            callers=frozenset(reach.callers),
            seers=frozenset(reach.seers),
            passing=self.passing,
            shown=self.shown.get(self.steps[cell].cell.id, frozenset()),
        )

    def _is_definition(self, statement: ast.stmt) -> bool:
        return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and statement.name in self.definitions


class _Reach:
    """Through which names a function of the notebook can be reached that reads or sets its names when it is called."""

    def __init__(self) -> None:
        self.callers: set[str] = set()
        self.pinned: set[str] = set()
        self.written: set[str] = set()
        self.seers: set[str] = set()

    def see(self, flow: Flow, *, keeps: bool) -> None:
        if keeps and flow.captured:
            self.pinned |= flow.captured
        if keeps:
            self.written |= flow.assigned_elsewhere
        if keeps and (flow.looks or flow.captured & self.seers):
            self.seers |= flow.bound
        holds = keeps and bool(flow.captured or flow.assigned_elsewhere)
        if holds or (flow.reads | flow.captured) & self.callers:
            self.callers |= flow.bound | flow.changed


def _is_plain(statement: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether making it at import does what making it in its cell does: nothing in a class body but what defines its parts."""
    if not isinstance(statement, ast.ClassDef):
        return True
    defining = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Assign, ast.AnnAssign, ast.Pass)
    return all(
        isinstance(part, defining) or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)) for part in statement.body
    )


def names_in(node: ast.AST) -> Iterator[ast.Name]:
    """The names in a node."""
    return (part for part in ast.walk(node) if isinstance(part, ast.Name))


def _deleted(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)}
