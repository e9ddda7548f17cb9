import ast
import re
from collections.abc import Iterator

from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._queries import Query, has_verb, queries
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.memory._columns import bound_name, used_columns

_STAR = re.compile(r"\bselect\s+(?:all\s+)?(?:\w+\s*\.\s*)?\*\s*(?:,|\bfrom\b)", re.IGNORECASE)
_WHOLE = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*select\s+(?:all\s+)?(?:\w+\s*\.\s*)?\*\s*from\s+(?P<table>[\w.\"`\[\]-]+|\{\}|'[^']+'|\w+\('[^']*'\))(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_BOUNDED = re.compile(
    r"\b(?:where|limit|top|fetch\s+(?:first|next)|rownum|sample|tablesample|qualify|union|group\s+by|having)\b", re.IGNORECASE
)
_CATALOGUES = re.compile(r"information_schema|sqlite_master|sqlite_schema|pg_catalog|\bsys\.|\bpragma_|pg_\w+|duckdb_\w+", re.IGNORECASE)
_FRAMES = frozenset("read_sql read_sql_query read_gbq read_database".split())
_ALL_ROWS = frozenset("fetchall df to_df fetchdf fetch_df pl arrow to_dataframe toPandas".split())
_IN_MEMORY = re.compile(r"connect\(\s*[\"']:memory:|sqlite://[\"']|sqlite:///:memory:")
_MAKES_TABLE = (
    r"to_sql\(\s*(?:name\s*=\s*)?[\"']{0}[\"']|create\s+(?:temp(?:orary)?\s+)?table\s+(?:if\s+not\s+exists\s+)?[\"`\[]?{0}\b"
    r"|insert\s+into\s+[\"`\[]?{0}\b"
)
_MOST_COLUMNS = 12


class SelectStar(Rule):
    """A query takes every column and every row of a table into memory.

    The table grows, the notebook does not know: what fits today stops the kernel in a year, and a column that somebody adds is carried
    along by all that follows. Name the columns that you use, and let the database filter, count and add up: it sends only the result.
    """

    severity = Severity.FRAGILE
    message = "this takes every row and column of `{table}` into memory{instead}"
    bad = (
        """
        # %%
        import sqlite3
        import pandas as pd
        con = sqlite3.connect("tickets.db")
        # %%
        everything = pd.read_sql("SELECT * FROM tickets", con)  # <-
        # %%
        everything["age"].mean()
        """,
        """
        # %%
        import pandas as pd
        query = \"\"\"
            SELECT t.*
            FROM tickets t
            ORDER BY t.id
        \"\"\"
        # %%
        df = pd.read_sql_query(query, engine)  # <-
        rows = cur.execute("select * from users").fetchall()  # <-
        whole = pd.read_sql_table("users", engine)  # <-
        more = pd.read_sql_query("SET search_path TO clinic; " + "SELECT * FROM visits;", engine)  # <-
        """,
        """
        # %%
        cur.execute("SELECT * FROM users")  # <-
        rows = cur.fetchall()
        # %%
        import duckdb
        import pandas as pd
        local = duckdb.sql("SELECT * FROM 'events.parquet'").df()  # <-
        parts = duckdb.sql("SELECT * FROM read_parquet('events/*.parquet')").df()  # <-
        with engine.connect() as connection:
            table = pd.read_sql(f"SELECT * FROM {name} JOIN teams USING (team)", connection)  # <-
        """,
    )
    good = (
        """
        # %%
        import sqlite3
        import pandas as pd
        con = sqlite3.connect("tickets.db")
        # %%
        few = pd.read_sql("SELECT * FROM tickets LIMIT 100", con)
        one = pd.read_sql("SELECT * FROM tickets WHERE id = ?", con, params=(7,))
        n = pd.read_sql("SELECT COUNT(*) FROM tickets", con)
        names = pd.read_sql("SELECT id, title FROM tickets", con)
        tables = pd.read_sql("SELECT * FROM sqlite_master", con)
        columns = pd.read_sql("SELECT * FROM information_schema.columns", con)
        top = pd.read_sql("SELECT TOP 10 * FROM tickets", con)
        """,
        """
        # %%
        import pandas as pd
        for chunk in pd.read_sql("SELECT * FROM tickets", con, chunksize=10_000):
            total += chunk["age"].sum()
        con.execute("CREATE TABLE old AS SELECT * FROM tickets")
        con.execute("SELECT * FROM tickets").fetchone()
        lazy = spark.sql("SELECT * FROM tickets")
        both = pd.read_sql("WITH a AS (SELECT id, age FROM tickets) SELECT * FROM a", con)
        inner = pd.read_sql("SELECT * FROM (SELECT id FROM tickets) AS t", con)
        for row in con.execute("SELECT * FROM tickets"):
            total += row[0]
        """,
        """
        # %%
        import sqlite3
        import pandas as pd
        con = sqlite3.connect(":memory:")
        df.to_sql("small", con)
        pd.read_sql("SELECT * FROM small", con)
        print("SELECT * FROM users")
        """,
        """
        # %%
        import sqlite3
        import pandas as pd
        con = sqlite3.connect("demo.db")
        con.execute("CREATE TABLE IF NOT EXISTS demo (id INTEGER, name TEXT)")
        con.execute("INSERT INTO demo VALUES (1, 'a')")
        pd.read_sql("SELECT * FROM demo", con)
        """,
    )
    further = "https://use-the-index-luke.com/blog/2013-08/its-not-about-the-star-stupid"

    def find(self, reading: Reading) -> Iterator[Finding]:
        has_star = has_verb(reading, "select") and reading.holds(_STAR)
        if not has_star and "read_sql_table(" not in reading.source:
            return
        if reading.holds(_IN_MEMORY):
            return
        constants = Constants(reading)
        for cell in reading.cells:
            if has_star:
                for query in queries(cell, constants):
                    table = _whole_table(reading, query)
                    if table is not None and _takes_all(query):
                        yield self._finding(reading, cell, query.call.node, table)
            for call in cell.calls_of("pandas.read_sql_table") if "read_sql_table" in cell.code.source else ():
                if not call.keyword("columns") and not call.keyword("chunksize"):
                    yield self._finding(
                        reading, cell, call.node, constants.text(cell, call.node.args[0]) or "the table" if call.node.args else "the table"
                    )

    def _finding(self, reading: Reading, cell: CellReading, call: ast.expr, table: str) -> Finding:
        name = bound_name(cell, call)
        columns = used_columns(reading, name) if name else None
        if columns and len(columns) <= _MOST_COLUMNS and all(re.fullmatch(r"\w+", column) for column in columns):
            instead = f"; the notebook uses only {', '.join(f'`{column}`' for column in columns)}"
        else:
            instead = ": name the columns that are used, and let the database filter and add up"
        return self.finding(cell.place(call), table=table, instead=instead)


def _whole_table(reading: Reading, query: Query) -> str | None:
    """The table of which a query takes all; None where it takes part of it, or of one that the notebook makes itself."""
    text = "".join(piece if isinstance(piece, str) else "{}" for piece in query.pieces)
    match = _WHOLE.match(text.rstrip("; \n").rpartition(";")[2].removeprefix("{}"))
    if match is None or _BOUNDED.search(match["rest"]) or _CATALOGUES.search(match["table"]):
        return None
    table = match["table"].strip('"`[]')
    is_own = table != "{}" and re.search(_MAKES_TABLE.format(re.escape(table)), reading.source, re.IGNORECASE)
    return None if is_own else table


def _takes_all(query: Query) -> bool:
    """Whether all rows of a query's answer are taken at once."""
    call, code = query.call, query.call_cell.code
    if call.method in _FRAMES:
        return not call.keyword("chunksize")
    chained = code.parent(call.node)
    if isinstance(chained, ast.Attribute):
        return chained.attr in _ALL_ROWS
    cursor = ast.unparse(call.node.func.value) if isinstance(call.node.func, ast.Attribute) else ""
    if isinstance(chained, ast.Assign) and isinstance(chained.targets[0], ast.Name):
        cursor = chained.targets[0].id
    return any(
        later.method in _ALL_ROWS
        and isinstance(later.node.func, ast.Attribute)
        and ast.unparse(later.node.func.value) == cursor
        and later.node.lineno > call.node.lineno
        and not _asks_between(query, cursor, later.node.lineno)
        for later in query.call_cell.calls
    )


def _asks_between(query: Query, cursor: str, line: int) -> bool:
    """Whether the cursor is asked something else before a line."""
    return any(
        other.method.startswith("execute")
        and isinstance(other.node.func, ast.Attribute)
        and ast.unparse(other.node.func.value) == cursor
        and query.call.node.lineno < other.node.lineno < line
        for other in query.call_cell.calls
    )
