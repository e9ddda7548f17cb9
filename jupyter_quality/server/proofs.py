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


class Proofs:
    """Starts and ends clean runs. What is run is the notebook as it is stored, in a copy of its folder where that is on this machine."""

    def __init__(self, store: Store, limits: ProofLimits, kept: ProofStore | None = None) -> None:
        self._store = store
        self._limits = limits
        self._kept = kept or ProofStore()
        self._tasks = Tasks[Progress, Proof]("The clean run", limits.clean_runs)
        self._after_saves = Tasks[Progress, Proof]("The clean run", 1)

    async def start(self, path: str) -> ProofState:
        """Start a clean run of a stored notebook; where one is under way it stays. Raises Refusal."""
        path = cleaned(path)
        notebook = read_notebook(await self._store.notebook(path), path)
        self._after_saves.drop(path)
        self._tasks.start(path, lambda task: self._proven(task, notebook, path))
        return self._state(path, None)

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
        self._after_saves.cancel(path)
        return await self.state(path)

    async def saved(self, path: str) -> None:
        """A notebook was stored. Where it is kept proven it is run again, unless nothing changed that a run would tell of."""
        path = cleaned(path)
        by_hand = self._tasks.of(path)
        if self._kept.keeping(self._place(path)) is not Keeping.ON or (by_hand is not None and not by_hand.is_done):
            return
        try:
            notebook = read_notebook(await self._store.notebook(path), path)
        except Refusal as refusal:
            log.debug("Not run after its save: %s", refusal)
            return
        last = self.last(path)
        if last is not None and _is_proof_of(last, notebook):
            return
        self._after_saves.start(path, lambda task: self._proven_after_save(task, notebook, path, last), anew=True)
        self._tasks.drop(path)

    async def state(self, path: str) -> ProofState:
        """How far the clean run of a notebook is, or what the last one came to. Raises Refusal where there is no such notebook."""
        path = cleaned(path)
        task = self._task(path)
        is_running = task is not None and not task.is_done
        return self._state(path, None if is_running else read_notebook(await self._store.notebook(path), path))

    def last(self, path: str) -> Proof | None:
        """The last proof of a notebook that came to something, if there was one."""
        task = self._task(path)
        proof = task.result if task is not None else None
        return proof if proof is not None and proof.trouble is None else self._kept.last(self._place(path))

    def cancel(self, path: str) -> None:
        """End the clean run of a notebook and its kernel, if there is one."""
        for tasks in (self._tasks, self._after_saves):
            tasks.cancel(cleaned(path))

    def stop(self) -> None:
        """End all runs."""
        for tasks in (self._tasks, self._after_saves):
            tasks.stop()

    def _task(self, path: str) -> Task[Progress, Proof] | None:
        """The newest clean run of a notebook."""
        return self._tasks.of(path) or self._after_saves.of(path)

    def _state(self, path: str, notebook: Notebook | None) -> ProofState:
        task, keeping = self._task(path), self._kept.keeping(self._place(path))
        if task is not None and not task.is_done:
            progress = task.told
            cell = progress.cell.id if progress and progress.cell else None
            return ProofState(path, True, progress.done if progress else 0, progress.of if progress else 0, cell, keeping=keeping)
        proof = self._kept.last(self._place(path)) if task is None else task.result
        if task is not None and task.trouble is not None:
            proof = Proof(path, "", "", "", (), (), proven=False, trouble=task.trouble)
        edited = proof is not None and notebook is not None and proof.sources != sources_digest(notebook)
        return ProofState(path, running=False, edited=edited, proof=proof, keeping=keeping)

    def _proven(self, task: Task[Progress, Proof], notebook: Notebook, path: str, niceness: int = 0) -> Proof:
        late = threading.Timer(self._limits.kept_seconds, self._pause, (path, task if niceness else None))
        late.start()
        settings = replace(run_settings(self._limits), niceness=niceness)
        with folder_of(self._store, path) as folder:
            proof = _lean(prove(notebook, folder, settings, heard=task.tell, cancelled=task.cancelled))
        in_time = late.is_alive()
        late.cancel()
        if proof.trouble is None:
            if in_time and self._kept.keeping(self._place(path)) is Keeping.PAUSED:
                self._kept.set_keeping(self._place(path), Keeping.ON)
            try:
                self._kept.keep(self._place(path), proof)
            except OSError as error:
                return replace(proof, trouble=f"The proof could not be kept: {error.strerror or error}.")
        return proof

    def _proven_after_save(self, task: Task[Progress, Proof], notebook: Notebook, path: str, last: Proof | None) -> Proof:
        """The proof of what was saved; the one before where there came to be none."""
        proof = self._proven(task, notebook, path, NICENESS)
        return proof if proof.trouble is None or last is None else last

    def _pause(self, path: str, task: Task[Progress, Proof] | None) -> None:
        """A run takes longer than one after a save may: such a `task` is ended, and none follows until a run was shorter."""
        if task is not None:
            task.cancelled.set()
        if self._kept.keeping(self._place(path)) is Keeping.ON:
            self._kept.set_keeping(self._place(path), Keeping.PAUSED)

    def _place(self, path: str) -> Path:
        """The file that a proof is kept for."""
        return (self._store.directory(path) or Path("/contents") / path) / Path(path).name


def run_settings(limits: ProofLimits) -> RunSettings:
    """How notebooks are run on this server."""
    return RunSettings(timeout=limits.cell_seconds, megabytes=limits.kernel_megabytes or None)


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
