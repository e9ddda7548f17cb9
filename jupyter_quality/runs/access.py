"""Which parts of the names it uses a cell can read: of a frame its columns, of a dict or object its constant items and attributes."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jupyter_quality.reading.code import Code
from jupyter_quality.reading.events import Event, How, Kind, root_name

_ROWS = frozenset("copy reset_index head tail sample iloc loc dropna drop_duplicates sort_index infer_objects convert_dtypes".split())
"""What gives some of a frame's rows, or all, with the same columns."""
_SHAPES = {
    "shape": "#shape",
    "columns": "#columns",
    "dtypes": "#dtypes",
    "index": "#index",
    "empty": "#len",
    "size": "#shape",
    "keys": "#columns",
}


@dataclass(frozen=True, slots=True)
class Access:
    """One use of a name. Which of these applies depends on what the name holds when the cell runs.

    `item` is a constant key that is taken from it, `attribute` one that is looked up on it, `columns` are the parts of a frame that can
    matter (None: all of them), `length` says that only its length does, `keys` that only its keys do, `store` that an item is set,
    `called` that it is called with arguments by place alone, `without` are parts that the cell itself has written before.
    """

    name: str
    node: ast.AST
    item: str | None = None
    attribute: str | None = None
    columns: tuple[str, ...] | None = None
    length: bool = False
    keys: bool = False
    store: bool = False
    called: bool = False
    without: tuple[str, ...] = ()


def accesses(code: Code, events: tuple[Event, ...] | None = None, *, inside: bool = False) -> Iterator[Access]:
    """The uses of a cell's names before the cell itself binds them. Functions that it defines are left out, lambdas are not.

    `inside`: the events are those of a function's body, so that all of them happen.
    """
    bound = set[str]()
    within: dict[str, list[_Block]] = {}
    parts: dict[str, set[str]] = {}
    for event in code.events if events is None else events:
        if (
            event.name in bound
            or _is_bound_around(code, event, within)
            or (event.deferred and not inside and _in_definition(code, event.node))
        ):
            continue
        if event.kind is Kind.USE and isinstance(event.node, ast.Name):
            own = parts.get(event.name)
            yield from _left(code, event.node, own) if own else _access(code, event.node)
        elif event.kind is Kind.USE:
            yield Access(event.name, event.node)
        elif event.kind is Kind.BIND and not event.deferred:
            if event.conditional and event.how is not How.LOOP:
                within.setdefault(event.name, []).append(_blocks(code, event.node)[0])
            else:
                bound.add(event.name)
        elif event.kind is Kind.CHANGE and not event.conditional and not event.deferred and (part := written_part(event.node)):
            parts.setdefault(event.name, set()).add(part)


_Block = tuple[ast.AST, str]
"""A compound statement and the field of it that holds a block."""


def _blocks(code: Code, node: ast.AST) -> list[_Block]:
    """The blocks that a node stands in, the innermost first."""
    found: list[_Block] = []
    parent = code.parent(node)
    while parent is not None:
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            field = next((name for name in ("body", "orelse", "finalbody", "handlers", "cases") if node in _block(parent, name)), "")
            found.append((parent, field))
        node, parent = parent, code.parent(parent)
    return found or [(code.tree, "body")]


def is_sure(code: Code, event: Event) -> bool:
    """Whether a binding happens whenever its cell runs to its end, given that its loops go round."""
    return not event.deferred and (not event.conditional or not any(isinstance(block, _CHOOSING) for block, _ in _blocks(code, event.node)))


_CHOOSING = ast.If | ast.ExceptHandler | ast.match_case | ast.Try | ast.TryStar


def _block(node: ast.AST, field: str) -> list[ast.AST]:
    block = getattr(node, field, ())
    return block if isinstance(block, list) else []


def _is_bound_around(code: Code, event: Event, within: dict[str, list[_Block]]) -> bool:
    """Whether a block that this use stands in has bound the name before."""
    bindings = within.get(event.name)
    return bindings is not None and any(block in bindings for block in _blocks(code, event.node))


def _left(code: Code, node: ast.Name, own: set[str]) -> Iterator[Access]:
    """An access behind writes to parts of the same name: these are no longer read from outside."""
    for access in _access(code, node):
        if access.item is not None and access.item in own:
            continue
        columns = None if access.columns is None else tuple(column for column in access.columns if column not in own)
        yield replace(access, columns=columns, without=tuple(sorted(own)))


def _in_definition(code: Code, node: ast.AST) -> bool:
    around = code.parent(node)
    while around is not None:
        if isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef):
            return True
        around = code.parent(around)
    return False


def written_part(node: ast.AST) -> str | None:
    """The part that an assignment to an item or attribute of a name writes whole: `['price']` of `df['price'] = …`."""
    match node:
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str() | int() as key), ctx=ast.Store()):
            return f"[{key!r}]"
        case ast.Attribute(value=ast.Name(), attr=name, ctx=ast.Store()):
            return f".{name}"
        case ast.Subscript(
            value=ast.Attribute(value=ast.Name(), attr="loc"),
            slice=ast.Tuple(elts=[ast.Slice(None, None), ast.Constant(value=str() as key)]),
        ) if isinstance(node.ctx, ast.Store):
            return f"[{key!r}]"
    return None


def is_augmented(code: Code, node: ast.AST) -> bool:
    """Whether a target is that of an augmented assignment, which reads what it then writes."""
    return isinstance(around := code.parent(node), ast.AugAssign) and around.target is node


def _access(code: Code, node: ast.Name) -> Iterator[Access]:
    parent = code.parent(node)
    match parent:
        case ast.Subscript(value=value, slice=ast.Constant(value=str() | int() as key)) if value is node:
            if isinstance(parent.ctx, ast.Store):
                yield Access(node.id, node, columns=("#index",), store=True)
            if not isinstance(parent.ctx, ast.Store) or is_augmented(code, parent):
                yield Access(node.id, node, item=f"[{key!r}]", columns=(f"[{key!r}]", "#index"))
        case ast.Subscript(value=value, ctx=ast.Store()) if value is node:
            yield Access(node.id, node, store=True)
        case ast.Attribute(value=value, attr=attribute) if value is node:
            if isinstance(parent.ctx, ast.Store) and not is_augmented(code, parent):
                return
            is_call = isinstance(around := code.parent(parent), ast.Call) and around.func is parent
            keys = attribute in {"keys", "columns"}
            yield Access(
                node.id, node, attribute=attribute, columns=_columns(code, node), keys=keys and (is_call or attribute == "columns")
            )
        case ast.Call(func=value, keywords=[]) if value is node:
            yield Access(node.id, node, called=True)
        case ast.Call(func=ast.Name(id="len"), args=[value]) if value is node:
            yield Access(node.id, node, length=True, columns=("#len",))
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[value]) if value is node:
            yield Access(node.id, node, columns=("#columns",))
        case _:
            yield Access(node.id, node, columns=_columns(code, node))


def _columns(code: Code, name: ast.Name) -> tuple[str, ...] | None:
    """The parts of a frame that can matter for what is made of it, from the methods that are called on it; None for all."""
    found: list[str] = []
    node: ast.AST = name
    while True:
        parent = code.parent(node)
        match parent:
            case ast.Subscript(value=value, slice=where) if value is node:
                if isinstance(parent.ctx, ast.Store) and not _is_at(node):
                    return None
                names = _constants(where)
                if names is not None:
                    return (*found, *names, "#index")
                if _is_at(node):
                    match where:
                        case ast.Tuple(elts=[_, which]) if (names := _constants(which)) is not None:
                            return (*found, *names, "#index")
                        case ast.Tuple() if node.attr == "loc":  # type: ignore[attr-defined]
                            return None
                node = parent
            case ast.Attribute(value=value, attr=attribute) if value is node:
                call = code.parent(parent)
                if not (isinstance(call, ast.Call) and call.func is parent):
                    if attribute in {"loc", "iloc", "at"}:
                        node = parent
                        continue
                    if attribute in _SHAPES:
                        return (*found, _SHAPES[attribute])
                    if attribute in {"T", "values", "str", "dt", "plot", "style", "ndim", "attrs", "iat"}:
                        return None
                    return (*found, f"[{attribute!r}]", "#index")
                step = _method(code, attribute, call)
                if step is None:
                    return None
                parts, ends = step
                found += parts
                if ends:
                    return tuple(found)
                node = call
            case _:
                return None


def _is_at(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"loc", "iloc", "at"}


def _method(code: Code, method: str, call: ast.Call) -> tuple[list[str], bool] | None:
    """The columns that a method of a frame looks at, and whether only these matter for what it gives; None where all may matter."""
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    if None in given:
        return None
    first = call.args[0] if call.args else None
    if method == "groupby":
        return _grouped(code, call, first if first is not None else given.get("by"))
    if method in {"pivot", "pivot_table"}:
        parts = [_constants(given[word]) for word in ("index", "columns", "values") if word in given]
        if len(parts) == 3 and all(part is not None for part in parts):
            return [name for part in parts for name in part or ()], True
        return None
    if method in {"plot", "hist", "boxplot"} or (method in {"scatter", "line", "bar", "barh"}):
        parts = [_constants(given[word]) for word in ("x", "y", "column", "by") if word in given]
        return ([name for part in parts for name in part or ()], True) if parts and all(part is not None for part in parts) else None
    if method == "value_counts" and first is not None and (names := _constants(first)) is not None:
        return list(names), True
    if method in {"sort_values", "set_index", "nlargest", "nsmallest", "drop_duplicates", "dropna"}:
        argument = {"nlargest": "columns", "nsmallest": "columns", "set_index": "keys", "sort_values": "by"}.get(method, "subset")
        which = given.get(argument)
        if which is None and call.args:
            which = call.args[1] if method in {"nlargest", "nsmallest"} and len(call.args) > 1 else call.args[0]
        names = _constants(which) if which is not None else None
        return ([*names, "#index"], False) if names is not None else None
    if method in _ROWS:
        return (["#index"], False) if method not in {"dropna", "drop_duplicates"} else None
    if method in {"itertuples", "iterrows"}:
        return None
    if method == "keys":
        return ["#columns"], True
    return None


def _grouped(code: Code, call: ast.Call, by: ast.expr | None) -> tuple[list[str], bool] | None:
    """The columns of `frame.groupby(by)[which]…`, of its `agg` over named columns, of its `size`."""
    if by is None:
        return None
    names = _constants(by)
    if names is None:
        names = _elsewhere(by)
        if names is None:
            return None
    parent = code.parent(call)
    match parent:
        case ast.Subscript(slice=which) if (columns := _constants(which)) is not None:
            return [*names, *columns, "#index"], True
        case ast.Attribute(attr="size" | "ngroups" | "ngroup" | "indices" | "groups"):
            return [*names, "#index"], True
        case ast.Attribute(attr="agg" | "aggregate"):
            outer = code.parent(parent)
            found = _aggregated(outer) if isinstance(outer, ast.Call) else None
            return ([*names, *found, "#index"], True) if found is not None else None
        case ast.Attribute(attr=attribute) if not isinstance(around := code.parent(parent), ast.Call) or around.func is not parent:
            return [*names, f"[{attribute!r}]", "#index"], True
    return None


def _elsewhere(by: ast.expr) -> tuple[str, ...] | None:
    """No columns by name where the groups are worked out: the names in that expression are uses of their own."""
    match by:
        case ast.Subscript() | ast.Call() | ast.Attribute() if root_name(by) or isinstance(by, ast.Call):
            return ()
    return None


def _aggregated(call: ast.Call) -> list[str] | None:
    """The columns in `agg({"a": …})` or `agg(total=("a", "sum"))`."""
    found: list[str] = []
    if call.args:
        match call.args:
            case [ast.Dict(keys=keys)] if not call.keywords:
                for key in keys:
                    names = _constants(key) if key is not None else None
                    if names is None:
                        return None
                    found += names
                return found
        return None
    for keyword in call.keywords:
        match keyword.value:
            case ast.Tuple(elts=[ast.Constant(value=str() as column), _]):
                found.append(f"[{column!r}]")
            case _:
                return None
    return found


def _constants(node: ast.AST) -> tuple[str, ...] | None:
    """The parts that constant column names stand for: `"a"`, `["a", "b"]`."""
    match node:
        case ast.Constant(value=str() as key):
            return (f"[{key!r}]",)
        case ast.List(elts=parts) if parts and all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts):
            return tuple(f"[{part.value!r}]" for part in parts)  # type: ignore[attr-defined]
    return None


def parameter_accesses(code: Code, function: ast.AST, parameter: str, name: str) -> list[Access] | None:
    """What a function reads of what it is given for a parameter, as accesses to `name`; None where it binds that anew."""
    found: list[Access] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == parameter:
            if not isinstance(node.ctx, ast.Load):
                return None
            found += [replace(access, name=name) for access in _access(code, node)]
    return found


def given_to(code: Code, access: Access) -> tuple[str, int | str] | None:
    """The function that a whole name is handed to, and at which place or keyword; None where it is used otherwise."""
    parent = code.parent(access.node)
    if isinstance(parent, ast.keyword) and parent.arg is not None:
        call = code.parent(parent)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            return call.func.id, parent.arg
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and access.node in parent.args:
        place = parent.args.index(access.node)
        if not any(isinstance(argument, ast.Starred) for argument in parent.args[:place]):
            return parent.func.id, place
    return None
