"""Which uses of a name only look at what it holds, so that this is afterwards what it was: `len(rows)`, `df.head()`, `df["a"].mean()`."""

import ast

from jupyter_quality.reading.code import Code

_BUILTINS = frozenset("abs all any bool display format isinstance len print repr round str sum type".split())
_METHODS = frozenset(
    """
    agg aggregate all any copy corr count cumsum describe duplicated groupby head hist idxmax idxmin info isin isna isnull keys max mean
    median memory_usage min mode nlargest notna notnull nsmallest nunique pivot_table plot quantile round sample size std sum tail
    to_string unique value_counts var
    """.split()
)
"""Methods of frames, series and arrays that give something new, or a part to be looked at."""
_MAKES_NEW = _METHODS - {"head", "tail", "groupby", "plot", "keys"}
"""Of these, the ones whose result shares no memory with what they were called on."""


def only_looks(code: Code, name: ast.Name) -> bool:
    """Whether nothing that begins with this use of a name can change an object of a library, a list or a dict that it holds."""
    node: ast.AST = name
    is_new = False
    while True:
        parent = code.parent(node)
        match parent:
            case ast.Expr() | ast.FormattedValue() | ast.BinOp() | ast.Compare() | ast.UnaryOp():
                return True
            case ast.Assign() | ast.Return() | ast.keyword():
                return is_new
            case ast.Subscript(value=value, ctx=ast.Load()) if value is node:
                node = parent
            case ast.Attribute(value=value, attr=method, ctx=ast.Load()) if value is node:
                call = code.parent(parent)
                if not isinstance(call, ast.Call) or call.func is not parent:
                    node = parent
                elif method in _METHODS and not any(word.arg in {None, "inplace", "out"} for word in call.keywords):
                    node, is_new = call, is_new or method in _MAKES_NEW
                else:
                    return False
            case ast.Call(func=ast.Name(id=function)) if node in parent.args:
                return is_new or (function in _BUILTINS and function not in code.names.bound)
            case ast.Call() if node in parent.args:
                return is_new
            case _:
                return False
