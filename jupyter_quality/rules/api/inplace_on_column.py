import ast
from collections.abc import Iterator

from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._frames import is_frame, values_of
from jupyter_quality.rules._rule import Rule

_OF_COLUMNS = frozenset("fillna replace clip mask where interpolate ffill bfill".split())
_OF_BOTH = frozenset("dropna drop drop_duplicates sort_values sort_index reset_index rename".split())
_CALLED_SO = frozenset("frames dfs tables datasets data_dict df_dict".split())


class InplaceOnColumn(Rule):
    """A column is changed with `inplace=True`.

    `df["age"]` hands out the column as a copy: the copy is changed and thrown away, and from pandas 3 on `df` keeps its old values
    without a word (before, it depended on circumstances). Assign the result to the column instead.
    """

    severity = Severity.WRONG
    message = "`{method}` changes a copy of `{column}` here: from pandas 3 on `{frame}` keeps its old values"
    bad = (
        """
        # %%
        df["age"].fillna(0, inplace=True)  # -> df["age"] = df["age"].fillna(0)
        df["city"].replace({"NYC": "New York"}, inplace=True)  # -> df["city"] = df["city"].replace({"NYC": "New York"})
        df[["a", "b"]].fillna(value=0, inplace=True)  # -> df[["a", "b"]] = df[["a", "b"]].fillna(value=0)
        df.loc[rows, "age"].fillna(0, inplace=True)  # -> df.loc[rows, "age"] = df.loc[rows, "age"].fillna(0)
        df[df["age"] > 3].drop("city", axis=1, inplace=True)  # <-
        """,
        """
        # %%
        import pandas as pd
        people = pd.read_csv("a.csv")
        # %%
        people.age.fillna(people.age.mean(), inplace=True)  # -> people["age"] = people.age.fillna(people.age.mean())
        people["age"].dropna(inplace=True)  # <-
        for column in ["a", "b"]:
            people[column].fillna(0, inplace=True)  # ->     people[column] = people[column].fillna(0)
        """,
    )
    good = (
        """
        # %%
        df.fillna(0, inplace=True)
        df["age"] = df["age"].fillna(0)
        frames["train"].dropna(inplace=True)
        self.frame.fillna(0, inplace=True)
        for frame in [train, test]:
            frame.drop("city", axis=1, inplace=True)
        """,
        """
        # %%
        import pandas as pd
        tables = {"train": pd.read_csv("a.csv")}
        more = [pd.read_csv("b.csv")]
        # %%
        tables["train"].fillna(0, inplace=True)
        more[0].fillna(0, inplace=True)
        """,
    )
    further = "https://pandas.pydata.org/docs/user_guide/copy_on_write.html#chained-assignment"

    def find(self, reading: Reading) -> Iterator[Finding]:
        for cell in reading.cells:
            if "inplace" in cell.code.source:
                for call in cell.code.nodes(ast.Call):
                    if isinstance(call.func, ast.Attribute) and _is_inplace(call):
                        frame = _frame_of(reading, cell, call.func.value, call.func.attr)
                        if frame is not None:
                            yield self._finding(cell, call, call.func, frame)

    def _finding(self, cell: CellReading, call: ast.Call, method: ast.Attribute, frame: ast.expr) -> Finding:
        column = cell.code.text(method.value)
        return self.finding(
            cell.place(call), method=method.attr, column=column, frame=cell.code.text(frame), fix=_fix(cell, call, method, frame)
        )


def _is_inplace(call: ast.Call) -> bool:
    return any(k.arg == "inplace" and isinstance(k.value, ast.Constant) and k.value.value is True for k in call.keywords)


def _frame_of(reading: Reading, cell: CellReading, part: ast.expr, method: str) -> ast.expr | None:
    """The frame that a part is taken of, where that part is surely a copy; None where it may be a frame in a dict or list."""
    match part:
        case ast.Subscript(value=ast.Attribute(value=frame, attr="loc" | "iloc")):
            return frame
        case ast.Subscript(value=frame, slice=ast.List() | ast.Compare()):
            return frame
        case ast.Subscript(value=ast.Name() as frame, slice=ast.Constant(value=str())) if method in _OF_COLUMNS:
            return None if _may_be_container(reading, cell, frame) else frame
        case ast.Subscript(value=frame) | ast.Attribute(value=ast.Name() as frame) if method in _OF_COLUMNS | _OF_BOTH:
            return frame if is_frame(reading, cell, frame) else None
    return None


def _may_be_container(reading: Reading, cell: CellReading, name: ast.Name) -> bool:
    """Whether a name may hold a dict of frames: one is assigned to it, or it is called so."""
    binders = [cell, *(reading.cells[index] for index in reading.graph.binders.get(name.id, ()))]
    values = [value for one in binders for value in values_of(one, name.id) if value is not None]
    return any(_makes_dict(value) for value in values) or (not values and name.id in _CALLED_SO)


def _makes_dict(value: ast.expr) -> bool:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in {"dict", "defaultdict", "OrderedDict"}
    return isinstance(value, ast.Dict | ast.DictComp)


def _fix(cell: CellReading, call: ast.Call, method: ast.Attribute, frame: ast.expr) -> Fix | None:
    statement = cell.code.parent(call)
    if not isinstance(statement, ast.Expr) or method.attr not in _OF_COLUMNS or any(isinstance(a, ast.Starred) for a in call.args):
        return None
    kept = [cell.code.text(one) for one in (*call.args, *(k for k in call.keywords if k.arg != "inplace"))]
    part = method.value
    column = f'{cell.code.text(frame)}["{part.attr}"]' if isinstance(part, ast.Attribute) else cell.code.text(part)
    text = f"{column} = {cell.code.text(part)}.{method.attr}({', '.join(kept)})"
    return Fix("Assign the column", (ReplaceText(cell.cell.id, cell.code.span(statement), text),), safe=True)
