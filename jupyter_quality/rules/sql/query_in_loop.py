import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._queries import Hole, Query, has_verb, queries
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import Loop, behind, loops_around

_VERB = re.compile(r"\b(?:select|insert\s+into|update|delete\s+from)\b", re.IGNORECASE)
_ROWS = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*(?P<verb>select|insert|update|delete|replace|with)\b.*\b(?:from|into|set)\b", re.IGNORECASE | re.DOTALL
)
_PAGES = re.compile(r"\b(?:offset|rownum|row_number|fetch\s+next)\b|\bin\s*\(", re.IGNORECASE)
_BEFORE_TABLE = re.compile(r"\b(?:from|join|into|update|table)\s+[\"`\[]?[\w.]*$", re.IGNORECASE)
_TURNS = re.compile(r"chunk|batch|page|attempt|retry|retries|offset|tries|block", re.IGNORECASE)
_EACH = frozenset({"apply", "map", "applymap", "transform", "progress_apply", "parallel_apply"})
_WRAPPERS = frozenset({"sorted", "list", "set", "tuple", "enumerate", "reversed", "tqdm", "zip"})
_CATALOGUES = re.compile(r"sqlite_master|information_schema|pg_catalog|pragma", re.IGNORECASE)


class QueryInLoop(Rule):
    """A loop asks the database once for every row.

    Each query costs a way to the server and back, a few milliseconds where it is near: 10,000 rows at 5 ms are 50 seconds of waiting
    for what one query brings at once. Join in the database, ask for all with `WHERE id IN (…)`, or group; to write rows, use
    `executemany`.
    """

    severity = Severity.FRAGILE
    message = "{what} once in every turn of this loop{instead}"
    bad = (
        """
        # %%
        import sqlite3
        import pandas as pd
        con = sqlite3.connect("tickets.db")
        open_t = pd.read_sql("SELECT id FROM tickets WHERE open", con)
        # %%
        ages = []
        for i in open_t["id"]:
            ages.append(pd.read_sql("SELECT age FROM ages WHERE id = ?", con, params=(i,)))  # <-
        # %%
        more = [con.execute("SELECT age FROM ages WHERE id = ?", (i,)).fetchone() for i in open_t["id"]]  # <-
        """,
        """
        # %%
        def age_of(ticket):
            row = con.execute("SELECT age FROM ages WHERE id = ?", (ticket,)).fetchone()
            return row[0]
        # %%
        tickets["age"] = tickets["id"].apply(age_of)  # <-
        # %%
        for ticket in tickets["id"]:
            print(age_of(ticket))  # <-
        # %%
        def label_of(ticket):
            return f"{ticket}: {age_of(ticket)}"
        labels = [label_of(ticket) for ticket in tickets["id"]]  # <-
        # %%
        tickets["team"] = tickets["id"].map(lambda t: pd.read_sql(f"SELECT team FROM t WHERE id = {t}", con))  # <-
        """,
        """
        # %%
        class Store:
            def age_of(self, ticket):
                return self.con.execute("SELECT age FROM ages WHERE id = ?", (ticket,)).fetchone()
        store = Store()
        # %%
        for _, row in tickets.iterrows():
            cur.execute("UPDATE ages SET age = ? WHERE id = ?", (row["age"], row["id"]))  # <-
            store.age_of(row["id"])  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        ages = pd.read_sql("SELECT t.id, a.age FROM tickets t JOIN ages a ON a.id = t.id", con)
        for i in ages["id"]:
            print(i)
        con.executemany("INSERT INTO ages VALUES (?, ?)", rows)
        for row in con.execute("SELECT id FROM tickets"):
            print(row)
        """,
        """
        # %%
        for page in range(10):
            con.execute("SELECT id FROM tickets LIMIT 100 OFFSET ?", (page * 100,))
        while True:
            rows = con.execute("SELECT id FROM tickets WHERE id > ? LIMIT 100", (last,)).fetchall()
            if not rows:
                break
        for start in range(0, len(ids), 500):
            con.execute("SELECT age FROM ages WHERE id >= ?", (start,))
        for batch in batches:
            con.execute(f"SELECT age FROM ages WHERE id IN ({marks})", batch)
        """,
        """
        # %%
        TABLES = ["tickets", "ages"]
        for table in TABLES:
            con.execute(f"SELECT COUNT(*) FROM {table}")
        for name in names:
            con.execute(f"DROP TABLE {name}")
            con.execute(f"SELECT COUNT(*) FROM {name}")
        for year in (2022, 2023):
            con.execute("SELECT COUNT(*) FROM tickets WHERE year = ?", (year,))
        """,
        """
        # %%
        def count(team):
            return con.execute("SELECT COUNT(*) FROM tickets WHERE team = ?", (team,)).fetchone()
        count("search")
        for row in df.itertuples():
            df.query("age > 3")
            pool.execute(f"select the {row} with care")
        """,
    )
    further = "https://docs.sqlalchemy.org/en/20/glossary.html#term-N-plus-one-problem"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not has_verb(reading, "select", "insert", "update", "delete") or not reading.holds(_VERB):
            return
        constants = Constants(reading)
        helpers: dict[str, Query] = {}
        for cell in reading.cells:
            for query in queries(cell, constants):
                if not _is_per_row(query):
                    continue
                if _runs_often(reading, cell, query.call.node):
                    yield self._finding(cell, query.call, query)
                elif (name := _function_name(cell, query.call.node)) is not None:
                    helpers[name] = query
        for cell, call in _calls_of(reading, helpers) if helpers else ():
            if (name := _function_name(cell, call.node)) is not None and not _runs_often(reading, cell, call.node):
                helpers.setdefault(name, helpers[call.method])
        for cell in reading.cells if helpers else ():
            for call in cell.calls:
                if call.method in helpers and not call.imported and _runs_often(reading, cell, call.node):
                    yield self._finding(cell, call, helpers[call.method])
                elif call.method in _EACH and (given := getattr(call.argument(0), "id", None)) in helpers:
                    yield self._finding(cell, call, helpers[given])

    def _finding(self, cell: CellReading, call: Call, query: Query) -> Finding:
        is_direct = call.node is query.call.node
        verb = _ROWS.match(_text(query))
        is_write = verb is not None and verb["verb"].lower() in {"insert", "update", "delete", "replace"}
        return self.finding(
            cell.place(call.node),
            related=() if is_direct else (Related(query.call_cell.place(query.call.node), "the query is run here"),),
            confidence=0.7 if is_write else 0.9,
            what="the database is asked" if is_direct else f"`{cell.code.text(call.node.func)}` asks the database",
            instead=": `executemany` sends all rows at once" if is_write else ": a join or `IN (…)` brings all rows at once",
        )


def _calls_of(reading: Reading, helpers: dict[str, Query]) -> Iterator[tuple[CellReading, Call]]:
    """The calls of the notebook's own functions of these names."""
    return ((cell, call) for cell in reading.cells for call in cell.calls if call.method in helpers and not call.imported)


def _text(query: Query) -> str:
    return "".join(piece if isinstance(piece, str) else "{}" for piece in query.pieces)


def _is_per_row(query: Query) -> bool:
    """Whether a query asks for rows, and is none of a page, of a list of keys, or of a table that differs from turn to turn."""
    text = _text(query)
    if query.call.method == "executemany" or not _ROWS.match(text) or _PAGES.search(text) or _CATALOGUES.search(text):
        return False
    before = ""
    for piece in query.pieces:
        if isinstance(piece, Hole) and _BEFORE_TABLE.search(before):
            return False
        before += piece if isinstance(piece, str) else "x"
    return True


def _runs_often(reading: Reading, cell: CellReading, node: ast.expr) -> bool:
    """Whether a loop over rows, or a function that is applied to each row, stands around a node."""
    if any(_is_over_rows(reading, cell, loop) for loop in loops_around(cell.code, node)):
        return not any(isinstance(loop, ast.While) for loop in loops_around(cell.code, node))
    parent = cell.code.parent(node)
    while parent is not None and not isinstance(parent, ast.Lambda):
        parent = cell.code.parent(parent)
    call = cell.code.parent(parent) if parent is not None else None
    return isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in _EACH


def _is_over_rows(reading: Reading, cell: CellReading, loop: Loop) -> bool:
    """Whether a loop goes over data: not over constants, pages, batches, attempts or dates."""
    if isinstance(loop, ast.While) or _TURNS.search(ast.unparse(loop.target)):
        return False
    home, source = behind(reading, cell, loop.iter)
    while isinstance(source, ast.Call) and getattr(source.func, "id", "") in _WRAPPERS and source.args:
        home, source = behind(reading, home, source.args[0])
    match source:
        case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.Constant():
            return False
        case ast.Call(func=ast.Attribute(value=inner, attr="items" | "keys" | "values")) if isinstance(
            behind(reading, home, inner)[1], ast.Dict
        ):
            return False
        case ast.Call(func=ast.Name(id="range"), args=arguments):
            return len(arguments) < 3 and not all(isinstance(one, ast.Constant) for one in arguments)
        case ast.Call() as call:
            name = home.name_of(call.func) or str(getattr(call.func, "attr", getattr(call.func, "id", "")))
            has_chunks = any(keyword.arg in {"chunksize", "iterator"} for keyword in call.keywords)
            return not has_chunks and not re.search(
                r"date_range|period_range|bdate|array_split|chunk|batch|glob|listdir|linspace|arange", name
            )
    return True


def _function_name(cell: CellReading, node: ast.expr) -> str | None:
    """The function or method whose call runs a node; None where its name is also one of Python's own collections."""
    parent = cell.code.parent(node)
    while parent is not None and not isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
        parent = cell.code.parent(parent)
    if parent is None or any(hasattr(kind, parent.name) for kind in (dict, list, str, set)):
        return None
    return parent.name
