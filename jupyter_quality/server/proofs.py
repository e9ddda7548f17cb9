"""Clean runs that the browser asks for: one at a time for a notebook, a few at once, each with how far it is."""

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
from jupyter_quality.proof.store import ProofStore
from jupyter_quality.server.store import Store, cleaned
from jupyter_quality.server.tasks import Task, Tasks
from jupyter_quality.wire import ProofState


class Proofs:
    """Starts and ends clean runs. What is run is the notebook as it is stored, in a copy of its folder where that is on this machine."""

    def __init__(self, store: Store, limits: ProofLimits, kept: ProofStore | None = None) -> None:
        self._store = store
        self._limits = limits
        self._kept = kept or ProofStore()
        self._tasks = Tasks[Progress, Proof]("The clean run", limits.clean_runs)

    async def start(self, path: str) -> ProofState:
        """Start a clean run of a stored notebook; where one is under way it stays. Raises Refusal."""
        path = cleaned(path)
        notebook = read_notebook(await self._store.notebook(path), path)
        return self._state(path, self._tasks.start(path, lambda task: self._proven(task, notebook, path)), None)

    async def state(self, path: str) -> ProofState:
        """How far the clean run of a notebook is, or what the last one came to. Raises Refusal where there is no such notebook."""
        path = cleaned(path)
        task = self._tasks.of(path)
        if task is not None and not task.is_done:
            return self._state(path, task, None)
        return self._state(path, task, read_notebook(await self._store.notebook(path), path))

    def last(self, path: str) -> Proof | None:
        """The last proof of a notebook that came to something, if there was one."""
        task = self._tasks.of(path)
        proof = task.result if task is not None else None
        return proof if proof is not None and proof.trouble is None else self._kept.last(self._place(path))

    def cancel(self, path: str) -> None:
        """End the clean run of a notebook and its kernel, if there is one."""
        self._tasks.cancel(cleaned(path))

    def stop(self) -> None:
        """End all runs."""
        self._tasks.stop()

    def _state(self, path: str, task: Task[Progress, Proof] | None, notebook: Notebook | None) -> ProofState:
        if task is not None and not task.is_done:
            progress = task.told
            cell = progress.cell.id if progress and progress.cell else None
            return ProofState(path, running=True, done=progress.done if progress else 0, of=progress.of if progress else 0, cell=cell)
        proof = self._kept.last(self._place(path)) if task is None else task.result
        if task is not None and task.trouble is not None:
            proof = Proof(path, "", "", "", (), (), proven=False, trouble=task.trouble)
        edited = proof is not None and notebook is not None and proof.sources != sources_digest(notebook)
        return ProofState(path, running=False, edited=edited, proof=proof)

    def _proven(self, task: Task[Progress, Proof], notebook: Notebook, path: str) -> Proof:
        with folder_of(self._store, path) as folder:
            proof = _lean(prove(notebook, folder, run_settings(self._limits), heard=task.tell, cancelled=task.cancelled))
        if proof.trouble is None:
            try:
                self._kept.keep(self._place(path), proof)
            except OSError as error:
                return replace(proof, trouble=f"The proof could not be kept: {error.strerror or error}.")
        return proof

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


def _lean(proof: Proof) -> Proof:
    """A proof without the outputs of cells where both sides are the same: nobody compares them."""
    return replace(proof, cells=tuple(replace(one, shown=(), clean=()) if one.verdict is Verdict.SAME else one for one in proof.cells))
