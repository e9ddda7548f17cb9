"""Which cells only choose among what they read: a largest, a place, yes or no. Over other values these often give the same again."""

import ast
import builtins
from collections.abc import Collection

_CHOOSING = frozenset("max min any all argmax argmin idxmax idxmin bool isinstance".split())
_WRAPPING = frozenset("print display int float str bool round repr".split())


def only_chooses(tree: ast.Module, differing: Collection[str] = ()) -> bool:
    """Whether all that a cell shows and binds is chosen from the names that differ: another value then says little of the outcome."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if not used.issuperset(differing):
        differing = ()
    chosen = set[str]()
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_choice(value, chosen, differing):
                chosen.add(name)
            case ast.Expr(value=value) if _is_choice(value, chosen, differing):
                pass
            case _:
                return False
    return bool(tree.body)


def _is_choice(node: ast.expr, chosen: set[str], differing: Collection[str]) -> bool:
    """Whether an expression is a choice, or is worked out from choices alone and from what does not differ."""

    def is_choice(part: ast.expr) -> bool:
        return _is_choice(part, chosen, differing)

    if _is_settled(node, differing):
        return True
    match node:
        case ast.Constant() | ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Name(id=name):
            return name in chosen
        case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return all(map(is_choice, parts))
        case ast.IfExp(body=body, orelse=other):
            return is_choice(body) and is_choice(other)
        case ast.JoinedStr(values=values):
            return all(is_choice(part.value if isinstance(part, ast.FormattedValue) else part) for part in values)
        case ast.Call(func=ast.Name(id=name), args=args):
            return name in _CHOOSING or (name in _WRAPPING and bool(args) and all(map(is_choice, args)))
        case ast.Call(func=ast.Attribute(value=value, attr=method), args=args, keywords=named):
            return method in _CHOOSING or method == "index" or all(map(is_choice, (value, *args, *(keyword.value for keyword in named))))
        case ast.Subscript(value=ast.Attribute(attr="index"), slice=ast.Constant() | ast.Slice()):
            return True
        case ast.Subscript(slice=ast.Tuple(elts=[place, ast.Constant()]) | place):
            return _is_one_place(place) and is_choice(place)
    return False


def _is_one_place(node: ast.expr) -> bool:
    """Whether an expression chooses one place, and not one for each group."""
    calls = [inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    names = {call.id if isinstance(call, ast.Name) else getattr(call, "attr", "") for call in calls}
    return not names.isdisjoint(_CHOOSING) and "groupby" not in names


def _is_settled(node: ast.expr, differing: Collection[str]) -> bool:
    """Whether no name in an expression differs, nor any that a function of the notebook could read."""
    for inner in ast.walk(node):
        match inner:
            case ast.Call(func=ast.Name(id=name)) if not hasattr(builtins, name):
                return False
            case ast.Name(id=name) if not differing or name in differing:
                return False
    return True
