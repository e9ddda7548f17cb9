"""Which columns of a frame can matter for what is made of it, from the methods that are called on it."""

import ast

from jupyter_quality.reading.code import Code
from jupyter_quality.reading.events import root_name

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


def columns_of(code: Code, name: ast.Name) -> tuple[str, ...] | None:
    """The parts of a frame that can matter for what is made of it, from the methods that are called on it; None for all."""
    found: list[str] = []
    made = set[str]()
    node: ast.AST = name

    def with_those(*parts: str) -> tuple[str, ...]:
        return (*found, *(part for part in parts if part not in made))

    while True:
        parent = code.parent(node)
        match parent:
            case ast.Subscript(value=value, slice=where) if value is node:
                if isinstance(parent.ctx, ast.Store) and not _is_at(node):
                    return None
                names = _constants(where)
                if names is not None:
                    return with_those(*names, "#index")
                if _is_at(node):
                    match where:
                        case ast.Tuple(elts=[_, which]) if (names := _constants(which)) is not None:
                            return with_those(*names, "#index")
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
                        return with_those(_SHAPES[attribute])
                    if attribute in {"T", "values", "str", "dt", "plot", "style", "ndim", "attrs", "iat"}:
                        return None
                    return with_those(f"[{attribute!r}]", "#index")
                step = _method(code, attribute, call)
                if step is None:
                    return None
                parts, ends = step
                found = list(with_those(*parts))
                if ends:
                    return tuple(found)
                if attribute == "assign":
                    made |= {f"[{keyword.arg!r}]" for keyword in call.keywords}
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
        if "values" in given and len(parts) > 1 and all(part is not None for part in parts):
            return [*(name for part in parts for name in part or ()), "#index"], True
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
    if method == "assign":
        return _assigned(call)
    if method in _ROWS:
        return (["#index"], False) if method not in {"dropna", "drop_duplicates"} else None
    if method in {"itertuples", "iterrows"}:
        return None
    if method == "keys":
        return ["#columns"], True
    return None


def _assigned(call: ast.Call) -> tuple[list[str], bool] | None:
    """The columns that the functions in `assign(total=lambda d: d["a"] + d["b"])` take; other expressions are uses of their own."""
    found: list[str] = []
    for keyword in call.keywords:
        match keyword.value:
            case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=parameter)]), body=body):
                items = [node for node in ast.walk(body) if isinstance(node, ast.Subscript) and _is_name(node.value, parameter)]
                names = [_constants(item.slice) for item in items]
                if None in names or sum(_is_name(node, parameter) for node in ast.walk(body)) != len(items):
                    return None
                found += [name for part in names for name in part or ()]
            case ast.Lambda() | ast.Name() | ast.Attribute():
                return None
    return found, False


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


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
