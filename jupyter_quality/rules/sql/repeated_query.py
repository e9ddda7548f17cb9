import re
from collections.abc import Iterator

from jupyter_quality.reading.constants import Constants
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related, Severity
from jupyter_quality.rules._queries import Query, has_verb, queries
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules._values import function_around

_LITERAL = re.compile(r"'[^']*'|\{\}|:\w+|%s|\?|\b\d[\d.]*\b|(?<=_)\d+\b")
_LISTED = re.compile(r"\(\s*\?(?:\s*,\s*\?)+\s*\)")
_READS = re.compile(r"(?:select|with)\b")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_LENGTH, _LONG = 30, 120


class RepeatedQuery(Rule):
    """Nearly the same query stands in several cells, with other values in it.

    A correction that one of them gets, the others miss: their figures then differ for a reason that nobody sees. Write one function
    that takes what differs as a bound parameter, or ask once for all (`GROUP BY`) and pick from the answer.
    """

    severity = Severity.STYLE
    message = "this query stands in {count} places of the notebook{but}: one function with a parameter would hold it once"
    bad = (
        """
        # %%
        eu = pd.read_sql("SELECT day, SUM(amount) FROM sales WHERE region = 'EU' GROUP BY day", con)
        # %%
        us = pd.read_sql("SELECT day, SUM(amount) FROM sales WHERE region = 'US' GROUP BY day", con)  # <-
        # %%
        asia = pd.read_sql("select day, sum(amount)\\n from sales where region = 'AS' group by day", con)
        """,
        """
        # %%
        first = f\"\"\"
            SELECT c.name, c.city, o.day, o.amount, o.currency, o.channel
            FROM orders o JOIN customers c ON c.id = o.customer_id
            WHERE o.day >= {start} AND o.status IN ('paid', 'sent')
        \"\"\"
        a = pd.read_sql(first, con)
        # %%
        b = pd.read_sql(f\"\"\"  # <-
            SELECT c.name, c.city, o.day, o.amount, o.currency, o.channel
            FROM orders o JOIN customers c ON c.id = o.customer_id
            WHERE o.day >= {end} AND o.status IN ('open')
        \"\"\", con)
        """,
    )
    good = (
        """
        # %%
        def sales(region):
            return pd.read_sql("SELECT day, SUM(amount) FROM sales WHERE region = ? GROUP BY day", con, params=(region,))
        eu, us = sales("EU"), sales("US")
        # %%
        asia = sales("AS")
        """,
        """
        # %%
        pd.read_sql("SELECT COUNT(*) FROM a", con)
        # %%
        pd.read_sql("SELECT COUNT(*) FROM b", con)
        # %%
        pd.read_sql("SELECT COUNT(*) FROM c", con)
        con.execute("INSERT INTO a VALUES (1, 'a long text that fills the line')")
        con.execute("INSERT INTO a VALUES (2, 'a long text that fills the line')")
        con.execute("INSERT INTO a VALUES (3, 'a long text that fills the line')")
        """,
        """
        # %%
        eu = pd.read_sql("SELECT day, amount FROM sales WHERE region = 'EU'", con)
        us = pd.read_sql("SELECT day, amount FROM sales WHERE region = 'US'", con)
        # %%
        more = pd.read_sql("SELECT day, amount, tax FROM sales WHERE region = 'EU' ORDER BY day", con)
        """,
        """
        # %%
        query = "SELECT day, SUM(amount) FROM sales WHERE region = 'EU' GROUP BY day"
        pd.read_sql(query, con)
        # %%
        pd.read_sql(query, con)
        # %%
        pd.read_sql(query, con)
        """,
    )
    further = "https://docs.python.org/3/library/sqlite3.html#how-to-use-placeholders-to-bind-values-in-sql-queries"

    def find(self, reading: Reading) -> Iterator[Finding]:
        if not has_verb(reading, "select") or len(re.findall(r"\bselect\b", reading.source, re.IGNORECASE)) < 2:
            return
        constants = Constants(reading)
        groups: dict[str, list[Query]] = {}
        for cell in reading.cells:
            for query in queries(cell, constants):
                if query.is_sql and function_around(query.cell.code, query.node) is None:
                    shape = _shape(query)
                    same = groups.setdefault(shape, [])
                    if _READS.match(shape) and all(query.node is not other.node for other in same):
                        same.append(query)
        for shape, same in groups.items():
            if len(shape) >= _LENGTH and _is_often(shape, same):
                texts = {_text(query) for query in same}
                yield self.finding(
                    same[1].cell.place(same[1].node),
                    related=[Related(query.cell.place(query.node), "and here") for query in (same[0], *same[2:])],
                    confidence=0.8,
                    count=len(same),
                    but="" if len(texts) == 1 else ", with other values in it",
                )


def _is_often(shape: str, same: list[Query]) -> bool:
    """Three times over several cells, or twice where it is long."""
    cells = {query.cell.cell.number for query in same}
    return (len(cells) > 1 and len(shape) >= _LONG) or (len(same) > 2 and (len(cells) > 1 or len(shape) >= 2 * _LENGTH))


def _text(query: Query) -> str:
    return " ".join("".join(piece if isinstance(piece, str) else "{}" for piece in query.pieces).split())


def _shape(query: Query) -> str:
    """A query without its values, its case, its comments and its line breaks."""
    raw = "".join(piece if isinstance(piece, str) else "{}" for piece in query.pieces)
    text = _LITERAL.sub("?", _COMMENT.sub(" ", raw)).lower()
    return _LISTED.sub("(?)", " ".join(text.replace("(?)", "( ? )").split())).replace("( ? )", "(?)").rstrip("; ")
