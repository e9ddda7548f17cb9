"""Goes on with a piece of work in the free moments of the event loop in which a cell has just run."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.comm import TARGET

_FIRST = 0.05
"""Seconds after the run, in which its reply leaves and the next cell of many may come."""
_BETWEEN = 0.01
"""Seconds between two moments, in which the kernel hears of whatever comes."""


class Quiet:
    """Tells whether nothing but the recorder can have run in a kernel since a moment: no message, no thread, no task of the user's."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._kernel = getattr(shell, "kernel", None)
        self._most = self._others()
        self._message: object = None

    def begin(self) -> None:
        """From now on."""
        self._message = self._last_message()

    def lasts(self) -> bool:
        """Whether it was quiet until now."""
        return self.is_alone() and self._message == self._last_message()

    def is_alone(self) -> bool:
        """Whether the user's code runs nowhere beside the cells: in no thread, task or comm that was not there at first."""
        return all(count <= at_first for count, at_first in zip(self._others(), self._most, strict=True))

    def _others(self) -> tuple[int, int, int]:
        try:
            tasks = len(asyncio.all_tasks())
        except RuntimeError:  # no event loop runs here
            tasks = 0
        comms = getattr(getattr(self._kernel, "comm_manager", None), "comms", {})
        return threading.active_count(), tasks, sum(getattr(comm, "target_name", TARGET) != TARGET for comm in list(comms.values()))

    def _last_message(self) -> object:
        with suppress(Exception):  # a kernel of another make tells nothing
            return self._kernel.get_parent()["header"]["msg_id"]  # type: ignore[union-attr]
        return None


class Idle:
    """Calls `work` again and again until it says that nothing is left, or `stop` is called."""

    def __init__(self, work: Callable[[], bool]) -> None:
        self._work = work
        self._next: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Begin in a moment; where the main thread runs no event loop, never."""
        self.stop()
        with suppress(RuntimeError):
            if threading.current_thread() is threading.main_thread():
                self._later(asyncio.get_running_loop(), _FIRST)

    def stop(self) -> None:
        """Call no more."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _later(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._next = loop.call_later(seconds, self._go_on, loop)

    def _go_on(self, loop: asyncio.AbstractEventLoop) -> None:
        self._next = None
        if self._work():
            self._later(loop, _BETWEEN)
