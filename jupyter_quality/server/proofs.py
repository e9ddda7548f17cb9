"""Clean runs that the browser asks for: one at a time for a notebook, a few at once, each with how far it is.

A notebook that is kept proven is run again after each save, with a low priority, one of them at a time.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
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
from jupyter_quality.wire import ProofState

REMEMBERED = 20
"""Proofs that are remembered with what is shown and what a clean run gives; of others only what stands on disk is told."""


NICENESS = 10
"""By how much the kernel of a run that nobody waits for gives way to others."""

log = logging.getLogger(__name__)


@dataclass
class _Job:
    """A clean run that waits, runs or is done; `is_kept` where a save began it. `is_late`: it took longer than such a run may."""

    is_kept: bool = False
    is_late: bool = False
    cancelled: threading.Event = field(default_factory=threading.Event)
    progress: Progress | None = None
    proof: Proof | None = None
    is_done: bool = False


class Proofs:
    """Starts and ends clean runs. What is run is the notebook as it is stored, in a copy of its folder where that is on this machine."""

    def __init__(self, store: Store, limits: ProofLimits, kept: ProofStore | None = None) -> None:
        self._store = store
        self._limits = limits
        self._kept = kept or ProofStore()
        self._pool = ThreadPoolExecutor(limits.clean_runs, "jupyter-quality-proof")
        self._kept_pool = ThreadPoolExecutor(1, "jupyter-quality-kept")
        self._jobs: dict[str, _Job] = {}

    async def start(self, path: str) -> ProofState:
        """Start a clean run of a stored notebook; where one is under way it stays. Raises Refusal."""
        path = cleaned(path)
        notebook = read_notebook(await self._store.notebook(path), path)
        job = self._jobs.get(path)
        if job is None or job.is_done or job.is_kept:
            job = self._begin(path, _Job())
            self._pool.submit(self._run, job, notebook, path)
        return self._state(path, job, None)

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
        job = self._jobs.get(path)
        if job is not None and job.is_kept:
            job.cancelled.set()
        return await self.state(path)

    async def saved(self, path: str) -> None:
        """A notebook was stored. Where it is kept proven it is run again, unless nothing changed that a run would tell of."""
        path = cleaned(path)
        job = self._jobs.get(path)
        if self._kept.keeping(self._place(path)) is not Keeping.ON or (job is not None and not job.is_done and not job.is_kept):
            return
        last = self.last(path)
        job = self._begin(path, _Job(is_kept=True))
        try:
            notebook = read_notebook(await self._store.notebook(path), path)
        except Refusal as refusal:
            log.debug("Not run after its save: %s", refusal)
            job.is_done = True
            return
        if last is not None and _is_proof_of(last, notebook):
            job.proof, job.is_done = last, True
            return
        self._kept_pool.submit(self._run, job, notebook, path)

    def last(self, path: str) -> Proof | None:
        """The last proof of a notebook; None where there is none."""
        path = cleaned(path)
        job = self._jobs.get(path)
        return (job and job.proof) or self._kept.last(self._place(path))

    def _begin(self, path: str, job: _Job) -> _Job:
        """Put a job in the place of what went before."""
        earlier = self._jobs.pop(path, None)
        if earlier is not None:
            earlier.cancelled.set()
        self._jobs[path] = job
        self._forget()
        return job

    async def state(self, path: str) -> ProofState:
        """How far the clean run of a notebook is, or what the last one came to. Raises Refusal where there is no such notebook."""
        path = cleaned(path)
        job = self._jobs.get(path)
        if job is not None and not job.is_done:
            return self._state(path, job, None)
        return self._state(path, job, read_notebook(await self._store.notebook(path), path))

    def cancel(self, path: str) -> None:
        """End the clean run of a notebook and its kernel, if there is one."""
        job = self._jobs.get(cleaned(path))
        if job is not None:
            job.cancelled.set()

    def stop(self) -> None:
        """End all runs."""
        for job in self._jobs.values():
            job.cancelled.set()
        for pool in (self._pool, self._kept_pool):
            pool.shutdown(wait=False, cancel_futures=True)

    def _state(self, path: str, job: _Job | None, notebook: Notebook | None) -> ProofState:
        keeping = self._kept.keeping(self._place(path))
        if job is not None and not job.is_done:
            progress = job.progress
            cell = progress.cell.id if progress and progress.cell else None
            return ProofState(path, True, progress.done if progress else 0, progress.of if progress else 0, cell, keeping=keeping)
        proof = self.last(path)
        edited = proof is not None and notebook is not None and proof.sources != sources_digest(notebook)
        return ProofState(path, running=False, edited=edited, proof=proof, keeping=keeping)

    def _run(self, job: _Job, notebook: Notebook, path: str) -> None:
        def hear(progress: Progress) -> None:
            job.progress = progress

        watch = threading.Timer(self._limits.kept_seconds, self._too_long, (job, path))
        watch.start()
        try:
            niceness = NICENESS if job.is_kept else 0
            settings = RunSettings(self._limits.cell_seconds, self._limits.kernel_megabytes or None, niceness=niceness)
            with TemporaryDirectory() as empty:
                folder = self._store.directory(path) or Path(empty)
                proof = _lean(prove(notebook, folder, settings, heard=hear, cancelled=job.cancelled))
            if proof.trouble is None:
                self._kept.keep(self._place(path), proof)
                self._keep_again(job, path)
            if proof.trouble is None or not job.is_kept:
                job.proof = proof
        except Exception as error:  # noqa: BLE001 - nobody waits for this thread: what goes wrong in it is told as the run's trouble
            trouble = f"The clean run stumbled: {type(error).__name__}: {error}."
            job.proof = replace(job.proof, trouble=trouble) if job.proof else Proof(path, "", "", "", (), (), proven=False, trouble=trouble)
        finally:
            watch.cancel()
            job.is_done = True

    def _too_long(self, job: _Job, path: str) -> None:
        """A run takes longer than one after a save may: such a one is ended, and none follows until one was shorter."""
        job.is_late = True
        if job.is_kept:
            job.cancelled.set()
        if self._kept.keeping(self._place(path)) is Keeping.ON:
            self._kept.set_keeping(self._place(path), Keeping.PAUSED)

    def _keep_again(self, job: _Job, path: str) -> None:
        if not job.is_late and self._kept.keeping(self._place(path)) is Keeping.PAUSED:
            self._kept.set_keeping(self._place(path), Keeping.ON)

    def _place(self, path: str) -> Path:
        """The file that a proof is kept for."""
        return (self._store.directory(path) or Path("/contents") / path) / Path(path).name

    def _forget(self) -> None:
        """Drop the oldest jobs that are done."""
        done = [path for path, job in self._jobs.items() if job.is_done]
        for path in done[:-REMEMBERED]:
            del self._jobs[path]


def _is_proof_of(proof: Proof, notebook: Notebook) -> bool:
    """Whether a proof compared this code, and what this code shows."""
    counts = {cell.id: cell.execution_count for cell in notebook.code_cells}
    return proof.sources == sources_digest(notebook) and all(counts.get(cell.id) == cell.execution_count for cell in proof.cells)


def _lean(proof: Proof) -> Proof:
    """A proof without the outputs of cells where both sides are the same: nobody compares them."""
    return replace(proof, cells=tuple(replace(one, shown=(), clean=()) if one.verdict is Verdict.SAME else one for one in proof.cells))
