"""Query texts: where they are handed to a database, and of which pieces they are built."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._values import function_around

_TAKES_QUERY = frozenset(
    "execute executemany executescript exec_driver_sql sql query read_sql read_sql_query fetch fetchval fetchrow".split()
)
_FUNCTIONS = frozenset(
    "pandas.read_sql pandas.read_sql_query pandas.io.sql.read_sql polars.read_database sqlalchemy.text sqlalchemy.sql.text duckdb.sql"
    " duckdb.query duckdb.execute pandas.read_gbq awswrangler.athena.read_sql_query sqlalchemy.sql.expression.text".split()
)
_PERCENT = re.compile(r"%(?:\((?P<name>\w+)\))?[-+ #0]*\d*(?:\.\d+)?[sdrif]|%%")
_BRACES = re.compile(r"\{\{|\}\}|\{(?P<field>[^{}!:]*)(?:![rsa])?(?::[^{}]*)?\}")
_VERB = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*\(?\s*(?:select\b|insert\s+(?:or\s+\w+\s+)?into\b|update\b|delete\s+from\b|with\s+\w+|create\s|drop\s|alter\s"
    r"|merge\s+into\b|replace\s+into\b|truncate\b|exec(?:ute)?\b|call\b|explain\b|show\b|describe\b|pragma\b)",
    re.IGNORECASE,
)
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Hole:
    """A place of a query's text where something else is put in: `value`, an expression of `cell`."""

    value: ast.expr
    cell: CellReading
    spec: str = ""


Piece = str | Hole


@dataclass(frozen=True, slots=True)
class Query:
    """A query's text as the notebook builds it: its pieces, the expression that builds it, and the call that hands it over."""

    pieces: tuple[Piece, ...]
    cell: CellReading
    node: ast.expr
    call: Call
    call_cell: CellReading

    @property
    def is_sql(self) -> bool:
        """Whether the text begins as SQL does."""
        return bool(_VERB.match("".join(piece if isinstance(piece, str) else "x" for piece in self.pieces)))


def has_verb(reading: Reading, *verbs: str) -> bool:
    """Whether one of these verbs, in small letters, stands somewhere in the notebook, in letters of any size."""
    source = reading.remember("source in small letters", reading.source.lower)
    return any(verb in source for verb in verbs)


def queries(cell: CellReading, constants: Constants) -> Iterator[Query]:
    """Every query that a cell hands to a database."""
    for call in cell.calls:
        if call.name in _FUNCTIONS if call.imported else call.method in _TAKES_QUERY and isinstance(call.node.func, ast.Attribute):
            text = call.argument(0) or call.keyword("sql") or call.keyword("query") or call.keyword("statement")
            if text is not None:
                home, node = _built_at(cell, text, constants)
                added = _added(cell, text) if home is cell else []
                if added:
                    pieces = [piece for part in (node, *added) for piece in _pieces(home, part, constants)]
                    yield Query(tuple(pieces), home, text, call, cell)
                else:
                    yield Query(tuple(_pieces(home, node, constants)), home, node, call, cell)


def _built_at(cell: CellReading, node: ast.expr, constants: Constants) -> tuple[CellReading, ast.expr]:
    """The expression that a name stands for, where it is bound just above in the same scope or once in the notebook."""
    if isinstance(node, ast.Call) and cell.name_of(node.func) in _FUNCTIONS and node.args:
        node = node.args[0]
    for _ in range(_DEPTH):
        if not isinstance(node, ast.Name):
            break
        found = _bound_before(cell, node) or constants.definition(cell, node, node.id)
        if found is None:
            break
        cell, node = found
    return cell, node


def _added(cell: CellReading, text: ast.expr) -> list[ast.expr]:
    """What `query += …` adds to a text before it is handed over, in the function where that happens."""
    if isinstance(text, ast.Call) and cell.name_of(text.func) in _FUNCTIONS and text.args:
        text = text.args[0]
    home = function_around(cell.code, text)
    return [
        statement.value
        for statement in cell.code.nodes(ast.AugAssign)
        if isinstance(text, ast.Name)
        and isinstance(statement.target, ast.Name)
        and statement.target.id == text.id
        and statement.lineno < text.lineno
        and function_around(cell.code, statement) is home
    ]


def _bound_before(cell: CellReading, name: ast.Name) -> tuple[CellReading, ast.expr] | None:
    """The value of the last plain assignment to a name before its use in the same cell."""
    before = [
        statement
        for statement in cell.code.nodes(ast.Assign)
        if statement.lineno < name.lineno and any(isinstance(target, ast.Name) and target.id == name.id for target in statement.targets)
    ]
    return (cell, max(before, key=lambda statement: statement.lineno).value) if before else None


def _pieces(cell: CellReading, node: ast.expr, constants: Constants, depth: int = 0) -> Iterator[Piece]:
    if depth > _DEPTH:
        yield Hole(node, cell)
        return
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            for value in values:
                if isinstance(value, ast.FormattedValue):
                    yield Hole(value.value, cell, ast.unparse(value.format_spec) if value.format_spec else "")
                else:
                    yield from _pieces(cell, value, constants, depth + 1)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _pieces(cell, left, constants, depth + 1)
            yield from _pieces(cell, right, constants, depth + 1)
        case ast.BinOp(left=left, op=ast.Mod(), right=right) if template := constants.text(*_built_at(cell, left, constants)):
            yield from _filled(template, _PERCENT, cell, list(right.elts) if isinstance(right, ast.Tuple) else [right], {})
        case ast.Call(func=ast.Attribute(attr="format", value=left), args=args, keywords=keywords) if template := constants.text(
            *_built_at(cell, left, constants)
        ):
            yield from _filled(template, _BRACES, cell, args, {keyword.arg or "": keyword.value for keyword in keywords})
        case ast.Call(func=ast.Attribute(attr="join", value=ast.Constant(value=str())), args=[joined]) if parts := _joined(
            _built_at(cell, joined, constants)[1]
        ):
            for part in parts:
                yield from _pieces(cell, part, constants, depth + 1)
        case ast.Call(func=ast.Attribute(attr="strip" | "lower" | "upper", value=inner)):
            yield from _pieces(cell, inner, constants, depth + 1)
        case ast.Call(func=function, args=[inner, *_]) if getattr(function, "attr", getattr(function, "id", "")) == "dedent":
            yield from _pieces(cell, inner, constants, depth + 1)
        case _:
            yield Hole(node, cell)


def _joined(node: ast.expr) -> list[ast.expr]:
    """The texts that `join` puts together, where they are built from others: of a comprehension, the one that stands for all."""
    match node:
        case ast.ListComp(elt=ast.JoinedStr() | ast.BinOp() as part) | ast.GeneratorExp(elt=ast.JoinedStr() | ast.BinOp() as part):
            return [part]
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
    return []


def _filled(text: str, pattern: re.Pattern[str], cell: CellReading, given: list[ast.expr], named: dict[str, ast.expr]) -> Iterator[Piece]:
    """A text with the values that `%` or `.format` put into its places."""
    position, following = 0, 0
    for match in pattern.finditer(text):
        yield text[position : match.start()]
        position = match.end()
        if match.group() in {"%%", "{{", "}}"}:
            yield match.group()[0]
            continue
        key = match[1] or ""
        index = int(key) if key.isdecimal() else following
        following += 1
        value = named.get(re.split(r"[.\[]", key)[0]) or (given[index] if index < len(given) else given[0] if given else None)
        yield Hole(value, cell, match.group()[-1] if pattern is _PERCENT else "") if value is not None else "x"
    yield text[position:]


def possible_constants(hole: Hole, constants: Constants, cells: tuple[CellReading, ...]) -> bool:
    """Whether a hole holds only constants of the notebook: folded, from a loop over constants, or handed to a function."""
    if constants.value(hole.cell, hole.value) is not None:
        return True
    if not isinstance(hole.value, ast.Name):
        return False
    source = _loop_source(hole.cell, hole.value)
    if source is not None:
        return _are_constants(hole.cell, source, constants)
    given = list(_given_to_parameter(hole, cells))
    return bool(given) and all(constants.value(cell, node) is not None for cell, node in given)


def _loop_source(cell: CellReading, name: ast.Name) -> ast.expr | None:
    """What the loop runs over that binds a name around its use."""
    parent = cell.code.parent(name)
    while parent is not None:
        loops: list[ast.AST] | list[ast.comprehension]
        loops = parent.generators if isinstance(parent, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) else [parent]
        for loop in loops:
            if isinstance(loop, ast.For | ast.comprehension) and name.id in {
                n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)
            }:
                return loop.iter
        parent = cell.code.parent(parent)
    return None


def _names_in(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def _are_constants(cell: CellReading, source: ast.expr, constants: Constants) -> bool:
    if isinstance(source, ast.Name):
        found = constants.definition(cell, source, source.id)
        if found is None:
            return False
        cell, source = found
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute) and source.func.attr in {"items", "keys", "values"}:
        return _are_constants(cell, source.func.value, constants)
    if isinstance(source, ast.Call) and getattr(source.func, "id", "") in {"range", "enumerate", "sorted", "zip"}:
        return source.func.id == "range" or all(_are_constants(cell, a, constants) for a in source.args)  # type: ignore[attr-defined]  # has an id
    parts = source.elts if isinstance(source, ast.List | ast.Tuple | ast.Set) else source.keys if isinstance(source, ast.Dict) else [None]
    inner = [part.elts if isinstance(part, ast.Tuple | ast.List) else [part] for part in parts]
    return all(part is not None and constants.value(cell, part) is not None for group in inner for part in group)


def _given_to_parameter(hole: Hole, cells: tuple[CellReading, ...]) -> Iterator[tuple[CellReading, ast.expr]]:
    """What every call in the notebook gives to the parameter that a hole is."""
    parent = hole.cell.code.parent(hole.value)
    while parent is not None and not isinstance(parent, ast.FunctionDef):
        parent = hole.cell.code.parent(parent)
    if parent is None or not isinstance(hole.value, ast.Name):
        return
    names = [argument.arg for argument in (*parent.args.posonlyargs, *parent.args.args)]
    if hole.value.id not in names:
        return
    position = names.index(hole.value.id)
    for cell in cells:
        if parent.name in cell.names.used:
            for call in cell.calls:
                given = call.argument(position, hole.value.id) if call.name == parent.name else None
                if given is not None:
                    yield cell, given
