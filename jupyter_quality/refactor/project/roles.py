"""What becomes of a statement, by what it is alone: a step that moves, or a view that belongs to the notebook."""

import ast
from enum import StrEnum

from jupyter_quality.refactor.chunks import Chunk
from jupyter_quality.refactor.dataflow import flow_of

_SILENT = frozenset({"print", "show", "display", "savefig", "tight_layout", "close", "seed", "commit"})
"""Calls whose value is None, so that a cell that ends with them shows none."""

_DRAWING = frozenset(
    "legend grid title suptitle xlabel ylabel xlim ylim xticks yticks axhline axvline axis text annotate colorbar set set_title set_xlabel "
    "set_ylabel set_xlim set_ylim set_xticks set_yticks set_xticklabels plot scatter bar barh hist errorbar fill_between imshow".split()
)
"""Methods of axes, and functions of pyplot, that add to the drawing which is open."""


class Role(StrEnum):
    """What becomes of a statement."""

    IMPORT = "import"
    DEFINITION = "definition"
    PARAMETER = "parameter"
    SETTING = "setting"
    VIEW = "view"
    MAGIC = "magic"
    MOVED = "moved"
    KEPT = "kept"


def small_role(chunk: Chunk) -> Role | None:
    """What a statement alone is that would make no function worth its name: a one-line view, a literal, a `del`."""
    statement = chunk.statement
    one_line = statement.lineno == statement.end_lineno
    if isinstance(statement, ast.Expr) and one_line and isinstance(statement.value, ast.Call) and (_is_silent(chunk) or draws(chunk)):
        return Role.VIEW
    if isinstance(statement, ast.Assign) and one_line and isinstance(statement.value, ast.Constant):
        return Role.SETTING
    if isinstance(statement, ast.Assign) and ast.unparse(statement.value).startswith("os.environ["):
        return Role.SETTING
    return Role.SETTING if isinstance(statement, ast.Pass | ast.Delete) else None


def is_shown(chunk: Chunk) -> bool:
    """Whether a statement is an expression whose value a cell shows that ends with it."""
    return isinstance(chunk.statement, ast.Expr) and not _is_silent(chunk)


def changes(chunk: Chunk) -> bool:
    """Whether an expression does something to what it is called on: a step, though it shows a value."""
    return isinstance(chunk.statement, ast.Expr) and bool(flow_of([chunk.statement]).changed)


def draws(chunk: Chunk) -> bool:
    """Whether an expression adds to a drawing that is there."""
    value = chunk.statement.value if isinstance(chunk.statement, ast.Expr) else None
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _DRAWING


def _is_silent(chunk: Chunk) -> bool:
    """Whether an expression at a cell's end shows nothing by its value."""
    value = chunk.statement.value if isinstance(chunk.statement, ast.Expr) else None
    if chunk.is_muted:
        return True
    func = value.func if isinstance(value, ast.Call) else None
    name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    return name in _SILENT


def is_text(chunk: Chunk) -> bool:
    """Whether a statement is nothing but a constant."""
    return isinstance(chunk.statement, ast.Expr) and isinstance(chunk.statement.value, ast.Constant)
