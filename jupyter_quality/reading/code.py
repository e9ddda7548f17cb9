"""The Python of one cell: a pure function of its source, each part worked out when it is first asked for."""

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import TypeVar, cast

from jupyter_quality.notebook.dialect import Translation, is_automagic, translate
from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.magics import Magic
from jupyter_quality.reading.events import Event, Passing, children_of, events_of, passing
from jupyter_quality.reading.names import NO_NAMES, Names, names_of

Node = TypeVar("Node", bound=ast.AST)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell is not Python: the parser's message and where it stopped."""

    message: str
    span: Span


class Code:
    """One cell's source, read.

    Where it does not parse, `problem` says why, `names` are empty and `tree` has no statements.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.translation = Translation(source)
        self.names: Names = NO_NAMES
        self.problem: Problem | None = None
        self._remembered: dict[object, object] = {}
        self._held: dict[tuple[str, int], bool] = {}
        try:
            if is_automagic(source):
                raise SyntaxError
            self.names = names_of(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self._read_dialect()

    def _read_dialect(self) -> None:
        self.translation = translate(self.source)
        try:
            self.names = names_of(self.translation.python)
        except SyntaxError as error:
            self.problem = Problem(error.msg or "invalid syntax", self._span_of_error(error))
        except (ValueError, RecursionError, MemoryError) as error:
            self.problem = Problem(str(error) or "too deeply nested", Span(1, 1, 1, 1))

    @property
    def magics(self) -> tuple[Magic, ...]:
        """The magics and shell commands, in order."""
        return self.translation.magics

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of the Python text. Positions in it become places in the source by `span`."""
        if self.problem is not None:
            return ast.Module(body=[], type_ignores=[])
        with warnings.catch_warnings(action="ignore", category=SyntaxWarning):
            return ast.parse(self.translation.python)

    def remember(self, key: object, work_out: Callable[[], Answer]) -> Answer:
        """What `work_out` says of this code; asked once for each key."""
        if key not in self._remembered:
            self._remembered[key] = work_out()
        answer: Answer = self._remembered[key]  # type: ignore[assignment]  # a key stands for one kind of answer
        return answer

    def holds(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern is found in the source; looked for once."""
        key = (pattern.pattern, pattern.flags)  # a pattern itself is hashed by its machine code, each time
        found = self._held.get(key)
        if found is None:
            found = self._held[key] = pattern.search(self.source) is not None
        return found

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happens to the notebook's names, in order of evaluation."""
        return events_of(self.tree)

    @cached_property
    def passing(self) -> Passing:
        """What of the events matters to other cells."""
        return passing(self.events)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the source."""
        return tuple(self.source.split("\n"))

    @cached_property
    def _python_lines(self) -> list[str]:
        return self.translation.python.split("\n")

    @cached_property
    def _index(self) -> tuple[dict[type[ast.AST], list[ast.AST]], dict[ast.AST, ast.AST]]:
        by_type: dict[type[ast.AST], list[ast.AST]] = {}
        parents: dict[ast.AST, ast.AST] = {}
        stack: list[ast.AST] = [self.tree]
        while stack:
            node = stack.pop()
            by_type.setdefault(type(node), []).append(node)
            children = children_of(node)
            for child in children:
                parents[child] = node
            children.reverse()
            stack += children
        return by_type, parents

    def nodes(self, *types: type[Node]) -> Iterator[Node]:
        """The tree's nodes of these types; those of one type in the order of the source."""
        by_type = self._index[0]
        for wanted in types:
            for node in by_type.get(wanted, ()):
                yield cast("Node", node)

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node around a node; None for the module."""
        return self._index[1].get(node)

    def statements(self) -> Iterator[tuple[ast.stmt, ast.AST]]:
        """Every statement with the node whose block it stands in, without a look into expressions."""
        stack: list[tuple[ast.stmt, ast.AST]] = [(statement, self.tree) for statement in reversed(self.tree.body)]
        while stack:
            statement, around = stack.pop()
            yield statement, around
            for block in ("handlers", "cases"):
                for part in getattr(statement, block, ()):
                    stack.extend((inner, part) for inner in reversed(part.body))
            for block in ("finalbody", "orelse", "body"):
                stack.extend((inner, statement) for inner in reversed(getattr(statement, block, ())))

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that a node stands in."""
        current: ast.AST | None = node
        while current is not None and not isinstance(current, ast.stmt):
            current = self._index[1].get(current)
        if current is None:
            raise ValueError("the node stands in no statement of this cell")
        return current

    def span(self, node: ast.AST) -> Span:
        """The stretch of the cell's source that a node of the tree covers."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end_line, end_column = getattr(node, "end_lineno", None) or line, getattr(node, "end_col_offset", None)
        start = self._column(line, column)
        return Span(line, start, end_line, start + 1 if end_column is None else self._column(end_line, end_column))

    def text(self, node: ast.AST) -> str:
        """The source text of a node, as the author wrote it."""
        return self.text_at(self.span(node))

    def text_at(self, span: Span) -> str:
        """The source text of a span."""
        lines = list(self.lines[span.line - 1 : span.end_line])
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return "\n".join(lines)

    def comment_below(self, node: ast.AST) -> str:
        """The lines of comment right below a statement, as where its author noted what it printed; empty where there are none."""
        below = self.lines[self.span(self.statement(node)).end_line :]
        return "\n".join(line.strip().lstrip("#").strip() for line in takewhile(lambda line: line.lstrip().startswith("#"), below))

    def line_span(self, line: int) -> Span:
        """A whole line of the source, without its indent."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Span(line, len(text) - len(text.lstrip()) + 1, line, len(text) + 1)

    def _column(self, line: int, offset: int) -> int:
        """The column in the source, in characters from 1, of a UTF-8 offset in a line of the Python text."""
        text = self._python_lines[line - 1] if line <= len(self._python_lines) else ""
        column = offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))
        return self.translation.column(line, column + 1)

    def _span_of_error(self, error: SyntaxError) -> Span:
        line = min(max(error.lineno or 1, 1), len(self._python_lines))
        column = self.translation.column(line, max(error.offset or 1, 1))
        return Span(line, column, line, column + 1)


def read_codes(sources: Iterable[str]) -> list[Code]:
    """The code of each source; the same object for the same source, as long as it is remembered."""
    with warnings.catch_warnings(action="ignore", category=SyntaxWarning):
        return [_read(source) for source in sources]


@lru_cache(maxsize=2048)
def _read(source: str) -> Code:
    return Code(source)
