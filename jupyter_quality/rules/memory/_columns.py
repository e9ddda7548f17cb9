"""Which columns of a frame the notebook uses, as far as the code shows it."""

import ast

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading

_LOOKS = frozenset("shape columns dtypes index head tail info describe sample memory_usage size empty ndim".split())
_METHODS = frozenset("nunique isnull isna plot values T merge join drop dropna fillna query copy apply pipe to_csv to_numpy iloc".split())


def used_columns(reading: Reading, name: str) -> tuple[str, ...] | None:
    """The columns that the notebook takes from the frame of a name, in order of use; None where it may use any of them.

    A look (`head`, `shape`, `describe`) takes none. The name must be bound just once.
    """
    if len(reading.graph.binders.get(name, ())) != 1:
        return None
    found: dict[str, None] = {}
    for index in reading.graph.readers.get(name, ()):
        cell = reading.cells[index]
        if cell.code.magics and any(name in magic.words | magic.uses for magic in cell.code.magics):
            return None
        for node in cell.code.nodes(ast.Name):
            if node.id == name and isinstance(node.ctx, ast.Load):
                columns = _taken(cell.code, node)
                if columns is None:
                    return None
                found.update(dict.fromkeys(columns))
    return tuple(found)


def _taken(code: Code, node: ast.expr) -> list[str] | None:
    """The columns that one use of a frame takes; None for any."""
    parent = code.parent(node)
    match parent:
        case ast.Subscript(slice=picked) if picked is not node:
            columns = _texts(picked)
            return columns if columns is not None else _taken_of_rows(code, parent)
        case ast.Attribute(attr="loc") if isinstance(outer := code.parent(parent), ast.Subscript):
            return _texts(outer.slice.elts[1]) if isinstance(outer.slice, ast.Tuple) and len(outer.slice.elts) == 2 else None
        case ast.Attribute(attr="groupby") if isinstance(call := code.parent(parent), ast.Call) and call.args:
            keys, values = _texts(call.args[0]), _taken(code, call)
            return None if keys is None or values is None else keys + values
        case ast.Attribute(attr=attr) if attr in _LOOKS:
            return []
        case ast.Attribute(attr=attr) if attr not in _METHODS and not isinstance(code.parent(parent), ast.Call):
            return [attr]
        case ast.Call(func=ast.Name(id="len" | "display" | "type")):
            return []
        case ast.Expr():
            return []
    return None


def _taken_of_rows(code: Code, picked: ast.Subscript) -> list[str] | None:
    """`df[mask]["a"]`: the mask's own columns are uses of their own."""
    is_mask = isinstance(picked.slice, ast.Compare | ast.BinOp | ast.UnaryOp)
    return _taken(code, picked) if is_mask and isinstance(code.parent(picked), ast.Subscript) else None


def _texts(node: ast.expr) -> list[str] | None:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.List(elts=parts) if all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts):
            return [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    return None


def bound_name(cell: CellReading, node: ast.expr) -> str | None:
    """The one name that the value of an expression is assigned to."""
    match cell.code.parent(node):
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if value is node:
            return name
    return None
