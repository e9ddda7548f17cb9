"""The comms over which front ends hear of runs."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.runs.record import Run, to_plain

TARGET = "jupyter_quality"
_AT_ONCE = 50


class Comms:
    """The comms that front ends have opened; where the shell's kernel has none, nothing is sent."""

    def __init__(self, shell: InteractiveShell, known: Callable[[], Iterable[Run]]) -> None:
        self._known = known
        self._open: dict[str, Any] = {}
        manager = getattr(getattr(shell, "kernel", None), "comm_manager", None)
        if manager is not None:
            manager.register_target(TARGET, self._opened)

    def _opened(self, comm: Any, _: object) -> None:
        self._open[comm.comm_id] = comm
        comm.on_close(lambda _: self._open.pop(comm.comm_id, None))
        self.send(tuple(self._known()))

    def send(self, runs: tuple[Run, ...]) -> None:
        """Send runs to all that listen, some at a time."""
        for comm in list(self._open.values()):
            with suppress(Exception):  # a front end that has gone must not end a cell
                for start in range(0, len(runs), _AT_ONCE):
                    comm.send({"runs": [to_plain(run) for run in runs[start : start + _AT_ONCE]]})
