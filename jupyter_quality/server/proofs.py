"""Clean runs that the browser asks for: one at a time for a notebook, a few at once, each with how far it is.

A notebook that is kept proven is run again after each save, with a low priority, one of them at a time.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.notebook.read import read_notebook
from jupyter_quality.options import ProofLimits
from jupyter_quality.proof.compare import Verdict
from jupyter_quality.proof.proof import Proof, prove, sources_digest
from jupyter_quality.proof.run import Progress, RunSettings
from jupyter_quality.proof.store import Keeping, ProofStore
from jupyter_quality.server.refusal import Refusal
from jupyter_quality.server.store import Store, cleaned
from jupyter_quality.server.tasks import Task, Tasks
from jupyter_quality.wire import ProofState

NICENESS = 10
"""By how much the kernel of a run that nobody waits for gives way to others."""

log = logging.getLogger(__name__)

_Run = Task[Progress, Proof | None]


class Proofs:
    """Starts and ends clean runs. What is run is the notebook as it is stored, in a copy of its folder where that is on this machine."""

    def __init__(self, store: Store, limits: ProofLimits, kept: ProofStore | None = None) -> None:
        self._store = store
        self._limits = limits
        self._kept = kept or ProofStore()
        self._tasks = Tasks[Progress, Proof | None]("The clean run", limits.clean_runs)

    async def start(self, path: str) -> ProofState:
        """Start a clean run of a stored notebook; where one is under way it stays. Raises Refusal."""
        path = cleaned(path)
        notebook = read_notebook(await self._store.notebook(path), path)
        return self._state(path, self._tasks.start(path, lambda run: self._proven(run, notebook, path)), None)

    async def keep(self, path: str, *, wanted: bool) -> ProofState:
        """Keep a notebook proven from now on, which begins with a clean run, or no more. Raises Refusal."""
        path = cleaned(path)
        await self._store.notebook(path)
        try:
            self._kept.set_keeping(self._place(path), Keeping.ON if wanted else Keeping.OFF)
        except OSError as error:
            raise Refusal(500, f"It cannot be remembered that {path} is to be kept proven: {error}.") from None
        if wanted:
            return await self.start(path)
        self._cancel_aside(path)
        return await self.state(path)

    async def saved(self, path: str) -> None:
        """A notebook was stored. Where it is kept proven it is run again, unless nothing changed that a run would tell of."""
        path = cleaned(path)
        if self._kept.keeping(self._place(path)) is not Keeping.ON:
            return
        self._cancel_aside(path)
        try:
            notebook = read_notebook(await self._store.notebook(path), path)
        except Refusal as refusal:
            log.debug("Not run after its save: %s", refusal)
            return
        last = self.last(path)
        if last is None or not _is_proof_of(last, notebook):
            self._tasks.start(path, lambda run: self._proven(run, notebook, path), aside=True)

    def last(self, path: str) -> Proof | None:
        """The last proof of a notebook; None where there is none."""
        path = cleaned(path)
        run = self._tasks.of(path)
        if run is not None and run.trouble is not None:
            return Proof(path, "", "", "", (), (), proven=False, trouble=run.trouble)
        return (run and run.result) or self._kept.last(self._place(path))

    async def state(self, path: str) -> ProofState:
        """How far the clean run of a notebook is, or what the last one came to. Raises Refusal where there is no such notebook."""
        path = cleaned(path)
        run = self._tasks.of(path)
        if run is not None and not run.is_done:
            return self._state(path, run, None)
        notebook = read_notebook(await self._store.notebook(path), path)
        return self._state(path, self._tasks.of(path), notebook)

    def cancel(self, path: str) -> None:
        """End the clean run of a notebook and its kernel, if there is one."""
        self._tasks.cancel(cleaned(path))

    def stop(self) -> None:
        """End all runs."""
        self._tasks.stop()

    def _cancel_aside(self, path: str) -> None:
        run = self._tasks.of(path)
        if run is not None and run.is_aside:
            run.cancelled.set()

    def _state(self, path: str, run: _Run | None, notebook: Notebook | None) -> ProofState:
        keeping = self._kept.keeping(self._place(path))
        if run is not None and not run.is_done:
            progress = run.told
            cell = progress.cell.id if progress and progress.cell else None
            return ProofState(path, True, progress.done if progress else 0, progress.of if progress else 0, cell, keeping=keeping)
        proof = self.last(path)
        edited = proof is not None and notebook is not None and proof.sources != sources_digest(notebook)
        return ProofState(path, running=False, edited=edited, proof=proof, keeping=keeping)

    def _proven(self, run: _Run, notebook: Notebook, path: str) -> Proof | None:
        """The proof of a notebook; None where a run that nobody waited for came to none."""
        late = threading.Event()
        watch = threading.Timer(self._limits.kept_seconds, self._too_long, (run, late, path))
        watch.start()
        try:
            with folder_of(self._store, path) as folder:
                settings = run_settings(self._limits, NICENESS if run.is_aside else 0)
                proof = _lean(prove(notebook, folder, settings, heard=run.tell, cancelled=run.cancelled))
            if proof.trouble is None:
                return self._remembered(proof, path, was_short=not late.is_set())
            return None if run.is_aside else proof
        finally:
            watch.cancel()

    def _remembered(self, proof: Proof, path: str, *, was_short: bool) -> Proof:
        place = self._place(path)
        try:
            self._kept.keep(place, proof)
            if was_short and self._kept.keeping(place) is Keeping.PAUSED:
                self._kept.set_keeping(place, Keeping.ON)
        except OSError as error:
            return replace(proof, trouble=f"The proof could not be kept: {error.strerror or error}.")
        return proof

    def _too_long(self, run: _Run, late: threading.Event, path: str) -> None:
        """A run takes longer than one after a save may: such a one is ended, and none follows until one was shorter."""
        late.set()
        if run.is_aside:
            run.cancelled.set()
        if self._kept.keeping(self._place(path)) is Keeping.ON:
            self._kept.set_keeping(self._place(path), Keeping.PAUSED)

    def _place(self, path: str) -> Path:
        """The file that a proof is kept for."""
        return (self._store.directory(path) or Path("/contents") / path) / Path(path).name


def run_settings(limits: ProofLimits, niceness: int = 0) -> RunSettings:
    """How notebooks are run on this server."""
    return RunSettings(limits.cell_seconds, limits.kernel_megabytes or None, niceness=niceness)


@contextmanager
def folder_of(store: Store, path: str) -> Iterator[Path]:
    """The folder of a notebook, an empty one where that is not on this machine."""
    with TemporaryDirectory() as empty:
        yield store.directory(path) or Path(empty)


def _is_proof_of(proof: Proof, notebook: Notebook) -> bool:
    """Whether a proof compared this code, and what this code shows."""
    counts = {cell.id: cell.execution_count for cell in notebook.code_cells}
    return proof.sources == sources_digest(notebook) and all(counts.get(cell.id) == cell.execution_count for cell in proof.cells)


def _lean(proof: Proof) -> Proof:
    """A proof without the outputs of cells where both sides are the same: nobody compares them."""
    return replace(proof, cells=tuple(replace(one, shown=(), clean=()) if one.verdict is Verdict.SAME else one for one in proof.cells))
