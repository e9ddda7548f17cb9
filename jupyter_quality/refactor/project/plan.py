"""The plan of a project: where each statement of the notebook goes, and what its cells become."""

import ast
import keyword
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jupyter_quality.notebook.document import Cell, CellKind
from jupyter_quality.refactor.chunks import Chunk
from jupyter_quality.refactor.extract import Extraction, Refusal, extract
from jupyter_quality.refactor.flowing import Flowing, Step
from jupyter_quality.refactor.naming import Taken, function_names, slug, words
from jupyter_quality.refactor.project.known import Known, KnownFunction
from jupyter_quality.refactor.project.roles import Role, changes, draws, is_shown, is_text, small_role
from jupyter_quality.refactor.verbs import module_of

FEWEST_CELLS = 2
"""Code cells that sections have, on average, where they are modules."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the package: made of statements of a cell (`extraction`), or a definition of the notebook as it stands."""

    name: str
    module: str
    cell: Cell
    text: str
    globals_: frozenset[str]
    extraction: Extraction | None = None

    @property
    def code(self) -> tuple[str, ...]:
        """The texts of the statements that it is made of; of a definition that stood in the notebook, its own."""
        return tuple(chunk.text for chunk in self.extraction.chunks) if self.extraction else (self.text,)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a cell: its role, its text in the slim notebook, and why it is kept. `shown` is a value of it that the cell shows."""

    role: Role
    text: str
    statements: int = 1
    reason: str | None = None
    function: str | None = None
    imports: tuple[str, ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class CellPlan:
    """What becomes of a code cell."""

    cell: Cell
    parts: tuple[Part, ...]

    @property
    def reason(self) -> str | None:
        """Why something of the cell is kept."""
        return next((part.reason for part in self.parts if part.role is Role.KEPT), None)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A constant that steers the notebook: its name and the text that sets it."""

    name: str
    text: str
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """Functions by module, the cells, the parameters."""

    functions: tuple[Function, ...]
    cells: tuple[CellPlan, ...]
    parameters: tuple[Parameter, ...]
    imports: Mapping[str, str] = field(default_factory=dict)

    def module(self, name: str) -> str:
        """The module that a function stands in."""
        return next(function.module for function in self.functions if function.name == name)

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules, in order of their first function."""
        return tuple(dict.fromkeys(function.module for function in self.functions))

    def count(self, *roles: Role) -> int:
        """How many statements have these roles."""
        return sum(part.statements for cell in self.cells for part in cell.parts if part.role in roles)


def plan_project(flowing: Flowing, known: Sequence[KnownFunction] = ()) -> ProjectPlan:
    """Plan a project; `known` are the functions that it had, whose names and modules it keeps where it can."""
    return _Planner(flowing, known).plan()


class _Planner:
    def __init__(self, flowing: Flowing, known: Sequence[KnownFunction]) -> None:
        self._flowing = flowing
        notebook = flowing.reading.notebook
        self._definitions = {
            name: step.cell
            for step in flowing.steps
            for chunk in step.chunks
            if isinstance(chunk.statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and (name := chunk.statement.name) in flowing.definitions
        }
        self._parameters = {p.name: p for p in self._find_parameters()}
        flowing.hoisted = frozenset(self._parameters)
        self._functions: list[Function] = []
        bound = {*flowing.counts, *flowing.imports, *flowing.definitions}
        self._known = Known(known, ([chunk.text for chunk in step.chunks] for step in flowing.steps), bound)
        self._taken = Taken(bound | self._known.names)
        self._shown = self._taken.free("shown", "value_shown")
        self._headings = _headings(notebook.cells)
        self._moved: list[tuple[int, int]] = []

    def plan(self) -> ProjectPlan:
        """Plan each cell in turn."""
        for name, chunk in self._flowing.definitions.items():
            cell = self._definitions[name]
            flow = self._flowing.steps[self._index(cell)].flows[self._flowing.steps[self._index(cell)].chunks.index(chunk)]
            globals_ = (flow.reads | flow.captured) - {name}
            module = self._known.home(name) or self._module(cell, [chunk])
            self._functions.append(Function(name, module, cell, chunk.text, globals_))
        cells = tuple(CellPlan(step.cell, tuple(self._parts(index, step))) for index, step in enumerate(self._flowing.steps))
        lines = {name: found.line for name, found in self._flowing.imports.items()}
        return ProjectPlan(tuple(_without_circles(self._functions)), cells, tuple(self._parameters.values()), lines)

    def _index(self, cell: Cell) -> int:
        return next(index for index, step in enumerate(self._flowing.steps) if step.cell.id == cell.id)

    def _find_parameters(self) -> Iterator[Parameter]:
        """Constants that are set once, at the top level of a cell, and used after that."""
        read = frozenset[str]()
        everywhere = frozenset[str]().union(*(f.reads | f.captured for step in self._flowing.steps for f in step.flows))
        for step in self._flowing.steps:
            for chunk, flow in zip(step.chunks, step.flows, strict=True):
                match chunk.statement:
                    case ast.Assign(targets=[ast.Name(id=name)], value=value) if (
                        self._flowing.counts[name] == 1
                        and name in everywhere - read
                        and not chunk.is_magic
                        and step.closed is None
                        and isinstance(constant := _constant(value), str | int | float)
                    ):
                        yield Parameter(name, chunk.text, constant)
                read |= flow.reads | flow.captured

    def _role(self, chunk: Chunk, step: Step) -> Role:
        statement = chunk.statement
        if chunk.is_magic:
            return Role.MAGIC
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            return Role.SETTING
        if isinstance(statement, ast.Import | ast.ImportFrom):
            names = {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
            if names <= self._flowing.imports.keys() | {"*"}:
                return Role.IMPORT
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and statement.name in self._flowing.definitions:
            return Role.DEFINITION
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name) and len(statement.targets) == 1:
            parameter = self._parameters.get(statement.targets[0].id)
            if parameter is not None and parameter.text == chunk.text:
                return Role.PARAMETER
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            return Role.VIEW
        is_long = statement.lineno != statement.end_lineno
        if chunk is step.chunks[-1] and is_shown(chunk) and not is_long and not changes(chunk):
            return Role.VIEW
        return Role.MOVED

    def _parts(self, index: int, step: Step) -> Iterator[Part]:
        reason = step.closed
        if not step.chunks:
            yield Part(Role.MAGIC if not step.closed else Role.KEPT, step.cell.source, 0, step.closed)
            return
        roles = [self._role(chunk, step) for chunk in step.chunks]
        if roles[-2:] == [Role.MOVED, Role.VIEW] and draws(step.chunks[-1]):
            roles[-1] = Role.MOVED
        if reason is not None:
            stays = all(role in {Role.MAGIC, Role.IMPORT, Role.VIEW} for role in roles)
            role = Role.KEPT if not stays else Role.MAGIC if Role.MAGIC in roles else Role.VIEW
            yield Part(role, step.cell.source, len(roles), reason, imports=_bound(step))
            return
        at = 0
        while at < len(roles):
            role, chunk = roles[at], step.chunks[at]
            if role is not Role.MOVED:
                if role not in {Role.DEFINITION, Role.PARAMETER}:
                    yield Part(role, chunk.text, imports=_names(chunk) if role is Role.IMPORT else ())
                else:
                    yield Part(role, "", function=getattr(chunk.statement, "name", None))
                at += 1
                continue
            behind, parts = self._run(index, step, roles, at)
            yield from parts
            at = behind

    def _run(self, index: int, step: Step, roles: Sequence[Role], first: int) -> tuple[int, list[Part]]:
        """The longest run from `first` that can be a function; what is hoisted out of it comes before."""
        aside = {Role.IMPORT, Role.DEFINITION, Role.PARAMETER}
        behind = first
        while behind < len(roles) and (roles[behind] is Role.MOVED or roles[behind] in aside):
            behind += 1
        ends = [end for end in range(behind, first, -1) if roles[end - 1] is Role.MOVED]
        if ends and ends[0] < len(roles) and ends[0] == len(roles) - 1 and roles[-1] is Role.VIEW and not is_text(step.chunks[-1]):
            picked = [chunk for chunk, role in zip(step.chunks[first:], roles[first:], strict=True) if role not in aside]
            found = self._extract(picked, index, first, len(roles), returns_value=True)
            if isinstance(found, Extraction) and not found.returns:
                return len(roles), [*self._aside(step, roles, first, len(roles)), self._function(index, step, found, first, len(roles))]
        reason = "it is not understood"
        for end in ends:
            picked = [chunk for chunk, role in zip(step.chunks[first:end], roles[first:end], strict=True) if role not in aside]
            if len(picked) == 1 and (small := small_role(picked[0])):
                return end, [*self._aside(step, roles, first, end), Part(small, picked[0].text)]
            found = self._extract(picked, index, first, end)
            if isinstance(found, Extraction):
                found = replace(found, returns_value=end == len(roles) and is_shown(step.chunks[-1]))
                return end, [*self._aside(step, roles, first, end), self._function(index, step, found, first, end)]
            reason = found.reason
        if first == len(roles) - 1 and is_shown(step.chunks[first]):
            return first + 1, [Part(Role.VIEW, step.chunks[first].text)]
        return first + 1, [Part(Role.KEPT, step.chunks[first].text, reason=reason)]

    def _extract(
        self, chunks: Sequence[Chunk], index: int, first: int, behind: int, *, returns_value: bool = False
    ) -> Extraction | Refusal:
        """A function of chunks; refused also where it would set a name for nothing, which every linter would say."""
        found = extract(chunks, self._flowing.around(index, first, behind, self._moved), returns_value=returns_value)
        if isinstance(found, Extraction) and found.idle:
            return Refusal(f"`{found.idle}` is set on some paths only, and nothing reads it")
        return found

    def _aside(self, step: Step, roles: Sequence[Role], first: int, behind: int) -> Iterator[Part]:
        for chunk, role in zip(step.chunks[first:behind], roles[first:behind], strict=True):
            if role is Role.IMPORT:
                yield Part(role, chunk.text, imports=_names(chunk))
            elif role in {Role.DEFINITION, Role.PARAMETER}:
                yield Part(role, "", function=getattr(chunk.statement, "name", None))

    def _function(self, index: int, step: Step, found: Extraction, first: int, behind: int) -> Part:
        self._moved += [(index, number) for number in range(first, behind)]
        known = self._known.take(step.cell.id, [chunk.text for chunk in found.chunks])
        heading = self._headings.get(step.cell.id, ("", ""))[1] if not any(f.cell.id == step.cell.id for f in self._functions) else ""
        name = known.name if known else self._taken.free(*function_names(found, heading))
        module = known.module if known else self._module(step.cell, found.chunks)
        function = Function(name, module, step.cell, found.body(), found.globals_, found)
        self._functions.append(function)
        shown = self._shown if found.returns_value and found.returns else ""
        return Part(Role.MOVED, found.call(name, shown), len(found.chunks), function=name, shown=shown)

    def _module(self, cell: Cell, chunks: Sequence[Chunk]) -> str:
        heading = slug(self._headings.get(cell.id, ("", ""))[0], 3)
        name = heading if heading and len(words(self._headings[cell.id][0])) <= 10 else module_of(chunks)
        return (
            name
            if name.isidentifier() and not keyword.iskeyword(name) and name not in {"test", "tests", "parameters", "import", "main"}
            else f"{name}_steps"
        )


def _headings(cells: Sequence[Cell]) -> dict[str, tuple[str, str]]:
    """Code cell → the section that it stands in, and the heading right above it. Where all headings are of one kind, each is a section;
    sections of hardly a cell are none."""
    ranks = [len(line) - len(line.lstrip("#")) for cell in cells if cell.kind is CellKind.MARKDOWN for line in _heading_lines(cell)]
    section_rank = min((rank for rank in set(ranks) if ranks.count(rank) > 1), default=min(ranks, default=1))
    found, section, near = dict[str, tuple[str, str]](), "", ""
    for cell in cells:
        if cell.kind is CellKind.MARKDOWN:
            lines = _heading_lines(cell)
            near = lines[-1].strip("# ") if lines else near
            section = next((line.strip("# ") for line in reversed(lines) if len(line) - len(line.lstrip("#")) <= section_rank), section)
        elif cell.kind is CellKind.CODE:
            found[cell.id] = (section, near)
            near = ""
    is_fine = len({section for section, _ in found.values()}) * FEWEST_CELLS > len(found)
    return {cell: ("" if is_fine else section, near) for cell, (section, near) in found.items()}


def _heading_lines(cell: Cell) -> list[str]:
    fenced, found = False, []
    for line in cell.source.split("\n"):
        fenced ^= line.startswith("```")
        if not fenced and line.startswith("#") and line.lstrip("#").startswith(" "):
            found.append(line.strip())
    return found


def _bound(step: Step) -> tuple[str, ...]:
    return tuple(name for chunk in step.chunks for name in _names(chunk))


def _names(chunk: Chunk) -> tuple[str, ...]:
    statement = chunk.statement
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        return ()
    return tuple(alias.asname or alias.name.partition(".")[0] for alias in statement.names)


def _constant(node: ast.expr) -> object:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        value = node.operand.value
        return -value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return node.value if isinstance(node, ast.Constant) else None


def _without_circles(functions: Sequence[Function]) -> Iterator[Function]:
    """The functions; where modules would import each other, the definitions all stand in one module."""
    home = {function.name: function.module for function in functions}
    needs: dict[str, set[str]] = {}
    for function in functions:
        needs.setdefault(function.module, set()).update(home[name] for name in function.globals_ if name in home)
    circular = any(_reaches(needs, module, module) for module in needs)
    for function in functions:
        yield replace(function, module="functions") if circular and function.extraction is None else function


def _reaches(needs: Mapping[str, set[str]], start: str, target: str) -> bool:
    seen: set[str] = set()
    waiting = [name for name in needs.get(start, ()) if name != start]
    while waiting:
        name = waiting.pop()
        if name == target:
            return True
        if name not in seen:
            seen.add(name)
            waiting += [other for other in needs.get(name, ()) if other != name]
    return False
