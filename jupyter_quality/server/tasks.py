"""Long work that the browser asks for and then looks at: one task a key, a few at once, each with how far it is."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from jupyter_quality.wire import MoveState, ProjectState

REMEMBERED = 20
"""Tasks that are remembered once they are done."""

Told = TypeVar("Told")
Result = TypeVar("Result")
State = TypeVar("State", MoveState, ProjectState)


@dataclass
class Task(Generic[Told, Result]):
    """Work that waits, runs or is done: what it `told` last of how far it is, and its `result`, or the `trouble` that it ended with.

    Who sets `cancelled` ends it within a moment. `is_aside`: nobody waits for it.
    """

    is_aside: bool = False
    cancelled: threading.Event = field(default_factory=threading.Event)
    told: Told | None = None
    result: Result | None = None
    trouble: str | None = None
    is_done: bool = False

    def tell(self, told: Told) -> None:
        """Say how far the work is."""
        self.told = told


class Tasks(Generic[Told, Result]):
    """The newest task for each key: `at_once` of them, and one more aside. `work` is what one is called: "The clean run"."""

    def __init__(self, work: str, at_once: int) -> None:
        self._work = work
        self._pool = ThreadPoolExecutor(at_once, "jupyter-quality-task")
        self._aside = ThreadPoolExecutor(1, "jupyter-quality-aside")
        self._tasks: dict[str, Task[Told, Result]] = {}

    def start(
        self,
        key: str,
        work: Callable[[Task[Told, Result]], Result],
        *,
        told: Told | None = None,
        anew: bool = False,
        aside: bool = False,
    ) -> Task[Told, Result]:
        """Start work in place of an earlier task that is done. One that is under way stays, unless it is aside or this is to begin `anew`:
        then it is ended."""
        task = self._tasks.get(key)
        if task is not None and not task.is_done:
            if not anew and not task.is_aside:
                return task
            task.cancelled.set()
        self._tasks.pop(key, None)
        task = self._tasks[key] = Task(aside, told=told)
        (self._aside if aside else self._pool).submit(self._run, task, work)
        self._forget()
        return task

    def of(self, key: str) -> Task[Told, Result] | None:
        """The newest task, if there was one."""
        return self._tasks.get(key)

    def cancel(self, key: str) -> None:
        """End a task, if there is one."""
        if (task := self._tasks.get(key)) is not None:
            task.cancelled.set()

    def stop(self) -> None:
        """End all of them."""
        for task in self._tasks.values():
            task.cancelled.set()
        for pool in (self._pool, self._aside):
            pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, task: Task[Told, Result], work: Callable[[Task[Told, Result]], Result]) -> None:
        try:
            task.result = work(task)
        except Exception as error:  # noqa: BLE001 - nobody waits for this thread: what goes wrong in it is told as the task's trouble
            task.trouble = f"{self._work} stumbled: {type(error).__name__}: {error}."
        finally:
            task.is_done = True

    def _forget(self) -> None:
        """Drop the oldest that are done."""
        done = [key for key, task in self._tasks.items() if task.is_done]
        for key in done[:-REMEMBERED]:
            del self._tasks[key]


def state_of(task: Task[State, State] | None, idle: State) -> State:
    """What the browser is told of a task that tells and gives states; `idle` where there was none, with the trouble that one ended with."""
    if task is None:
        return idle
    return (task.result or replace(idle, trouble=task.trouble)) if task.is_done else task.told or replace(idle, running=True)
