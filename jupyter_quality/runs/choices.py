"""Which cells only choose among what they read: a largest, a place, yes or no. Over other values these often give the same again."""

import ast

_CHOOSING = frozenset("max min any all argmax argmin idxmax idxmin bool isinstance".split())
_WRAPPING = frozenset("print display int float str bool round repr".split())


def only_chooses(tree: ast.Module) -> bool:
    """Whether all that a cell shows and binds is chosen from what it reads, so that another value is no evidence of another outcome."""
    chosen = set[str]()
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_choice(value, chosen):
                chosen.add(name)
            case ast.Expr(value=value) if _is_choice(value, chosen):
                pass
            case _:
                return False
    return bool(tree.body)


def _is_choice(node: ast.expr, chosen: set[str]) -> bool:
    """Whether an expression is a choice, or is worked out from choices alone."""
    match node:
        case ast.Constant() | ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Name(id=name):
            return name in chosen
        case ast.BoolOp(values=values):
            return all(_is_choice(value, chosen) for value in values)
        case ast.IfExp(body=body, orelse=other):
            return _is_choice(body, chosen) and _is_choice(other, chosen)
        case ast.JoinedStr(values=values):
            return all(_is_choice(part.value if isinstance(part, ast.FormattedValue) else part, chosen) for part in values)
        case ast.Call(func=ast.Name(id=name), args=args):
            return name in _CHOOSING or (name in _WRAPPING and bool(args) and all(_is_choice(arg, chosen) for arg in args))
        case ast.Call(func=ast.Attribute(value=value, attr=method), args=args):
            return method in _CHOOSING or method == "index" or all(_is_choice(part, chosen) for part in (value, *args))
    return False
