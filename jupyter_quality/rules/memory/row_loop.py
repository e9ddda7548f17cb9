import ast
from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import behind, functions

_REDUCED = frozenset("head tail nlargest nsmallest sample value_counts describe agg aggregate mean sum count size corr limit".split())
_PURE = frozenset(
    "abs round float int len min max str bool sum sqrt log log2 log10 log1p exp pow floor ceil append isnull isna notnull".split()
)
_PURE_MODULES = ("numpy.", "math.", "pandas.isn", "pandas.notn")
_ALLOWED = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.If, ast.Continue, ast.Pass)


class RowLoop(Rule):
    """A loop over the rows of a frame only calculates.

    `iterrows` makes a Series of each row, and turns whole numbers into decimal ones where a column holds such. On 100,000 rows a loop
    that adds up `a * b` took 1.2 s, `(df["a"] * df["b"]).sum()` 0.2 ms. Write it over columns: `df["a"] * df["b"]`, `.sum()`, `np.where`.
    """

    severity = Severity.STYLE
    message = "this loop goes through `{frame}` row by row only to calculate{instead}"
    bad = (
        """
        # %%
        import pandas as pd
        raw = pd.read_csv("clicks.csv")
        # %%
        n = 0
        for i, r in raw.iterrows():  # <-
            n += r["clicks"]
        """,
        """
        # %%
        totals = []
        for _, row in orders.iterrows():  # <-
            totals.append(row["price"] * row["quantity"])
        orders["total"] = totals
        # %%
        for index, row in orders.iterrows():  # <-
            if row.price > 100:
                orders.loc[index, "dear"] = 1
            else:
                orders.at[index, "dear"] = 0
        # %%
        for i in range(len(orders)):  # <-
            orders.loc[i, "tax"] = orders.loc[i, "price"] * 0.19
        # %%
        costs = [row["price"] * 0.2 for _, row in orders.iterrows()]  # <-
        # %%
        dear = 0
        for _, row in orders.iterrows():  # <-
            if row["price"] > 100:
                dear += 1
        # %%
        def with_tax(price, rate=0.19):
            return round(price * (1 + rate), 2)
        gross = []
        for _, row in orders.iterrows():  # <-
            gross.append(with_tax(row["price"]) + row["shipping"])
        """,
    )
    good = (
        """
        # %%
        for i, r in raw.head(5).iterrows():
            total += r["clicks"]
        for i, r in raw.nlargest(3, "clicks").iterrows():
            total += r["clicks"]
        for name, row in raw.groupby("team").agg("sum").iterrows():
            total += row["clicks"]
        """,
        """
        # %%
        for i, row in stations.iterrows():
            folium.Marker([row["lat"], row["lon"] + 0.1]).add_to(m)
            print(row["name"], row["lat"] * 2)
        for _, row in edges.iterrows():
            graph.add_edge(row["a"], row["b"], weight=row["n"] / 2)
        for _, row in people.iterrows():
            send(row["mail"])
            n += 1
        text = ""
        for _, row in people.iterrows():
            text += row["name"] + ", "
        """,
        """
        # %%
        balance = 100
        for _, row in rates.iterrows():
            balance = balance * (1 + row["rate"]) - row["fee"]
        names = {}
        for _, row in people.iterrows():
            names[row["id"]] = row["name"]
        """,
        """
        # %%
        import pandas as pd
        few = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
        for _, row in few.iterrows():
            n += row["a"]
        for i in range(len(words)):
            words[i] = words[i] * 2
        for i in range(matrix.shape[0]):
            matrix.iloc[i, i] = 0
        top = sales.sort_values("n").tail(10)
        for _, row in top.iterrows():
            n += row["n"]
        """,
    )
    further = "https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.iterrows.html"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not _may_loop(reading.source):
            return
        for cell in (cell for cell in reading.cells if _may_loop(cell.code.source)):
            for loop in cell.code.nodes(ast.For):
                frame = _frame_of(loop.target, loop.iter)
                if frame is not None and _only_calculates(reading, cell, loop, frame) and not _is_small(reading, cell, frame[0]):
                    yield self._finding(cell, loop, frame[0], loop.body)
            for listed in cell.code.nodes(ast.ListComp):
                frame = _frame_of(listed.generators[0].target, listed.generators[0].iter)
                if frame is not None and _is_sum(listed.elt, frame) and not _is_small(reading, cell, frame[0]):
                    yield self._finding(cell, listed, frame[0], [])

    def _finding(self, cell: CellReading, loop: ast.AST, frame: ast.expr, body: list[ast.stmt]) -> Finding:
        text = cell.code.text(frame)
        match body:
            case [ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=ast.Subscript(slice=ast.Constant(value=str(column))))]:
                instead = f"; `{name} += {text}[{column!r}].sum()` is the same"
            case _:
                instead = "; over whole columns it is far faster"
        return self.finding(cell.place(loop), frame=text, instead=instead)


def _may_loop(source: str) -> bool:
    return "iterrows()" in source or ".shape[0])" in source or "range(len(" in source


def _frame_of(target: ast.expr, source: ast.expr) -> tuple[ast.expr, str] | None:
    """The frame that a loop goes through row by row, and the name that stands for the row or its number."""
    match target, source:
        case ast.Tuple(elts=[_, ast.Name(id=row)]), ast.Call(func=ast.Attribute(value=frame, attr="iterrows")):
            return frame, row
        case ast.Name(id=row), ast.Call(func=ast.Name(id="range"), args=[ast.Call(func=ast.Name(id="len"), args=[frame])]):
            return frame, row
        case ast.Name(id=row), ast.Call(func=ast.Name(id="range"), args=[ast.Subscript(value=ast.Attribute(value=frame, attr="shape"))]):
            return frame, row
    return None


def _only_calculates(reading: Reading, cell: CellReading, loop: ast.For, frame: tuple[ast.expr, str]) -> bool:
    statements = [node for node in ast.walk(loop) if isinstance(node, ast.stmt) and node is not loop]
    is_plain = all(isinstance(node, _ALLOWED) or _is_append(node) for node in statements)
    if not is_plain or not all(
        _is_pure(reading, cell, node) for node in ast.walk(loop) if isinstance(node, ast.Call) and node is not loop.iter
    ):
        return False
    has_item = any(_has_item(node, ast.unparse(frame[0]), frame[1]) for node in _read(loop))
    return has_item and not _is_carried(loop) and any(_is_sum(node, frame) for node in statements)


def _read(loop: ast.For) -> Iterator[ast.expr]:
    """What the turns of a loop read: values and conditions, not what they set."""
    for node in ast.walk(loop):
        match node:
            case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.Expr(value=value) | ast.If(test=value):
                yield value


def _is_append(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and getattr(node.value.func, "attr", "") == "append"


def _is_pure(reading: Reading, cell: CellReading, call: ast.Call, depth: int = 2) -> bool:
    """Whether a call only calculates: a known one, or one of a function of the notebook that does nothing else."""
    name = cell.name_of(call.func)
    if name is not None:
        return name.startswith(_PURE_MODULES)
    called = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if called in _PURE:
        return True
    home, function = functions(reading).get(called, (cell, None))
    if function is None or not depth:
        return False
    statements = [node for node in ast.walk(function) if isinstance(node, ast.stmt) and node is not function]
    return all(isinstance(node, (*_ALLOWED, ast.Return)) or _is_docstring(node) for node in statements) and all(
        _is_pure(reading, home, node, depth - 1) for node in ast.walk(function) if isinstance(node, ast.Call)
    )


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_carried(loop: ast.For) -> bool:
    """Whether a turn reads what an earlier turn assigned, other than by adding up: such a loop is no column operation."""
    assigned = {
        target.id: node
        for node in ast.walk(loop)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    first: dict[str, ast.AST] = {}
    for node in ast.walk(ast.Module(body=loop.body, type_ignores=[])):
        if isinstance(node, ast.Name) and node.id in assigned:
            before = first.get(node.id)
            if before is None or _order(node) < _order(before):
                first[node.id] = node
    return any(isinstance(node.ctx, ast.Load) or _reads(assigned[name], name) for name, node in first.items() if isinstance(node, ast.Name))


def _order(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _reads(statement: ast.Assign, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement.value))


def _is_sum(node: ast.AST, frame: tuple[ast.expr, str]) -> bool:
    """Whether a statement or value calculates with an item of the row, or writes one to the frame."""
    source, row = ast.unparse(frame[0]), frame[1]
    match node:
        case ast.AugAssign(value=value, op=ast.Add() | ast.Sub() | ast.Mult()):
            return not _is_text(value)
        case ast.Assign(targets=[ast.Subscript(value=ast.Attribute(value=target, attr="loc" | "at" | "iloc" | "iat"))]):
            return ast.unparse(target) == source
        case ast.If() | ast.For():
            return False
    return any(
        (isinstance(inner, ast.BinOp) and not isinstance(inner.op, ast.Mod) and _has_item(inner, source, row) and not _is_text(inner))
        for inner in ast.walk(node)
    )


def _is_text(node: ast.AST) -> bool:
    return any(
        isinstance(inner, ast.JoinedStr) or (isinstance(inner, ast.Constant) and inner.value in {" ", "", "_", "-", ", "})
        for inner in ast.walk(node)
    )


def _has_item(node: ast.AST, source: str, row: str) -> bool:
    """`row["a"]`, `row.a`, `df.loc[i, "a"]`, `df["a"][i]`, `df.iloc[i]["a"]`."""
    for inner in ast.walk(node):
        match inner:
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str())) if name == row:
                return True
            case ast.Attribute(value=ast.Name(id=name)) if name == row:
                return True
            case ast.Subscript(
                value=ast.Attribute(value=frame, attr="loc" | "at" | "iloc" | "iat")
                | ast.Subscript(value=frame, slice=ast.Constant(value=str()))
            ) if ast.unparse(frame) == source:
                return any(isinstance(part, ast.Name) and part.id == row for part in ast.walk(inner.slice))
    return False


def _is_small(reading: Reading, cell: CellReading, frame: ast.expr) -> bool:
    """Whether a frame is known to have few rows: cut, aggregated, or written out in the notebook."""
    for _ in range(8):
        cell, frame = behind(reading, cell, frame)
        match frame:
            case ast.Call(func=ast.Attribute(attr=method)) if method in _REDUCED:
                return True
            case ast.Call(args=[ast.Dict() | ast.List() | ast.ListComp(), *_]) if cell.name_of(frame.func) == "pandas.DataFrame":
                return True
            case ast.Call(func=ast.Attribute(value=inner)) | ast.Attribute(value=inner) if (
                not isinstance(inner, ast.Name) or inner.id not in cell.imports
            ):
                frame = inner
            case ast.Subscript(slice=ast.Slice(upper=ast.Constant())):
                return True
            case ast.Subscript(value=inner):
                frame = inner
            case _:
                return False
    return False
