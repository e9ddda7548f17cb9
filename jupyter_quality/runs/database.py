"""What an SQLite database holds, seen through a copy, so that none of the user's factories and hooks is called."""

import sqlite3
from typing import Any

from jupyter_quality.runs.value import digest

MAGIC = b"SQLite format 3\0"
"""The first bytes of a database's file (sqlite.org/fileformat2.html, 1.3)."""

_MOST = 4 << 20
_ROWS = 20_000


def tables(connection: Any) -> dict[str, str]:
    """The fingerprint of each table by name; of a large database its size and how much was changed in it."""
    try:
        image = connection.serialize()
    except sqlite3.Error:
        return {"closed": "closed"}
    if len(image) > _MOST:
        return {"": digest(str(len(image)), str(connection.total_changes))}
    return _tables(image)


def file_print(image: bytes) -> str:
    """The fingerprint of a database's file by what its tables hold: two that were written otherwise may hold the same; "" where it is not
    to be read alone, as beside a write-ahead log."""
    held = _tables(image)
    return "" if "" in held else digest(*(text for table in held.items() for text in table))


def _tables(image: bytes) -> dict[str, str]:
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        if image:
            copy.deserialize(image)
        copy.text_factory = bytes
        found = copy.execute("select name, sql from sqlite_master where type in ('table', 'view') order by name").fetchall()
        return {name.decode(): digest(repr(sql), repr(_rows(copy, name.decode()))) for name, sql in found}
    except sqlite3.Error as error:
        return {"": str(error)}
    finally:
        copy.close()


def _rows(copy: sqlite3.Connection, table: str) -> list[object]:
    quoted = table.replace('"', '""')
    return copy.execute(f'select * from "{quoted}" limit {_ROWS}').fetchall()  # noqa: S608 (a quoted name of the database itself)


def glance(connection: Any) -> str:
    """What changes with most writes through a connection: how many rows were changed."""
    try:
        return str(connection.total_changes)
    except sqlite3.Error:
        return "closed"
