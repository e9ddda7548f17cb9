import ast
import re
from collections.abc import Iterator, Sequence

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import Fix, ReplaceText
from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._queries import Hole, Piece, Query, possible_constants, queries
from jupyter_quality.rules._rule import Rule

_MAY_MATTER = re.compile(r"\b(?:execute\w*|exec_driver_sql|sql|query|read_sql\w*|read_database|read_gbq|text|fetch\w*)\(")
_SINKS = ("execute", "sql", "query(", "text(", "fetch", "read_database")
_VERBS = ("SELECT", "select ", "INSERT", "insert into", "UPDATE ", "update ", "DELETE ", "delete from", "CREATE ", "DROP ", "WITH ")
_NUMERIC = frozenset({"int", "float", "len", "round", "abs"})
_AFTER_NAME = re.compile(
    r"\b(?:from|join|into|update|table|by|select|distinct|exists|on|as|index|view|schema|database)\s+[\"`\[]?$|[.\"`\[]$", re.IGNORECASE
)
_AS_NUMBER = re.compile(r"f?'?[,.\d]*[dfei]'?")
_MARKS = {
    "sqlite3.connect": "?",
    "duckdb.connect": "?",
    "pyodbc.connect": "?",
    "psycopg2.connect": "%s",
    "psycopg.connect": "%s",
    "pymysql.connect": "%s",
    "MySQLdb.connect": "%s",
    "mysql.connector.connect": "%s",
}


class SqlFromStrings(Rule):
    """A value is put into the text of a query.

    A quote in it (O'Brien is enough) breaks the query, and whoever decides over the value decides over the query: with `'; DROP TABLE …`
    it does something else than was meant. Leave a mark in the text and hand the value over beside it, as a bound parameter:
    `"… WHERE team = ?", params=(team,)`. Names of tables and columns cannot be bound; take them from a fixed list.
    """

    severity = Severity.WRONG
    message = "{values} {becomes} part of the query's text: a quote in it breaks the query or changes what it does"
    bad = (
        """
        # %%
        import sqlite3
        import pandas as pd
        con = sqlite3.connect("tickets.db")
        # %%
        team = "search"
        pd.read_sql(f"SELECT id FROM t WHERE x = '{team}'", con)  # -> pd.read_sql("SELECT id FROM t WHERE x = ?", con, params=(team,))
        # %%
        cur = con.cursor()
        cur.execute(f"DELETE FROM tickets WHERE id = {row['id']}")  # -> cur.execute("DELETE FROM tickets WHERE id = ?", (row['id'],))
        """,
        """
        # %%
        query = "SELECT * FROM users WHERE name = '%s'" % name  # <-
        cursor.execute(query)
        # %%
        def find(con, name):
            sql = "SELECT * FROM users WHERE name = '" + name + "'"  # <-
            return con.execute(sql).fetchall()
        # %%
        spark.sql("SELECT * FROM users WHERE name = '{}'".format(input()))  # <-
        """,
        """
        # %%
        import pandas as pd
        from sqlalchemy import text
        # %%
        statement = text(f"UPDATE users SET city = '{city}' WHERE id = {uid}")  # <-
        # %%
        pd.read_sql(f\"\"\"  # <-
            SELECT *
            FROM sales
            WHERE day > '{start}'
        \"\"\", engine)
        """,
        """
        # %%
        import pandas as pd
        def orders(con, **filters):
            clauses = [f"{column} = '{value}'" for column, value in filters.items()]
            query = "SELECT id FROM orders"
            if clauses:
                query += " WHERE " + " AND ".join(clauses)
            return pd.read_sql(query, con)  # <-
        """,
    )
    good = (
        """
        # %%
        import pandas as pd
        TABLE = "tickets"
        COLUMNS = "id, title"
        # %%
        pd.read_sql("SELECT id FROM tickets WHERE team = ?", con, params=(team,))
        pd.read_sql(f"SELECT {COLUMNS} FROM {TABLE} WHERE team = :team", con, params={"team": team})
        n = 10
        cur.execute("SELECT * FROM %s LIMIT %d" % (TABLE, n))
        for table in ["tickets", "teams"]:
            cur.execute(f"SELECT COUNT(*) FROM {table}")
        """,
        """
        # %%
        print(f"update: {len(open_t)} tickets of {team} selected from the table")
        df.query(f"age > {limit}")
        df.query("name == '" + name + "'")
        executor.submit(f"select the {job} with care")
        logger.text(f"Delete {name}?")
        """,
        """
        # %%
        marks = ", ".join("?" * len(ids))
        con.execute(f"SELECT * FROM t WHERE id IN ({marks})", ids)
        con.execute("SELECT * FROM t WHERE id IN (%s)" % ",".join(["%s"] * len(ids)), ids)
        con.execute(f"SELECT * FROM t LIMIT {int(limit)}")
        con.execute("SELECT * FROM t " "WHERE x = 1")
        con.execute(QUERY)
        con.execute("SELECT * FROM t WHERE id = '%d'" % number)
        con.execute("SELECT * FROM t WHERE id = '%s' AND x = '%s'" % ("a", "b"))
        """,
        """
        # %%
        def count(table):
            return con.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
        # %%
        count("tickets"), count("teams")
        # %%
        from psycopg2 import sql
        cur.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
        """,
        """
        # %%
        import pandas as pd
        def orders(con, **filters):
            clauses = ["city = ?", "day > ?"]
            query = "SELECT id FROM orders"
            query += " WHERE " + " AND ".join(clauses)
            return pd.read_sql(query, con, params=list(filters.values()))
        """,
    )
    further = "https://docs.python.org/3/library/sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not any(verb in reading.source for verb in _VERBS) or not any(word in reading.source for word in _SINKS):
            return
        constants = Constants(reading)
        seen: set[ast.expr] = set()
        for cell in reading.cells:
            if cell.code.holds(_MAY_MATTER):
                for query in queries(cell, constants):
                    if query.node not in seen and len(query.pieces) > 1 and query.is_sql:
                        seen.add(query.node)
                        yield from self._finding(reading, query, constants)

    def _finding(self, reading: Reading, query: Query, constants: Constants) -> Iterator[Finding]:
        holes = [(hole, before) for hole, before in _holes(query.pieces) if not _is_harmless(hole)]
        loose = [(hole, before) for hole, before in holes if _is_quoted(before) or not possible_constants(hole, constants, reading.cells)]
        if loose:
            values = list(dict.fromkeys(f"`{_short(hole)}`" for hole, _ in loose))
            related = [] if query.cell is query.call_cell else [Related(query.call_cell.place(query.call.node), "the query is run here")]
            are_names = all(_AFTER_NAME.search(before) and not _is_quoted(before) for _, before in loose)
            yield self.finding(
                query.cell.place(query.node),
                related=related,
                confidence=0.6 if are_names else 0.9,
                fix=_fix(query, [hole for hole, _ in loose], constants),
                values=", ".join(values),
                becomes="becomes" if len(values) == 1 else "become",
            )


def _holes(pieces: Sequence[Piece]) -> Iterator[tuple[Hole, str]]:
    """Each hole with the text before it, other holes left out."""
    before = ""
    for piece in pieces:
        if isinstance(piece, str):
            before += piece
        else:
            yield piece, before
            before += "x"


def _is_quoted(before: str) -> bool:
    """Whether a place stands in a quoted text of the query."""
    return re.sub(r"--[^\n]*", "", before).count("'") % 2 == 1


def _is_harmless(hole: Hole) -> bool:
    """Whether a hole is a number by its making, a row of marks, or quoted by the driver."""
    text = ast.unparse(hole.value)
    if re.search(r"Identifier|quote_ident|SQL\(|[\"'](?:\?|%s|, ?)[\"']", text) or re.fullmatch(
        r"'?[,.\d]*[dfe]'?", hole.spec.strip("f'\"")
    ):
        return True
    if isinstance(hole.value, ast.Constant):
        return True
    if isinstance(hole.value, ast.Call) and isinstance(hole.value.func, ast.Name) and hole.value.func.id in _NUMERIC:
        return True
    return bool(re.search(r"placeholder|marks|qmarks|params|bind", text, re.IGNORECASE))


def _short(hole: Hole) -> str:
    text = ast.unparse(hole.value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _fix(query: Query, loose: list[Hole], constants: Constants) -> Fix | None:
    """The query with marks, and its values beside it; None where the driver is unknown or the text not one plain f-string."""
    call, cell, node = query.call, query.call_cell, query.node
    mark = _mark(query, constants)
    is_read = call.name.startswith("pandas.")
    if mark is None or not isinstance(node, ast.JoinedStr) or cell is not query.cell or call.argument(0) is not node:
        return None
    if call.keyword("params") or len(call.node.args) > (2 if is_read else 1) or call.has_unpacked:
        return None
    text = _with_marks(cell.code.text(node), [ast.unparse(hole.value) for hole in loose], mark)
    if text is None:
        return None
    last = cell.code.span([*call.node.args, *(keyword.value for keyword in call.node.keywords)][-1])
    values = ", ".join(text[1]) + ("," if len(text[1]) == 1 else "")
    after = Span(last.end_line, last.end_column, last.end_line, last.end_column)
    edits = (
        ReplaceText(cell.cell.id, cell.code.span(node), text[0]),
        ReplaceText(cell.cell.id, after, f", params=({values})" if is_read else f", ({values})"),
    )
    return Fix("Hand the values over beside the query", edits, safe=True)


def _mark(query: Query, constants: Constants) -> str | None:
    """The mark that the connection's driver takes, where a cell says which driver that is."""
    call, cell = query.call, query.call_cell
    connection = call.argument(1, "con") if call.name.startswith("pandas.") else getattr(call.node.func, "value", None)
    for _ in range(3):
        if isinstance(connection, ast.Call):
            name = cell.name_of(connection.func)
            if name in _MARKS:
                return _MARKS[name]
            connection = connection.func.value if isinstance(connection.func, ast.Attribute) else None
        if isinstance(connection, ast.Name) and (found := constants.definition(cell, connection, connection.id)):
            cell, connection = found
    return None


def _with_marks(literal: str, loose: list[str], mark: str) -> tuple[str, list[str]] | None:
    """An f-string's source with marks for its loose places, and these places' own source; None where it is too involved for that."""
    if "{{" in literal or "}}" in literal or not re.match(r"[fF][\"']", literal) or (mark == "%s" and "%" in literal):
        return None
    values: list[str] = []

    def marked(match: re.Match[str]) -> str:
        inside = match["inside"]
        try:
            plain = ast.unparse(ast.parse(inside.strip(), mode="eval"))
        except SyntaxError:
            return match.group()
        if plain not in loose:
            return match.group()
        values.append(inside.strip())
        return mark

    text = re.sub(r"(?P<quote>'?)\{(?P<inside>[^{}]*)\}(?P=quote)", marked, literal)
    is_whole = len(values) == len(loose) and not re.search(rf"'[^',]*{re.escape(mark)}|{re.escape(mark)}[^'\s,)]*'", text[2:-1])
    return (text if "{" in text else text[1:], values) if is_whole else None
