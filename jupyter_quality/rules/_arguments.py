"""Edits of a call's arguments."""

import ast

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import ReplaceText
from jupyter_quality.reading.cell import CellReading


def with_argument(cell: CellReading, call: ast.Call, text: str) -> ReplaceText:
    """The edit that gives a call one more argument, behind its last."""
    arguments = [cell.code.span(node) for node in (*call.args, *call.keywords)]
    if arguments:
        line, column = max((span.end_line, span.end_column) for span in arguments)
        return ReplaceText(cell.cell.id, Span(line, column, line, column), f", {text}")
    end = cell.code.span(call)
    return ReplaceText(cell.cell.id, Span(end.end_line, end.end_column - 1, end.end_line, end.end_column - 1), text)


def says_no(node: ast.expr | None) -> bool:
    """Whether an argument is `False`, `None` or 0."""
    return isinstance(node, ast.Constant) and not node.value
