"""The recorded runs of notebooks on disk, in SQLite: sources and fingerprints, never values or outputs."""

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from jupyter_quality.runs.record import Run, from_plain, to_plain

FILE = "jupyter_quality/runs.sqlite"
MOST_RUNS = 2000
"""So many runs of one notebook are kept."""
MOST_NOTEBOOKS = 500
_DAYS = 180
_LONGEST = 1 << 20
_MOST_CELLS = 500
_CANDIDATES = 5

_SCHEMA = """
create table if not exists run (notebook text not null, id text not null, cell text, at real not null, record text not null,
    primary key (notebook, id)) without rowid;
create index if not exists run_at on run (notebook, at);
create index if not exists run_cell on run (cell);
"""


class RunStore:
    """The runs of all notebooks of one user. A store that cannot be written or read holds nothing, and says nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(sqlite3.connect(self.path, timeout=2)) as connection:
            with suppress(OSError):
                os.chmod(self.path, 0o600)  # noqa: PTH101 (of the file that SQLite has just made)
            connection.executescript(_SCHEMA)
            with connection:
                yield connection

    def add(self, notebook: str, runs: Iterable[Run]) -> None:
        """Add runs of a notebook; one that is there already stays as it is. Raises sqlite3.Error, OSError."""
        rows = [(notebook, run.id, run.cell_id, run.at, text) for run in runs if len(text := json.dumps(to_plain(run))) <= _LONGEST]
        if rows:
            with self._open() as connection:
                connection.executemany("insert or ignore into run values (?, ?, ?, ?, ?)", rows)
                _prune(connection, notebook)

    def runs(self, notebook: str, cells: Mapping[str, str] = MappingProxyType({})) -> list[Run]:
        """The runs of a notebook in the order of time; what cannot be read of them is left out. Raises sqlite3.Error, OSError.

        `cells`: id → source of its cells that were run. Where nothing is kept under its name, it may have been renamed or copied, and takes
        over the newest runs of a notebook in which most of them ran just so.
        """
        if not self.path.is_file():
            return []
        with self._open() as connection:
            rows = _records(connection, notebook)
            if not rows and cells and (before := _known_as(connection, cells)) is not None:
                connection.execute("insert into run select ?, id, cell, at, record from run where notebook = ?", (notebook, before))
                rows = _records(connection, notebook)
        found = []
        for (record,) in rows:
            with suppress(ValueError):
                found.append(from_plain(json.loads(record)))
        return found

    def stamp(self) -> str:
        """What is another whenever runs were added or deleted."""
        try:
            found = self.path.stat()
        except OSError:
            return ""
        return f"{found.st_mtime_ns} {found.st_size}"

    def forget(self, notebook: str | None) -> int:
        """Delete the runs of a notebook, under its earlier names too, or of all; how many there were. Raises sqlite3.Error, OSError."""
        if not self.path.is_file():
            return 0
        with self._open() as connection:
            if notebook is None:
                return connection.execute("delete from run").rowcount
            ids = connection.execute("select id from run where notebook = ?", (notebook,)).fetchall()
            connection.executemany("delete from run where id = ?", ids)
            return len(ids)


def _records(connection: sqlite3.Connection, notebook: str) -> list[tuple[str]]:
    return connection.execute("select record from run where notebook = ? order by at", (notebook,)).fetchall()


def _known_as(connection: sqlite3.Connection, cells: Mapping[str, str]) -> str | None:
    """The notebook with the newest runs of at least half of these cells, by id and source: ids alone may be those of a template."""
    chosen = list(cells)[:_MOST_CELLS]
    rows = connection.execute(
        f"select notebook from run where cell in ({', '.join('?' * len(chosen))}) "  # noqa: S608 (question marks)
        "group by notebook having 2 * count(distinct cell) >= ? order by max(at) desc limit ?",
        (*chosen, len(chosen), _CANDIDATES),
    ).fetchall()
    for (notebook,) in rows:
        ran = set()
        for (record,) in _records(connection, notebook):
            with suppress(ValueError):
                run = from_plain(json.loads(record))
                ran.add((run.cell_id, run.source))
        if 2 * sum((cell, cells[cell]) in ran for cell in chosen) >= len(chosen):
            return str(notebook)
    return None


def _prune(connection: sqlite3.Connection, notebook: str) -> None:
    connection.execute("delete from run where at < ?", (time.time() - _DAYS * 86400,))
    oldest = "select at from run where notebook = ? order by at desc limit 1 offset ?"
    connection.execute(f"delete from run where notebook = ? and at <= ({oldest})", (notebook, notebook, MOST_RUNS))  # noqa: S608 (a constant)
    many = "select notebook from run group by notebook order by max(at) desc limit -1 offset ?"
    connection.execute(f"delete from run where notebook in ({many})", (MOST_NOTEBOOKS,))  # noqa: S608 (a constant)


def data_folder() -> Path:
    """Jupyter's data folder, as jupyter_core finds it, which a kernel need not have."""
    given = os.environ.get("JUPYTER_DATA_DIR")
    if given:
        return Path(given)
    try:
        from jupyter_core.paths import jupyter_data_dir
    except ImportError:
        return Path.home() / ".local" / "share" / "jupyter"
    return Path(jupyter_data_dir())


def user_store() -> RunStore:
    """The store of this user."""
    return RunStore(data_folder() / FILE)
