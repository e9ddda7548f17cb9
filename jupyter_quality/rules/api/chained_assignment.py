import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._frames import is_frame, values_of
from jupyter_quality.rules._rule import Rule

_CHAINED = re.compile(r"\][ \t]*(?:\[[^\n]*\]|\.\w+)[ \t]*[-+*/|&]?=(?!=)")


_ASKING = frozenset("isna isnull notna notnull isin between duplicated eq ne gt lt ge le contains startswith endswith".split())


class ChainedAssignment(Rule):
    """A part of a part of a frame is set: `df[rows]["column"] = value`.

    The first pair of brackets makes a copy, and the copy is set, then thrown away: `df` stays as it was, from pandas 3 on without a
    word. `df.loc[rows, "column"] = value` picks rows and column at once, and sets the frame itself.
    """

    severity = Severity.WRONG
    message = "this sets a copy of `{frame}`, which is thrown away: `{frame}` itself does not change"
    bad = (
        """
        # %%
        df[df["price"] < 0]["price"] = 0  # -> df.loc[df["price"] < 0, "price"] = 0
        df.loc[df["price"] < 0]["price"] += 1  # -> df.loc[df["price"] < 0, "price"] += 1
        df[(df.a > 1) & (df.b < 2)]["c"] = "x"  # -> df.loc[(df.a > 1) & (df.b < 2), "c"] = "x"
        df[df["a"].isna()].a = 0  # <-
        """,
        """
        # %%
        import pandas as pd
        sales = pd.read_csv("a.csv")
        # %%
        sales["price"][sales["price"] < 0] = 0  # -> sales.loc[sales["price"] < 0, "price"] = 0
        sales.iloc[0]["price"] = 0  # <-
        sales["price"][3] = 0  # -> sales.loc[3, "price"] = 0
        """,
        """
        # %%
        import pandas as pd
        sales = pd.read_csv("a.csv").dropna()
        rows = sales["price"] < 0
        # %%
        sales[rows]["price"] = 0  # -> sales.loc[rows, "price"] = 0
        """,
    )
    good = (
        """
        # %%
        settings = {"a": {}}
        settings["a"]["b"] = 1
        frames["train"]["price"] = 0
        images["cat"][images["cat"] > 5] = 0
        matrix[0][1] = 2
        image[:, :, 0][image[:, :, 0] > 5] = 0
        by_name[name]["count"] += 1
        """,
        """
        # %%
        df.loc[df["price"] < 0, "price"] = 0
        df["ratio"] = df[df["a"] > 1]["b"]
        df["text"].iloc[0]
        assert df["a"][0] == 1
        fig.axes[0].title = "a"
        """,
        """
        # %%
        import pandas as pd
        tables = {name: pd.read_csv(name) for name in names}
        tables["a"]["price"] = 0
        sales = pd.read_csv("a.csv")
        sales = {"a": sales}
        sales["a"]["b"] = 1
        """,
    )
    further = "https://pandas.pydata.org/docs/user_guide/copy_on_write.html#chained-assignment"

    def find(self, reading: Reading) -> Iterator[Finding]:
        for cell in reading.cells:
            if "]" in cell.code.source and _may_chain(cell.code):
                for target in _targets(cell.code):
                    if (found := _chain(reading, cell, target)) is not None:
                        frame, fixed = found
                        yield self.finding(cell.place(target), frame=cell.code.text(frame), fix=_fix(cell, target, fixed))


def _may_chain(code: Code) -> bool:
    return code.holds(_CHAINED)


def _targets(code: Code) -> Iterator[ast.expr]:
    """What the statements of a cell set."""
    for node in code.nodes(ast.Assign):
        yield from node.targets
    for augmented in code.nodes(ast.AugAssign):
        yield augmented.target


def _chain(reading: Reading, cell: CellReading, target: ast.expr) -> tuple[ast.expr, str | None] | None:
    """The frame of which a copy is set, and the target as it should be; None for a target that is none such."""
    text = cell.code.text
    match target:
        case ast.Subscript(value=ast.Subscript(value=source, slice=rows), slice=ast.Constant(value=str()) as column):
            frame = _frame_behind(source)
            if _is_mask(rows) or (_is_mask_name(reading, cell, rows) and is_frame(reading, cell, frame)):
                return frame, f"{text(frame)}.loc[{text(rows)}, {text(column)}]"
            is_row = frame is not source and isinstance(rows, ast.Constant | ast.UnaryOp)
            return (frame, None) if is_row and is_frame(reading, cell, frame) else None
        case ast.Attribute(value=ast.Subscript(value=source, slice=rows), attr=column) if _is_mask(rows) and column not in {"loc", "iloc"}:
            return _frame_behind(source), None
        case ast.Subscript(value=ast.Subscript(value=frame, slice=ast.Constant(value=str()) as column), slice=rows):
            is_pick = _is_mask(rows) or isinstance(rows, ast.Constant)
            return (frame, f"{text(frame)}.loc[{text(rows)}, {text(column)}]") if is_pick and is_frame(reading, cell, frame) else None
    return None


def _frame_behind(source: ast.expr) -> ast.expr:
    return source.value if isinstance(source, ast.Attribute) and source.attr in {"loc", "iloc"} else source


def _is_mask(node: ast.expr) -> bool:
    """Whether an expression says yes or no for each row, as no key of a dict does."""
    match node:
        case ast.Compare(ops=ops):
            return not any(isinstance(op, ast.In | ast.NotIn | ast.Is | ast.IsNot) for op in ops)
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr(), right=right):
            return _is_mask(left) or _is_mask(right)
        case ast.UnaryOp(op=ast.Invert()):
            return True
        case ast.Call(func=ast.Attribute(attr=method)):
            return method in _ASKING
    return False


def _is_mask_name(reading: Reading, cell: CellReading, node: ast.expr) -> bool:
    """Whether a name only ever holds such an answer for each row."""
    if not isinstance(node, ast.Name):
        return False
    binders = [cell] if node.id in cell.defines else [reading.cells[index] for index in reading.graph.binders.get(node.id, ())]
    values = [value for one in binders for value in values_of(one, node.id)]
    return bool(values) and all(value is not None and _is_mask(value) for value in values)


def _fix(cell: CellReading, target: ast.expr, fixed: str | None) -> Fix | None:
    if fixed is None:
        return None
    return Fix("Pick rows and column at once", (ReplaceText(cell.cell.id, cell.code.span(target), fixed),), safe=True)
