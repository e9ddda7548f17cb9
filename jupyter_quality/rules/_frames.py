"""Which names of a notebook surely hold pandas objects, by what they are assigned from."""

import ast

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading

_MAKERS = frozenset(
    """
    DataFrame concat merge merge_asof merge_ordered pivot pivot_table crosstab get_dummies json_normalize melt wide_to_long
    """.split()
)
_KEEPERS = frozenset(
    """
    copy dropna fillna drop drop_duplicates rename reset_index set_index sort_values sort_index head tail sample query assign astype
    merge join replace reindex round abs nlargest nsmallest interpolate ffill bfill shift filter isin where mask
    convert_dtypes infer_objects append applymap
    """.split()
)
_DEPTH = 4


def is_frame(reading: Reading, cell: CellReading, node: ast.expr, depth: int = _DEPTH) -> bool:
    """Whether an expression is a pandas DataFrame: made by pandas, or by a frame's own method, or a name that only ever holds such."""
    match node:
        case ast.Name(id=name):
            return depth > 0 and _is_frame_name(reading, cell, name, depth - 1)
        case ast.Call(func=ast.Attribute(attr=method, value=source)):
            canonical = cell.name_of(node.func)
            if canonical is not None:
                root, _, function = canonical.rpartition(".")
                return root in {"pandas", "pandas.DataFrame"} and (function in _MAKERS or function.startswith(("read_", "from_")))
            return method in _KEEPERS and is_frame(reading, cell, source, depth)
        case ast.Call():
            root, _, function = (cell.name_of(node.func) or "").rpartition(".")
            return root == "pandas" and function in _MAKERS
        case ast.Subscript(value=source, slice=ast.List() | ast.Compare()):
            return is_frame(reading, cell, source, depth)
        case ast.Subscript(value=ast.Attribute(value=source, attr="loc" | "iloc"), slice=ast.Slice() | ast.Compare()):
            return is_frame(reading, cell, source, depth)
    return False


def _is_frame_name(reading: Reading, cell: CellReading, name: str, depth: int) -> bool:
    """Whether a name is only ever bound to frames: in the cell itself where it binds it anew, else in all cells."""
    for binders in ([cell] if name in cell.defines else [], [reading.cells[index] for index in reading.graph.binders.get(name, ())]):
        values = [value for one in binders for value in values_of(one, name)]
        own = [value for value in values if value is None or not _is_made_of(value, name)]
        if own:
            return all(value is not None and is_frame(reading, cell, value, depth) for value in own)
    return False


def _is_made_of(value: ast.expr, name: str) -> bool:
    """Whether a value is a frame's method on the same name, which keeps what it is."""
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _KEEPERS:
        value = value.func.value
    return isinstance(value, ast.Name) and value.id == name


def values_of(cell: CellReading, name: str) -> list[ast.expr | None]:
    """What a cell assigns to a name; None for every binding that is no plain assignment."""
    return cell.code.remember(("values of", name), lambda: list(_values_in(cell, name)))


def _values_in(cell: CellReading, name: str) -> list[ast.expr | None]:
    found: list[ast.expr | None] = []
    for node in cell.code.nodes(ast.Name):
        if node.id == name and isinstance(node.ctx, ast.Store):
            parent = cell.code.parent(node)
            if isinstance(parent, ast.Assign) and node in parent.targets:
                found.append(parent.value)
            elif not isinstance(parent, ast.AugAssign):
                found.append(None)
    return found or [None]
