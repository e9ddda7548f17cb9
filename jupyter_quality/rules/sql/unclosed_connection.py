import ast
import re
from collections.abc import Iterator

from jupyter_quality.notebook.document import CellKind
from jupyter_quality.notebook.edit import Fix, InsertCell
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Severity
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import behind, function_around

_CONNECTS = frozenset(
    """
    sqlite3.connect psycopg2.connect psycopg.connect pymysql.connect MySQLdb.connect mysql.connector.connect pyodbc.connect
    cx_Oracle.connect oracledb.connect snowflake.connector.connect duckdb.connect pymssql.connect hdbcli.dbapi.connect
    teradatasql.connect redshift_connector.connect ibm_db.connect mariadb.connect clickhouse_driver.connect trino.dbapi.connect
    """.split()
)
_ENGINES = frozenset({"sqlalchemy.create_engine", "sqlalchemy.engine.create_engine"})
_MAY_CONNECT = re.compile(r"\bconnect\(")


class UnclosedConnection(Rule):
    """A connection to a database is opened, and no cell closes it.

    It stays open as long as the kernel lives: a file stays locked for others, a server keeps one of its few places taken, and what was
    not committed is lost without a word. Close it in the last cell, or open it with `with closing(…) as con:` around its use.
    """

    severity = Severity.STYLE
    message = "{what} is never closed: it stays open until the kernel ends"
    bad = (
        """
        # %%
        import sqlite3
        import pandas as pd
        con = sqlite3.connect("tickets.db")  # <-
        # %%
        pd.read_sql("SELECT id FROM tickets", con)
        """,
        """
        # %%
        import psycopg2
        import sqlalchemy
        def load(query):
            con = psycopg2.connect(DSN)  # <-
            return pd.read_sql(query, con)
        # %%
        engine = sqlalchemy.create_engine(URL)
        connection = engine.connect()  # <-
        # %%
        if PASSWORD:
            db = psycopg2.connect(DSN, password=PASSWORD)  # <-
        else:
            db = psycopg2.connect(DSN)
        # %%
        import sqlite3
        names = pd.read_sql("SELECT name FROM t", sqlite3.connect("a.db"))  # <-
        """,
    )
    good = (
        """
        # %%
        import sqlite3
        con = sqlite3.connect("tickets.db")
        # %%
        con.close()
        """,
        """
        # %%
        import sqlite3
        import duckdb
        import sqlalchemy
        from contextlib import closing
        with closing(sqlite3.connect("tickets.db")) as con:
            con.execute("SELECT 1")
        with sqlite3.connect("tickets.db") as con:
            con.execute("SELECT 1")
        engine = sqlalchemy.create_engine(URL)
        with engine.connect() as connection:
            connection.execute(query)
        memory = sqlite3.connect(":memory:")
        db = duckdb.connect()
        """,
        """
        # %%
        import atexit
        import sqlite3
        def connect():
            con = sqlite3.connect("a.db")
            return con
        def open_one():
            return sqlite3.connect("a.db")
        db = connect()
        db.close()
        other = sqlite3.connect("b.db")
        atexit.register(other.close)
        """,
        """
        # %%
        import sqlite3
        class Store:
            def __init__(self):
                self.con = sqlite3.connect("a.db")
            def __exit__(self, *problem):
                self.con.close()
        # %%
        con = sqlite3.connect("b.db")
        try:
            con.execute("SELECT 1")
        finally:
            con.close()
        client.connect(host)
        """,
    )
    further = "https://docs.python.org/3/library/sqlite3.html#how-to-use-the-connection-context-manager"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not reading.holds(_MAY_CONNECT) or "sqlmagic" in reading.source:
            return
        constants = Constants(reading)
        seen: set[tuple[str, ast.AST | None]] = set()
        for cell in reading.cells:
            if cell.code.holds(_MAY_CONNECT):
                for call in cell.calls:
                    if _connects(reading, cell, call) and not _is_in_memory(cell, call, constants):
                        yield from self._of_call(reading, cell, call, seen)

    def _of_call(self, reading: Reading, cell: CellReading, call: Call, seen: set[tuple[str, ast.AST | None]]) -> Iterator[Finding]:
        match cell.code.parent(call.node):
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                home = function_around(cell.code, call.node)
                is_closed = any(_lets_go(one, name) for one in (reading.cells if home is None else (cell,)))
                if not is_closed and name not in reading.possible_names and (name, home) not in seen:
                    seen.add((name, home))
                    fix = _fix(reading, name) if home is None else None
                    yield self.finding(cell.place(call.node), what=f"the connection `{name}`", fix=fix)
            case ast.Call(func=function) if not re.search(r"clos|enter_context|register", ast.unparse(function)):
                yield self.finding(cell.place(call.node), what="this connection", confidence=0.8)
            case ast.keyword(arg="con"):
                yield self.finding(cell.place(call.node), what="this connection", confidence=0.8)


def _connects(reading: Reading, cell: CellReading, call: Call) -> bool:
    if call.imported:
        return call.name in _CONNECTS
    if call.method != "connect" or not isinstance(call.node.func, ast.Attribute):
        return False
    home, source = behind(reading, cell, call.node.func.value)
    return isinstance(source, ast.Call) and home.name_of(source.func) in _ENGINES


def _is_in_memory(cell: CellReading, call: Call, constants: Constants) -> bool:
    target = call.argument(0, "database")
    text = constants.text(cell, target) if target is not None else None
    return (target is None and call.name == "duckdb.connect") or (text is not None and ":memory:" in text)


def _lets_go(cell: CellReading, name: str) -> bool:
    """Whether a cell closes what a name holds, deletes it, puts it into a `with`, or hands it out of the function."""
    if name not in cell.code.source:
        return False
    for node in cell.code.nodes(ast.Name):
        if node.id != name:
            continue
        if isinstance(node.ctx, ast.Del):
            return True
        match cell.code.parent(node):
            case ast.Attribute(attr="close" | "__exit__" | "dispose" | "invalidate" | "disconnect"):
                return True
            case ast.withitem() | ast.Return() | ast.Yield():
                return True
            case ast.Tuple() as several if isinstance(cell.code.parent(several), ast.Return):
                return True
            case ast.Call(func=function) if re.search(r"clos|disconnect|shutdown|dispose", ast.unparse(function)):
                return True
    return False


def _fix(reading: Reading, name: str) -> Fix | None:
    """A last cell that closes the connection, where the notebook opens just this one under the name."""
    if len(reading.graph.binders.get(name, ())) != 1:
        return None
    return Fix("Close the connection in a last cell", (InsertCell(None, CellKind.CODE, f"{name}.close()"),), safe=True)
