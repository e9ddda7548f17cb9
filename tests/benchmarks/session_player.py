"""Plays a session in a kernel of its own, with the recorder in it, and asks what the state of the notebook is at its end."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from tests.benchmarks.session_text import Session, Step

ROOT = Path(__file__).parents[2]
_INTERRUPT_AFTER = 0.7
_PATIENCE = 120


@dataclass
class Played:
    """What the kernel said at the end: the stale cells among those that show something, and the names that only it knows."""

    stale: list[str]
    hidden_names: list[str]


def play(session: Session) -> Played:
    """Take all steps of a session."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in session.files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        with tempfile.TemporaryDirectory() as home, _Player(session, folder, Path(home)) as player:
            for step in session.steps:
                player.take(step)
            state = player.state()
    stale = [cell["id"] for cell in state["cells"] if cell["state"] == "stale" and cell["id"] in player.shown]
    return Played(stale, state["hidden_names"])


class _Player:
    def __init__(self, session: Session, folder: str, home: Path) -> None:
        self.cells = dict(session.cells)
        self.shown = set[str]()
        self._path = home / "notebook.ipynb"
        self._manager = KernelManager()
        self._manager._kernel_spec = KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], language="python", interrupt_mode="signal"
        )
        given = {"JPY_SESSION_NAME": str(self._path), "JUPYTER_DATA_DIR": str(home / "data"), "IPYTHONDIR": str(home / "ipython")}
        search = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
        environment = {**os.environ, **given, "PYTHONHASHSEED": "0", "PYTHONPATH": search}
        self._manager.start_kernel(cwd=folder, env=environment, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Self:
        self._connect()
        return self

    def __exit__(self, *_: object) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def _connect(self) -> None:
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=_PATIENCE)
        self._run("%load_ext jupyter_quality")

    def take(self, step: Step) -> None:
        """Do what a step says."""
        match step:
            case "run", cell:
                self._run_cell(cell)
            case "interrupt", cell:
                self._run_cell(cell, interrupt=True)
            case ("runall",):
                for cell in self.cells:
                    self._run_cell(cell)
            case ("restart",):
                self.state()
                self._client.stop_channels()
                self._manager.restart_kernel(now=True)
                self._connect()
            case "edit", cell, source:
                self.cells[cell] = source
            case "add", cell, place, source:
                self._place(cell, int(place), source)
            case "move", cell, place:
                self._place(cell, int(place), self.cells.pop(cell))
            case "delete", cell:
                del self.cells[cell]
                self.shown.discard(cell)

    def _place(self, cell: str, place: int, source: str) -> None:
        cells = list(self.cells.items())
        self.cells = dict([*cells[:place], (cell, source), *cells[place:]])

    def _run_cell(self, cell: str, *, interrupt: bool = False) -> None:
        self._run(self.cells[cell], cell, interrupt=interrupt)
        self.shown.add(cell)

    def state(self) -> dict[str, Any]:
        """What `%quality state` says of the notebook as it is now."""
        cells = [
            {"cell_type": "code", "id": cell, "metadata": {}, "source": source, "execution_count": None, "outputs": []}
            for cell, source in self.cells.items()
        ]
        self._path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}), encoding="utf-8")
        answer: dict[str, Any] = json.loads(self._run("%quality state --json"))
        return answer

    def _run(self, source: str, cell: str | None = None, *, interrupt: bool = False) -> str:
        """What a run prints."""
        content = {"code": source, "silent": False, "store_history": cell is not None, "user_expressions": {}, "allow_stdin": False}
        message = self._client.session.msg("execute_request", content, metadata={"cellId": cell} if cell else {})
        self._client.shell_channel.send(message)
        printed, begun, until = "", None, time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if interrupt and begun is not None and time.monotonic() > begun + _INTERRUPT_AFTER:
                self._manager.interrupt_kernel()
                interrupt = False
            try:
                told = self._client.get_iopub_msg(timeout=0.1)
            except queue.Empty:
                continue
            if told["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            match told["msg_type"], told["content"]:
                case "execute_input", _:
                    begun = time.monotonic()
                case "stream", {"name": "stdout", "text": text}:
                    printed += text
                case "status", {"execution_state": "idle"}:
                    self._client.get_shell_msg(timeout=_PATIENCE)
                    return printed
        raise TimeoutError(source)
