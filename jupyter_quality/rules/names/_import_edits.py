"""Taking one name out of an import statement."""

import ast

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading


def without_alias(cell: CellReading, statement: ast.Import | ast.ImportFrom, around: ast.AST, alias: ast.alias) -> Fix | None:
    """The fix that takes `alias` out of its import, the whole line with it where it is the only one.

    `around` is the node whose block holds the statement. None where a comment or a further statement on the line would suffer.
    """
    name = alias.asname or alias.name
    span = _statement_span(cell, statement) if len(statement.names) == 1 else _alias_span(cell, statement, alias)
    if span is None:
        return None
    text = "pass" if len(statement.names) == 1 and _is_alone(statement, around) else ""
    if text:
        span = cell.code.span(statement)
    return Fix(f"Remove the import of `{name}`", (ReplaceText(cell.cell.id, span, text),), safe=True)


def _is_alone(statement: ast.stmt, around: ast.AST) -> bool:
    """Whether the statement is the only one of an indented block, which cannot be empty."""
    if isinstance(around, ast.Module):
        return False
    return any(getattr(around, block, None) == [statement] for block in ("body", "orelse", "finalbody"))


def _statement_span(cell: CellReading, statement: ast.stmt) -> Span | None:
    """The statement's whole lines with their newline; None where the lines hold something else too."""
    span = cell.code.span(statement)
    lines = cell.code.lines
    around = lines[span.line - 1][: span.column - 1] + lines[span.end_line - 1][span.end_column - 1 :]
    if around.strip():
        return None
    if span.end_line < len(lines):
        return Span(span.line, 1, span.end_line + 1, 1)
    if span.line > 1:
        return Span(span.line - 1, len(lines[span.line - 2]) + 1, span.end_line, len(lines[span.end_line - 1]) + 1)
    return Span(span.line, 1, span.end_line, len(lines[span.end_line - 1]) + 1)


def _alias_span(cell: CellReading, statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> Span | None:
    index = statement.names.index(alias)
    own = cell.code.span(alias)
    if index + 1 < len(statement.names):
        after = cell.code.span(statement.names[index + 1])
        span = Span(own.line, own.column, after.line, after.column)
    else:
        before = cell.code.span(statement.names[index - 1])
        span = Span(before.end_line, before.end_column, own.end_line, own.end_column)
    return None if "#" in cell.code.text_at(span) else span
