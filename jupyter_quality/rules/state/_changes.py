"""The statements of a cell that give another result each time they run."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jupyter_quality.reading.code import Code
from jupyter_quality.reading.events import root_name

_ACCUMULATE = ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow | ast.FloorDiv
_FUNCTIONS = frozenset("log log2 log10 log1p exp expm1 sqrt square".split())
_JOINING = frozenset("concat append concatenate hstack vstack".split())
_METHODS = frozenset("shift diff pct_change cumsum cumprod transpose".split())


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that changes what `name` holds; `again` says what a second run does."""

    node: ast.stmt
    name: str
    again: str


def changes_of(code: Code) -> tuple[Change, ...]:
    """The changes of a cell to names that it has not bound itself before; none under an `if` or `try`, which may guard them."""
    return code.remember("changes on each run", lambda: tuple(_changes_in(code, code.tree.body, set())))


def _changes_in(code: Code, body: Iterable[ast.stmt], own: set[str]) -> Iterator[Change]:
    for node in body:
        if isinstance(node, ast.For | ast.While | ast.With):
            own.update(_stored(node if isinstance(node, ast.With) else getattr(node, "target", node.body[0])))
            yield from _changes_in(code, node.body, own)
        elif (change := _change(code, node)) and change.name not in own:
            yield change
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            own.update(_stored(node))


def _stored(node: ast.AST) -> Iterator[str]:
    return (name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store))


def _change(code: Code, node: ast.stmt) -> Change | None:
    match node:
        case ast.AugAssign(target=target, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.Pow() | ast.FloorDiv()):
            changed, again = target, f"changes `{code.text(target)}` once more"
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="append" | "extend" | "insert", value=changed), args=[_, *_])):
            again = f"puts the same into `{code.text(changed)}` once more"
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=method, value=ast.Name() as changed)) as call) if _is_true(call, "inplace"):
            again = _again_by_method(method, call) or ""
        case ast.Delete(targets=[ast.Subscript(value=changed, slice=ast.Constant(value=str()))]):
            again = "stops with a KeyError, since what it deletes is gone by then"
        case ast.Assign(value=ast.Call(func=ast.Attribute(attr="pop", value=changed), args=[ast.Constant(value=str())])):
            again = "stops with a KeyError, since what it takes out is gone by then"
        case ast.Assign(targets=[changed], value=ast.BinOp() | ast.Subscript() | ast.Attribute() | ast.Call() as value):
            again = _again_by_value(code, changed, value)
        case _:
            return None
    root = root_name(changed)
    return Change(node, root.id, again) if again and root else None


def _again_by_value(code: Code, target: ast.expr, value: ast.expr) -> str:
    """What binding `target` to a value made of it does the second time; empty where it may well give the same."""
    match value:
        case ast.BinOp() if _accumulates(target, value):
            return f"changes `{code.text(target)}` once more"
        case ast.Subscript(value=source, slice=ast.Slice(lower=lower, upper=upper)) if _same(_unsliced(source), target):
            return f"cuts `{code.text(target)}` once more" if _is_positive(lower) or isinstance(upper, ast.UnaryOp) else ""
        case ast.Subscript(value=source, slice=ast.Constant()) if _same(source, target):
            return f"takes a part of `{code.text(target)}`, which is only that part by then"
        case ast.Attribute(value=source, attr="T") if _same(source, target):
            return f"turns `{code.text(target)}` back"
        case ast.Call(func=ast.Attribute(attr=method), args=[source, *_]) if method in _FUNCTIONS and _same(source, target):
            return f"takes the {method} of `{code.text(target)}` once more"
        case ast.Call(func=ast.Attribute(attr=method), args=[ast.List(elts=parts) | ast.Tuple(elts=parts), *_]) if method in _JOINING:
            return f"adds the same to `{code.text(target)}` once more" if any(_same(part, target) for part in parts) else ""
        case ast.Call(func=ast.Attribute(attr="merge"), args=[source, *_]) if _same(source, target):
            return f"merges the same into `{code.text(target)}` once more"
        case ast.Call(func=ast.Attribute(attr=method, value=source)) if _same(source, target):
            return _again_by_method(method, value) or _again_by_other_method(code.text(target), method, value)
    return ""


def _same(one: ast.expr, other: ast.expr) -> bool:
    """Whether two expressions are the same name, or the same constant part of it."""
    match one, other:
        case ast.Name(id=left), ast.Name(id=right):
            return left == right
        case ast.Attribute(value=inner, attr=left), ast.Attribute(value=outer, attr=right):
            return left == right and _same(inner, outer)
        case ast.Subscript(value=inner, slice=ast.Constant(value=left)), ast.Subscript(value=outer, slice=ast.Constant(value=right)):
            return left == right and _same(inner, outer)
    return False


def _again_by_method(method: str, call: ast.Call) -> str:
    """What a frame's own method does to it the second time."""
    match method:
        case "drop" if _names_columns(call) and not _has(call, "errors"):
            return "stops with a KeyError, since what it drops is gone by then"
        case "set_index" if _names_columns(call) and not _has(call, "drop"):
            return "stops with a KeyError, since the column has become the index by then"
        case "reset_index" if not _has(call, "drop"):
            return "turns the new index into one more column"
    return ""


def _again_by_other_method(target: str, method: str, call: ast.Call) -> str:
    match method:
        case "append" | "merge" | "join" if call.args:
            return f"adds the same to `{target}` once more"
        case "map" if len(call.args) == 1 and isinstance(call.args[0], ast.Dict) and _maps_elsewhere(call.args[0]):
            return f"finds none of the old values in `{target}` and leaves only missing ones"
        case _ if method in _METHODS:
            return f"takes the {method} of `{target}` once more"
    return ""


def _accumulates(target: ast.expr, value: ast.expr) -> bool:
    """Whether a value is arithmetic over `target` once and other things that do not hang on it."""
    leaves, waiting = list[ast.expr](), [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.BinOp):
            if not isinstance(node.op, _ACCUMULATE):
                return False
            waiting.extend([node.left, node.right])
        else:
            leaves.append(node)
    own = [leaf for leaf in leaves if _same(leaf, target)]
    root = root_name(target)
    others = (node for leaf in leaves if leaf not in own for node in ast.walk(leaf))
    return len(own) == 1 and root is not None and not any(isinstance(node, ast.Name) and node.id == root.id for node in others)


def _unsliced(source: ast.expr) -> ast.expr:
    return source.value if isinstance(source, ast.Attribute) and source.attr in {"iloc", "values"} else source


def _is_positive(bound: ast.expr | None) -> bool:
    return isinstance(bound, ast.Constant) and isinstance(bound.value, int) and bound.value > 0


def _names_columns(call: ast.Call) -> bool:
    """Whether a call names what it takes in plain strings; an index that is worked out again is empty the second time."""
    given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg in {"columns", "labels", "keys"})]
    parts = [part for one in given for part in (one.elts if isinstance(one, ast.List) else [one])]
    return bool(parts) and all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)


def _maps_elsewhere(mapping: ast.Dict) -> bool:
    keys = {key.value for key in mapping.keys if isinstance(key, ast.Constant)}
    values = {value.value for value in mapping.values if isinstance(value, ast.Constant)}
    return len(keys) == len(mapping.keys) and len(values) > 0 and keys.isdisjoint(values)


def _has(call: ast.Call, keyword: str) -> bool:
    return any(one.arg in {keyword, None} for one in call.keywords)


def _is_true(call: ast.Call, keyword: str) -> bool:
    return any(one.arg == keyword and isinstance(one.value, ast.Constant) and one.value.value is True for one in call.keywords)
