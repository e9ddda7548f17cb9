"""Rows that are selected from a frame: what differs in some of its columns differs in those of the selection, and only there."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_KEEPING = frozenset("copy head tail sort_index sample".split())
"""Methods whose rows do not hang on what the columns hold."""
_BY_COLUMNS = {"sort_values": ("by", 0), "dropna": ("subset", None), "drop_duplicates": ("subset", 0)}
_BY_COLUMNS |= {"nlargest": ("columns", 1), "nsmallest": ("columns", 1)}
"""Methods whose rows hang on what some columns hold: the parameter that names these, and its place where it may come without its name."""


@dataclass(frozen=True, slots=True)
class Selection:
    """`name` is the frame; `by` are the parts that decide which rows these are, `asks` the expressions that do; `of` are the parts
    that are kept, None where all are."""

    name: str
    by: frozenset[str]
    asks: tuple[ast.expr, ...]
    of: frozenset[str] | None

    def kept(self, parts: set[str]) -> set[str]:
        """Of parts of the frame that differ, those that do so in the selection."""
        return parts if self.of is None else parts & self.of


def selection(node: ast.expr) -> Selection | None:
    """What an expression selects from a frame by rows, columns or both; None where it does something else."""
    match node:
        case ast.Name(id=name):
            return Selection(name, frozenset(), (), None)
        case ast.Subscript(value=ast.Attribute(value=value, attr="loc"), slice=ast.Tuple(elts=[rows, columns])):
            return _narrowed(_asked(selection(value), rows), _columns(columns))
        case ast.Subscript(value=ast.Attribute(value=value, attr="loc"), slice=rows):
            return _asked(selection(value), rows)
        case (
            ast.Subscript(value=ast.Attribute(value=value, attr="iloc"), slice=ast.Slice() as rows)
            | ast.Subscript(value=value, slice=ast.Slice() as rows)
        ):
            return _asked(selection(value), rows)
        case ast.Call(
            func=ast.Attribute(value=value, attr="reset_index"), args=[], keywords=[ast.keyword(arg="drop", value=ast.Constant(value=True))]
        ):
            return selection(value)
        case ast.Subscript(value=value, slice=ast.List() as columns):
            return _narrowed(selection(value), _columns(columns))
        case ast.Subscript(value=value, slice=ast.Compare() | ast.BinOp() | ast.UnaryOp() | ast.Call() as rows):
            return _asked(selection(value), rows)
        case ast.Call(func=ast.Attribute(value=value, attr="query"), args=[ast.Constant(value=str() as text)], keywords=[]):
            return _asked_in(selection(value), text)
        case ast.Call(func=ast.Attribute(value=value, attr=method)) if method in _KEEPING:
            return _asked(selection(value), *node.args, *(keyword.value for keyword in node.keywords))
        case ast.Call(func=ast.Attribute(value=value, attr=method)) if method in _BY_COLUMNS:
            return _by_columns(selection(value), method, node)
    return None


def _asked(of: Selection | None, *asks: ast.expr) -> Selection | None:
    return None if of is None else Selection(of.name, of.by, (*of.asks, *asks), of.of)


def _asked_in(of: Selection | None, text: str) -> Selection | None:
    """A selection by the text of a `query`, which names columns, and variables behind `@`."""
    try:
        tree = ast.parse(text.strip().replace("@", ""), mode="eval")
    except SyntaxError:
        return None
    if of is None or "`" in text:
        return None
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return Selection(of.name, of.by | {f"[{node.id!r}]" for node in names}, (*of.asks, *names), of.of)


def _by_columns(of: Selection | None, method: str, call: ast.Call) -> Selection | None:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    parameter, place = _BY_COLUMNS[method]
    by = given.get(parameter, call.args[place] if place is not None and len(call.args) > place else None)
    columns = None if by is None else _columns(by)
    return None if of is None or columns is None else Selection(of.name, of.by | columns, of.asks, of.of)


def _narrowed(of: Selection | None, columns: frozenset[str] | None) -> Selection | None:
    if of is None or columns is None:
        return None
    return Selection(of.name, of.by, of.asks, columns if of.of is None else columns & of.of)


def _columns(node: ast.expr) -> frozenset[str] | None:
    """The parts that a list of constant column names, or one of them, stands for."""
    match node:
        case ast.Constant(value=str() as name):
            return frozenset({f"[{name!r}]"})
        case ast.List(elts=names):
            found = frozenset(f"[{name.value!r}]" for name in names if isinstance(name, ast.Constant) and isinstance(name.value, str))
            return found if len(found) == len(names) else None
    return None


def names_in(asks: tuple[ast.expr, ...]) -> Iterator[ast.Name]:
    """The names in the expressions that decide on rows."""
    for ask in asks:
        yield from (node for node in ast.walk(ask) if isinstance(node, ast.Name))
