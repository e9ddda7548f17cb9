"""What an SQLite database holds, seen through a copy, so that none of the user's factories is called."""

import sqlite3
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any

from jupyter_quality.runs.value import digest

_MOST = 4 << 20
_ROWS = 20_000
_AT_ONCE = 50
"""So many rows are read in one step."""
_LONG = 4096


def tables(connection: Any, check: Callable[[], None]) -> dict[str, str]:
    """The fingerprint of each table by name; of a large database its size and how much was changed in it.

    `check` is called now and then, and may raise.
    """
    try:
        size = _size(connection)
        if size > _MOST:
            return {"": digest(str(size), str(connection.total_changes))}
        image = connection.serialize()
    except sqlite3.Error:
        return {"closed": "closed"}
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        if image:
            copy.deserialize(image)
        copy.text_factory = bytes
        found = copy.execute("select name, sql from sqlite_master where type in ('table', 'view') order by name").fetchall()
        return {name.decode(): digest(repr(sql), *_rows(copy, name.decode(), check)) for name, sql in found}
    except sqlite3.Error as error:
        return {"": str(error)}
    finally:
        copy.close()


def _size(connection: Any) -> int:
    """The bytes of a database; a cursor of our own knows no row factory."""
    cursor = sqlite3.Cursor(connection)
    pages, page = (cursor.execute(f"pragma main.{what}").fetchone()[0] for what in ("page_count", "page_size"))
    return int(pages) * int(page)


def _rows(copy: sqlite3.Connection, table: str, check: Callable[[], None]) -> Iterator[str]:
    quoted = table.replace('"', '""')
    cursor = copy.execute(f'select * from "{quoted}" limit {_ROWS}')  # noqa: S608 (a quoted name of the database itself)
    while rows := cursor.fetchmany(_AT_ONCE):
        check()
        yield digest(repr([tuple(map(_short, row)) for row in rows]))


def _short(item: object) -> object:
    return blake2b(item, digest_size=9).digest() if isinstance(item, bytes) and len(item) > _LONG else item


def glance(connection: Any) -> str:
    """What changes with most writes through a connection: how many rows were changed."""
    try:
        return str(connection.total_changes)
    except sqlite3.Error:
        return "closed"
