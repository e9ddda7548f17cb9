"""A cell's source cut at its top-level statements: each chunk has the comments above its statement, and the one behind it."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_quality.reading.cell import CellReading


@dataclass(frozen=True, slots=True)
class Chunk:
    """One statement with its text, as the author wrote it. `is_magic`: IPython's own syntax stands in it."""

    statement: ast.stmt
    text: str
    is_magic: bool
    is_muted: bool = False


def chunks_of(cell: CellReading) -> tuple[Chunk, ...]:
    """The chunks of a cell, which together are its source; none where it does not parse or holds no statement."""
    code = cell.code
    body = code.tree.body
    if code.problem is not None or not body:
        return ()
    magic_lines = {magic.line for magic in code.magics}
    lines = code.source.split("\n")
    found, line, column = [], 0, 0
    for index, statement in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        end_line, end = _end(statement, code.span(statement).end_column - 1)
        if statement.lineno in magic_lines or end_line in magic_lines:
            end = len(lines[end_line - 1])
        if following is not None and _first_line(following) == end_line:
            start_of_next = code.span(following).column - 1
            text = _cut(lines, line, column, end_line - 1, end)
            following_line, following_column = end_line - 1, start_of_next
        else:
            last = end_line - 1 if following is not None else len(lines) - 1
            text = _cut(lines, line, column, last, len(lines[last]))
            following_line, following_column = last + 1, 0
        magic = any(line + 1 <= number <= end_line for number in magic_lines)
        muted = lines[end_line - 1][end:].lstrip().startswith(";")
        found.append(Chunk(statement, text.strip("\n") if not magic else text, magic, muted))
        line, column = following_line, following_column
    return tuple(found)


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min((statement.lineno, *(decorator.lineno for decorator in decorators)), key=int)


def _end(statement: ast.stmt, column: int) -> tuple[int, int]:
    return statement.end_lineno or statement.lineno, column


def _cut(lines: Sequence[str], line: int, column: int, end_line: int, end_column: int) -> str:
    if line > end_line:
        return ""
    picked = list(lines[line : end_line + 1])
    picked[-1] = picked[-1][:end_column]
    picked[0] = picked[0][column:]
    return "\n".join(picked)


def indented(chunks: Sequence[Chunk], indent: str = "    ") -> Iterator[str]:
    """The lines of chunks, indented but for those inside a text of several lines."""
    for chunk in chunks:
        text = chunk.text
        inside = _inside_texts(text)
        for number, line in enumerate(text.split("\n"), 1):
            yield indent + line if line.strip() and number not in inside else line


def _inside_texts(text: str) -> set[int]:
    tree = ast.parse(text)
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))
        for line in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
    }
