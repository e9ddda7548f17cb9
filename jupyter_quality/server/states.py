"""What the server is asked of runs: the state of a notebook's cells, from the runs that are sent and those that were kept."""

import asyncio
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import msgspec

from jupyter_quality.engine import state
from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import Limits
from jupyter_quality.runs.record import Run, from_plain
from jupyter_quality.runs.state import NotebookState
from jupyter_quality.runs.store import RunStore, user_store
from jupyter_quality.server.proofs import Proofs
from jupyter_quality.server.refusal import Refusal
from jupyter_quality.server.store import Store, cleaned
from jupyter_quality.wire import StateRequest

_MOST_SENT = 5000


class States:
    """Answers about runs. One thread works on them in turn, so that each answer knows of every run that was sent before."""

    def __init__(self, store: Store, proofs: Proofs, limits: Limits) -> None:
        self._store = store
        self._proofs = proofs
        self._limits = limits
        self._runs = user_store()
        self._thread = ThreadPoolExecutor(1, "jupyter-quality-runs")

    async def state(self, asked: StateRequest) -> NotebookState:
        """The state of a notebook's cells. Raises Refusal."""
        path = cleaned(asked.path)
        data = msgspec.json.encode(asked.notebook)
        self._store.limit(len(data), path)
        if len(asked.runs) > _MOST_SENT:
            raise Refusal(413, f"{len(asked.runs)} runs were sent at once; up to {_MOST_SENT} are taken.")
        sent = tuple(_understood(asked))
        key = self._store.key(path)
        proof = self._proofs.last(path)

        def work() -> NotebookState:
            notebook = read_notebook(data)
            if len(notebook.cells) > self._limits.max_cells:
                raise Refusal(413, f"{path} has {len(notebook.cells)} cells; up to {self._limits.max_cells} are looked at (`max_cells`).")
            return state(notebook, _kept(self._runs, key, notebook, sent), proof=proof)

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def forget(self, path: str) -> int:
        """Delete the runs of a notebook; how many there were. Raises Refusal."""
        key = self._store.key(cleaned(path))
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: self._runs.forget(key))
        except (sqlite3.Error, OSError) as error:
            raise Refusal(500, f"The recorded runs cannot be deleted: {error}.") from None

    def stop(self) -> None:
        """Drop what waits."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def _understood(asked: StateRequest) -> Iterator[Run]:
    for plain in asked.runs:
        try:
            yield from_plain(plain)
        except ValueError as error:
            raise Refusal(400, f"A run is not understood: {error}.") from None


def _kept(store: RunStore, key: str, notebook: Notebook, sent: tuple[Run, ...]) -> list[Run]:
    """What was sent, kept, with what was kept before; without that where the store cannot be used."""
    try:
        kept = store.runs(key, notebook.run_cells)
        store.add(key, sent)
    except (sqlite3.Error, OSError):
        return list(sent)
    return [*kept, *sent]
