"""Clean runs that the browser asks for: one at a time for a notebook, a few at once, each with how far it is."""

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
from jupyter_quality.proof.store import ProofStore
from jupyter_quality.server.store import Store, cleaned
from jupyter_quality.wire import ProofState

REMEMBERED = 20
"""Proofs that are remembered with what is shown and what a clean run gives; of others only what stands on disk is told."""


@dataclass
class _Job:
    """A clean run that waits, runs or is done."""

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
        self._jobs: dict[str, _Job] = {}

    async def start(self, path: str) -> ProofState:
        """Start a clean run of a stored notebook; where one is under way it stays. Raises Refusal."""
        path = cleaned(path)
        notebook = read_notebook(await self._store.notebook(path), path)
        job = self._jobs.get(path)
        if job is None or job.is_done:
            self._jobs.pop(path, None)
            job = self._jobs[path] = _Job()
            self._pool.submit(self._run, job, notebook, path)
            self._forget()
        return self._state(path, job, None)

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
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _state(self, path: str, job: _Job | None, notebook: Notebook | None) -> ProofState:
        if job is not None and not job.is_done:
            progress = job.progress
            cell = progress.cell.id if progress and progress.cell else None
            return ProofState(path, running=True, done=progress.done if progress else 0, of=progress.of if progress else 0, cell=cell)
        proof = job.proof if job is not None else self._kept.last(self._place(path))
        edited = proof is not None and notebook is not None and proof.sources != sources_digest(notebook)
        return ProofState(path, running=False, edited=edited, proof=proof)

    def _run(self, job: _Job, notebook: Notebook, path: str) -> None:
        def hear(progress: Progress) -> None:
            job.progress = progress

        try:
            settings = RunSettings(timeout=self._limits.cell_seconds, megabytes=self._limits.kernel_megabytes or None)
            with TemporaryDirectory() as empty:
                folder = self._store.directory(path) or Path(empty)
                job.proof = _lean(prove(notebook, folder, settings, heard=hear, cancelled=job.cancelled))
            if job.proof.trouble is None:
                self._kept.keep(self._place(path), job.proof)
        except Exception as error:  # noqa: BLE001 - nobody waits for this thread: what goes wrong in it is told as the run's trouble
            trouble = f"The clean run stumbled: {type(error).__name__}: {error}."
            job.proof = replace(job.proof, trouble=trouble) if job.proof else Proof(path, "", "", "", (), (), proven=False, trouble=trouble)
        finally:
            job.is_done = True

    def _place(self, path: str) -> Path:
        """The file that a proof is kept for."""
        return (self._store.directory(path) or Path("/contents") / path) / Path(path).name

    def _forget(self) -> None:
        """Drop the oldest jobs that are done."""
        done = [path for path, job in self._jobs.items() if job.is_done]
        for path in done[:-REMEMBERED]:
            del self._jobs[path]


def _lean(proof: Proof) -> Proof:
    """A proof without the outputs of cells where both sides are the same: nobody compares them."""
    return replace(proof, cells=tuple(replace(one, shown=(), clean=()) if one.verdict is Verdict.SAME else one for one in proof.cells))
