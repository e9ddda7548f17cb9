import ast
import re
from collections.abc import Iterator, Mapping

from jupyter_quality.notebook.edit import Fix
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.constants import is_local
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._rule import Rule

_CLOCKS = frozenset(
    """
    datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today
    pandas.Timestamp.now pandas.Timestamp.today pandas.Timestamp.utcnow pandas.datetime.now pandas.datetime.today
    """.split()
)
_CONVERTERS = frozenset({"pandas.to_datetime", "pandas.Timestamp", "numpy.datetime64"})
_MAY_MATTER = re.compile(r"(?:now|today)\(|[\"'](?:now|today)[\"']")
_BOUNDS = frozenset("start end start_date end_date since until from_date to_date fromdate todate min_date max_date as_of asof".split())
_RANGES = frozenset({"date_range", "bdate_range", "period_range", "DataReader", "between", "truncate", "get_data_yahoo", "fillna", "clip"})
_TEXT_CALLS = frozenset("print strftime isoformat format info debug warning error log write join display".split())
_KEEPS = frozenset(
    "to_datetime Timestamp datetime64 date normalize replace floor timestamp strftime isoformat timedelta Timedelta str".split()
)


class ClockInData(Rule):
    """Today's date decides which rows the notebook sees, or what it computes from them.

    Tomorrow's run then works on other rows and gives other numbers, from the same code and the same file. Write the date down once,
    as a parameter at the top (`as_of = pd.Timestamp("2024-06-30")`), and use that.
    """

    severity = Severity.FRAGILE
    message = "`{clock}` decides over the data here ({sink}): tomorrow's run gives other results"
    bad = (
        """
        # %%
        import pandas as pd
        from datetime import datetime
        # %%
        df["age"] = (datetime.now() - df["born"]).dt.days  # <-
        # %%
        recent = df[df["date"] > pd.Timestamp.today() - pd.Timedelta(days=30)]  # <-
        """,
        """
        # %%
        import datetime as dt
        import pandas as pd
        # %%
        today = dt.date.today()  # <-
        start = today - dt.timedelta(days=365)
        # %%
        days = pd.date_range(start, today)
        """,
        """
        # %%
        from datetime import datetime
        import yfinance as yf
        end = datetime.now().strftime("%Y-%m-%d")  # <-
        prices = yf.download("ACME", start="2020-01-01", end=end)
        """,
        """
        # %%
        import pandas as pd
        late = orders.query("paid == False")
        late = late[late.due < pd.to_datetime("today")]  # <-
        """,
    )
    good = (
        """
        # %%
        from datetime import datetime
        import time
        # %%
        start = datetime.now()
        model.fit(X, y)
        print("took", datetime.now() - start)
        t0 = time.time()
        results["seconds"] = time.time() - t0
        elapsed = (datetime.now() - start).total_seconds()
        """,
        """
        # %%
        from datetime import date, datetime
        import logging
        # %%
        stamp = datetime.now().strftime("%Y%m%d-%H%M")
        df.to_csv(f"export-{stamp}.csv")
        logging.info("run on %s", date.today())
        report["written"] = datetime.now()
        """,
        """
        # %%
        from datetime import datetime
        # %%
        as_of = datetime(2024, 6, 30)
        df["age"] = (as_of - df["born"]).dt.days
        today = "a word"
        # %%
        deadline = datetime.now()
        while datetime.now() < deadline:
            pass
        """,
        """
        # %%
        from datetime import datetime
        began = datetime.now()
        # %%
        if datetime.now() > began:
            print("later")
        def chunk(start, end):
            return data[start:end] < start - data.first
        log.append({"start": began, "end": datetime.now()})
        tb = TensorBoard(log_dir="logs/" + datetime.now().strftime("%H%M"))
        """,
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not any(word in reading.source for word in ("now", "today")) or not reading.holds(_MAY_MATTER):
            return
        holders: dict[str, tuple[CellReading, ast.Call]] = {}
        seen: set[ast.Call] = set()
        for cell in reading.cells:
            if not cell.code.holds(_MAY_MATTER) and holders.keys().isdisjoint(cell.names.used):
                continue
            for node, origin in _clocks_and_holders(cell, holders, reading.graph.binders):
                home, clock = origin
                if clock not in seen and (sink := _sink(cell, node, holders)) is not None:
                    seen.add(clock)
                    yield self._finding(home, clock, cell, sink)

    def _finding(self, home: CellReading, clock: ast.Call, cell: CellReading, sink: ast.AST) -> Finding:
        text = " ".join(cell.code.text(sink).split())
        related = [] if sink.__dict__.get("lineno") == clock.lineno and cell is home else [Related(cell.place(sink), "decided by it")]
        fix = Fix(f"Put a fixed date into a parameter and use it instead of `{home.code.text(clock)}`", ())
        shown = text if len(text) <= 50 else f"{text[:49]}…"
        return self.finding(home.place(clock), related=related, confidence=0.8, fix=fix, clock=home.code.text(clock), sink=f"`{shown}`")


def _clocks_and_holders(
    cell: CellReading, holders: dict[str, tuple[CellReading, ast.Call]], binders: Mapping[str, tuple[int, ...]]
) -> Iterator[tuple[ast.expr, tuple[CellReading, ast.Call]]]:
    """Each reading of the clock in a cell, and each use of a name that holds one; notes the names that come to hold one."""
    nodes: list[ast.expr] = [call.node for call in cell.calls if _is_clock(cell, call.node)]
    nodes += [name for name in cell.code.nodes(ast.Name) if isinstance(name.ctx, ast.Load) and not is_local(cell, name, name.id)]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        origin = (cell, node) if isinstance(node, ast.Call) else holders.get(node.id) if isinstance(node, ast.Name) else None
        if origin is not None:
            holder = _held_by(cell, node)
            if holder is not None and len(binders.get(holder, ())) == 1:
                holders.setdefault(holder, origin)
            yield node, origin


def _is_clock(cell: CellReading, call: ast.Call) -> bool:
    name = cell.name_of(call.func)
    if name in _CONVERTERS:
        return bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value in {"now", "today"}
    return name in _CLOCKS


def _held_by(cell: CellReading, node: ast.AST) -> str | None:
    """The name that is assigned what a clock says, by way of arithmetic and conversions alone."""
    current, parent = node, cell.code.parent(node)
    while isinstance(parent, ast.BinOp | ast.Attribute | ast.Call):
        if isinstance(parent, ast.Call) and not _is_conversion(parent):
            return None
        if isinstance(parent, ast.BinOp) and not (isinstance(parent.op, ast.Add | ast.Sub) and _is_span(parent, current)):
            return None
        current, parent = parent, cell.code.parent(parent)
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name):
        return parent.targets[0].id
    return None


def _is_conversion(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in _KEEPS


def _is_span(operation: ast.BinOp, clock: ast.AST) -> bool:
    """Whether the other side of a sum is a span of time, `timedelta(days=30)`, so that the sum is a date again."""
    other = operation.right if operation.left is clock else operation.left
    return any((isinstance(n, ast.Call) and "elta" in ast.dump(n.func)) or "ffset" in ast.dump(n) for n in ast.walk(other))


def _sink(cell: CellReading, node: ast.AST, holders: dict[str, tuple[CellReading, ast.Call]]) -> ast.AST | None:
    """What of the data the clock decides over: a filter, arithmetic with a column, the bounds of a range or a query."""
    current, parent = node, cell.code.parent(node)
    while parent is not None and not isinstance(parent, ast.stmt):
        match parent:
            case ast.Call() if current is not parent.func and not _is_conversion(parent):
                return parent if _takes_bounds(parent, current) else None
            case ast.keyword(arg=name) if name in _BOUNDS:
                call = cell.code.parent(parent)
                return None if not isinstance(call, ast.Call) or _is_conversion(call) or _is_text_call(call) else call
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                other = right if left is current else left
                if _is_column(cell, other, holders):
                    return parent
            case ast.Subscript(slice=inner) if inner is current:
                return parent if not isinstance(current, ast.Name | ast.Call) else None
            case ast.JoinedStr() | ast.Dict() | ast.List() | ast.Tuple():
                return None
        current, parent = parent, cell.code.parent(parent)
    return None


def _is_column(cell: CellReading, node: ast.expr, holders: dict[str, tuple[CellReading, ast.Call]]) -> bool:
    """Whether an operand is a column: `df["date"]`, `df.date`, `df.date.dt.date`, `pd.to_datetime(df["date"])`."""
    if isinstance(node, ast.Call) and node.args and _is_conversion(node):
        node = node.args[0]
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    if isinstance(node, ast.Attribute) and node.attr in {"year", "month", "day", "hour"} and isinstance(node.value, ast.Name):
        return False
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute | ast.Subscript):
        inner = inner.value
    is_part = isinstance(node, ast.Subscript | ast.Attribute) and isinstance(inner, ast.Name)
    return is_part and isinstance(inner, ast.Name) and inner.id not in cell.imports and inner.id not in holders and inner.id != "self"


def _takes_bounds(call: ast.Call, argument: ast.AST) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in _RANGES and argument in call.args


def _is_text_call(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in _TEXT_CALLS
