"""One code cell of a notebook, read: its code, and its calls with imports resolved to canonical names."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from jupyter_quality.notebook.document import Cell, Place, Span
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.names import Names


@dataclass(frozen=True, slots=True)
class Call:
    """A call. `name` is canonical where an import explains it (`pandas.read_csv`), else as written (`df.head`, `fit`);
    `method` is the last part of what is called ("head"), empty where that has no name."""

    node: ast.Call
    name: str
    method: str
    imported: bool

    def keyword(self, name: str) -> ast.expr | None:
        """The value of a keyword argument."""
        return next((keyword.value for keyword in self.node.keywords if keyword.arg == name), None)

    def argument(self, position: int, keyword: str | None = None) -> ast.expr | None:
        """The argument at a position (from 0) or under a keyword; None behind a starred one."""
        before = self.node.args[: position + 1]
        if len(before) > position and not any(isinstance(argument, ast.Starred) for argument in before):
            return before[position]
        return self.keyword(keyword) if keyword else None

    @property
    def has_unpacked(self) -> bool:
        """Whether `*args` or `**kwargs` may hold further arguments."""
        return any(isinstance(a, ast.Starred) for a in self.node.args) or any(k.arg is None for k in self.node.keywords)


class CellReading:
    """A code cell with what its code says; `imports` are the names that stand for imported modules and functions in it."""

    def __init__(self, cell: Cell, code: Code, imports: Mapping[str, str]) -> None:
        self.cell = cell
        self.code = code
        self.imports = imports

    @property
    def names(self) -> Names:
        """The names of the cell's Python; `defines` and `uses` add what its magics do."""
        return self.code.names

    @cached_property
    def defines(self) -> frozenset[str]:
        """The names that the cell binds, in Python or by a magic."""
        magics = self.code.magics
        return self.names.bound.union(*(magic.defines for magic in magics)) if magics else self.names.bound

    @cached_property
    def uses(self) -> frozenset[str]:
        """The names that the cell reads, in Python or by a magic."""
        magics = self.code.magics
        return self.names.used.union(*(magic.uses for magic in magics)) if magics else self.names.used

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every call, in the order of the source."""
        return tuple(self._call(node) for node in self.code.nodes(ast.Call))

    def _call(self, node: ast.Call) -> Call:
        name = self.name_of(node.func)
        if name is not None:
            return Call(node, name, name.rpartition(".")[2], True)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        return Call(node, dotted(node.func) or method, method, False)

    def calls_of(self, *names: str) -> Iterator[Call]:
        """The calls of imported functions with these canonical names."""
        return (call for call in self.calls if call.imported and call.name in names)

    def name_of(self, node: ast.expr) -> str | None:
        """The canonical name of an expression that an import explains: `pd.read_csv` → "pandas.read_csv"; None for all others."""
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or (root := self.imports.get(node.id)) is None:
            return None
        return ".".join([root, *reversed(parts)])

    def place(self, where: ast.AST | Span) -> Place:
        """The place of a node or span of this cell."""
        return Place(self.cell.id, self.cell.number, where if isinstance(where, Span) else self.code.span(where))


def dotted(node: ast.expr) -> str | None:
    """`a.b.c` as written; None where a part is no plain name."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None
