"""Which expressions are constants: literals, and names that the whole notebook binds just once, to a constant."""

import ast

from jupyter_quality.reading.cell import CellReading, dotted
from jupyter_quality.reading.events import Event, How, Kind
from jupyter_quality.reading.reading import Reading

Constant = str | int | float | bool
_DEPTH = 8
_PATHS = frozenset({"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.WindowsPath", "os.path.abspath", "os.fspath"})
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Constants:
    """The constants of a notebook, folded across its cells. Paths (`Path("a") / "b"`, `os.path.join`) are their text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def text(self, cell: CellReading, node: ast.expr) -> str | None:
        """The text that an expression of a cell always is; None where it is no text, or may differ."""
        value = self.value(cell, node)
        return value if isinstance(value, str) else None

    def value(self, cell: CellReading, node: ast.expr, depth: int = 0) -> Constant | None:
        """What an expression of a cell always is; None where it may differ."""
        if depth > _DEPTH:
            return None
        match node:
            case ast.Constant(value=str() | int() | float() as value):
                return value
            case ast.Name(id=name):
                found = self.definition(cell, node, name)
                return None if found is None else self.value(*found, depth + 1)
            case ast.JoinedStr(values=parts):
                return self._joined(cell, parts, depth)
            case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
                return self.value(cell, inner, depth + 1)
            case ast.BinOp(left=left, op=ast.Add() | ast.Div() as op, right=right):
                return self._both(cell, left, op, right, depth)
            case ast.Call():
                return self._path(cell, node, depth)
        return None

    def definition(self, cell: CellReading, node: ast.AST, name: str) -> tuple[CellReading, ast.expr] | None:
        """The cell and the expression that a name always stands for; None where it is bound more than once, or locally."""
        binders = self._reading.graph.binders.get(name, ())
        if len(binders) != 1 or is_local(cell, node, name):
            return None
        home = self._reading.cells[binders[0]]
        events = [event for event in home.code.events if event.name == name and event.kind in {Kind.BIND, Kind.DELETE}]
        if len(events) != 1 or not _is_plain(events[0]):
            return None
        statement = home.code.statement(events[0].node)
        if isinstance(statement, ast.Assign) and any(target is events[0].node for target in statement.targets):
            return home, statement.value
        if isinstance(statement, ast.AnnAssign) and statement.target is events[0].node and statement.value is not None:
            return home, statement.value
        return None

    def _joined(self, cell: CellReading, parts: list[ast.expr], depth: int) -> str | None:
        values = [self.value(cell, part, depth + 1) for part in parts]
        return None if None in values else "".join(map(str, values))

    def _both(self, cell: CellReading, left: ast.expr, op: ast.operator, right: ast.expr, depth: int) -> str | None:
        first, second = self.value(cell, left, depth + 1), self.value(cell, right, depth + 1)
        if not isinstance(first, str) or not isinstance(second, str):
            return None
        return first + second if isinstance(op, ast.Add) else _join(first, second)

    def _path(self, cell: CellReading, call: ast.Call, depth: int) -> str | None:
        name = cell.name_of(call.func) or dotted(call.func)
        if call.keywords or not call.args or not (name in _PATHS or name == "os.path.join"):
            return None
        parts = [self.value(cell, argument, depth + 1) for argument in call.args]
        return _join(*parts) if all(isinstance(part, str) for part in parts) else None  # type: ignore[arg-type]  # just texts


def is_local(cell: CellReading, node: ast.AST, name: str) -> bool:
    """Whether a function or comprehension around a node binds a name itself."""
    parent = cell.code.parent(node)
    while parent is not None:
        if isinstance(parent, _SCOPES) and any(_binds(inner, name) for inner in ast.walk(parent)):
            return True
        parent = cell.code.parent(parent)
    return False


def _binds(node: ast.AST, name: str) -> bool:
    return (isinstance(node, ast.arg) and node.arg == name) or (
        isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
    )


def _is_plain(event: Event) -> bool:
    return event.how is How.ASSIGN and not event.deferred and not event.conditional and isinstance(event.node, ast.Name)


def _join(*parts: str) -> str:
    """The parts of a path, joined as pathlib does."""
    whole = ""
    for part in parts:
        whole = part if not whole or part.startswith("/") else f"{whole.rstrip('/')}/{part}"
    return whole
