"""Moves that the browser asks about: which would pay, and whether one of them gives the same."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.options import ProofLimits
from jupyter_quality.proof.run import Progress
from jupyter_quality.refactor.advice import Advice
from jupyter_quality.refactor.proving import prove_move
from jupyter_quality.refactor.suggestion import Suggestion
from jupyter_quality.server.checker import Checker
from jupyter_quality.server.proofs import Proofs, folder_of, run_settings
from jupyter_quality.server.refusal import Refusal
from jupyter_quality.server.store import Store, cleaned
from jupyter_quality.server.tasks import Task, Tasks, state_of
from jupyter_quality.wire import MoveRequest, MoveState, RefactorRequest


class Moves:
    """Advises, and proves one suggestion at a time for a notebook: who asks for another proof ends the one before."""

    def __init__(self, store: Store, limits: ProofLimits, checker: Checker, proofs: Proofs) -> None:
        self._store = store
        self._limits = limits
        self._checker = checker
        self._proofs = proofs
        self._tasks = Tasks[MoveState, MoveState]("The proof", limits.clean_runs)

    async def advice(self, asked: RefactorRequest) -> Advice:
        """What to move, and what stands before production. Raises Refusal."""
        _, advice = await self._advised(asked, asked.names or {})
        return advice

    async def start(self, asked: MoveRequest) -> MoveState:
        """Start the proof of a suggestion. Raises Refusal."""
        path, name = cleaned(asked.path), asked.suggestion
        notebook, advice = await self._advised(asked, {name: asked.names or {}})
        suggestion = next((one for one in advice.suggestions if one.id == name), None)
        if suggestion is None:
            raise Refusal(404, "This move is suggested no more: the notebook has changed.")
        told = MoveState(path, running=True, suggestion=name)
        task = self._tasks.start(path, lambda task: self._proven(task, notebook, suggestion, path), told=told, anew=True)
        return state_of(task, MoveState(path, running=False))

    def state(self, path: str) -> MoveState:
        """How far the proof of a suggestion is, or what the last one for a notebook came to. Raises Refusal."""
        path = cleaned(path)
        return state_of(self._tasks.of(path), MoveState(path, running=False))

    def cancel(self, path: str) -> None:
        """End the proof that is under way for a notebook, and its kernels."""
        self._tasks.cancel(cleaned(path))

    def stop(self) -> None:
        """End all proofs."""
        self._tasks.stop()

    async def _advised(self, asked: RefactorRequest | MoveRequest, names: Mapping[str, Mapping[str, str]]) -> tuple[Notebook, Advice]:
        path = cleaned(asked.path)
        data = msgspec.json.encode(asked.notebook) if asked.notebook is not None else None
        return await self._checker.advice(path, data, names, asked.selection, self._proofs.last(path))

    def _proven(self, task: Task[MoveState, MoveState], notebook: Notebook, suggestion: Suggestion, path: str) -> MoveState:
        told = MoveState(path, running=True, suggestion=suggestion.id)

        def hear(doing: str) -> None:
            task.tell(replace(told, doing=doing))

        def count(progress: Progress) -> None:
            task.tell(replace(task.told or told, done=progress.done, of=progress.of))

        with folder_of(self._store, path) as folder:
            found = prove_move(notebook, suggestion, folder, run_settings(self._limits), hear, count, task.cancelled)
        return MoveState(path, False, suggestion.id, same=found.same, reason=found.reason, trouble=found.trouble)
