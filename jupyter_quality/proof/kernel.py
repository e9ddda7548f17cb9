"""The fresh kernel of a clean run: started, watched, asked, and surely ended."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import nbformat
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from jupyter_quality.notebook.document import Cell, Notebook
from jupyter_quality.proof.memory import used
from jupyter_quality.proof.scratch import Scratch
from jupyter_quality.proof.seen import Json, Output

PROBE = Path(__file__).with_name("probe.py")
LOOKS = 0.25
"""Seconds between two looks at what a kernel uses, and at whether it is still wanted."""

ASKING = 30
"""Seconds that an answer of the probe may take."""

SUMMING = 1.0
"""Seconds that the summaries of the variables may take after each cell."""


IN_CLEAN_RUN = "JUPYTER_QUALITY_CLEAN_RUN"
"""What is set in the environment of a clean run, so that a notebook that proves itself does not do so without end."""


class StoppedError(Exception):
    """A run cannot begin, or is wanted no more; the message is a sentence."""


def kernel_for(notebook: Notebook, named: str | None) -> str:
    """The name of the kernel that a notebook runs in: the one that is named, else its own where that is installed, else
    for Python the one of this environment. Raises StoppedError."""
    if os.environ.get(IN_CLEAN_RUN):
        raise StoppedError("This is a clean run already, and none begins within another.")
    specs = KernelSpecManager()
    for name in (named, None if named else notebook.kernel):
        try:
            if name:
                specs.get_kernel_spec(name)
                return name
        except NoSuchKernel:
            if named:
                raise StoppedError(f"There is no kernel {named}; `jupyter kernelspec list` shows those that there are.") from None
    if notebook.language not in {"python", "ipython"}:
        raise StoppedError(f"No kernel for {notebook.language} is installed here.")
    return NATIVE_KERNEL_NAME


class FreshKernel:
    """A kernel in a scratch folder, an asynchronous context. Its memory is watched, and so is whether it is still wanted."""

    def __init__(
        self,
        name: str,
        scratch: Scratch,
        timeout: float | None,
        megabytes: int | None,
        cancelled: threading.Event,
        niceness: int = 0,
    ) -> None:
        self._scratch = scratch
        self._bytes = megabytes and megabytes * 2**20
        self._cancelled = cancelled
        self._niceness = niceness
        self._manager = AsyncKernelManager(kernel_name=name)
        self._client = NotebookClient(
            nbformat.v4.new_notebook(),  # type: ignore[no-untyped-call]
            self._manager,
            timeout=timeout,
            allow_errors=True,
            coalesce_streams=True,
            resources={"metadata": {"path": str(scratch.folder)}},
        )
        self._client.reset_execution_trackers()
        self._watching: asyncio.Task[None] | None = None
        self._stopped: str | None = None
        self._has_probe = False
        self.is_alive = False

    async def __aenter__(self) -> Self:
        try:
            await self._client.async_start_new_kernel(
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {IN_CLEAN_RUN: "1"}
            )
            self._give_way()
            await self._client.async_start_new_kernel_client()
        except (OSError, RuntimeError) as error:
            await self._end()
            raise StoppedError(f"The kernel did not start: {error}.") from None
        except BaseException:
            await self._end()
            raise
        self.is_alive = True
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._watching is not None:
            self._watching.cancel()
        await self._end()

    async def _end(self) -> None:
        self.is_alive = False
        if self._client.kc is not None:
            self._client.kc.stop_channels()
        await self._manager.shutdown_kernel(now=True)

    async def prepare(self) -> None:
        """Send the probe to a Python kernel, and have it keep the user's files as they are. No name of it is left with the user's."""
        source, kept = PROBE.read_text(encoding="utf-8"), self._scratch.kept
        module = f"{{'__name__': '_quality_probe', 'kept': {kept and str(kept)!r}}}"
        place = f"__import__('sys').modules.setdefault('_quality_probe', __import__('types').SimpleNamespace(**{{'of': {module}}}))"
        code = f"exec(compile({source + KEEP!r}, '<quality>', 'exec'), {place}.of)"
        self._has_probe = await self._silently(code)

    async def run(self, cell: Cell) -> tuple[tuple[Output, ...], str | None]:
        """Run a cell: its outputs, and what it raised or why it was stopped. Raises StoppedError where the run is wanted no more."""
        node = nbformat.v4.new_code_cell(cell.source, metadata={"tags": list(cell.tags)})  # type: ignore[no-untyped-call]
        self._client.nb.cells.append(node)
        error: str | None = None
        try:
            await self._client.async_execute_cell(node, len(self._client.nb.cells) - 1)
        except CellTimeoutError:
            self.is_alive = False
            error = f"TimeoutError: the cell took longer than {self._client.timeout:g} s"
        except DeadKernelError:
            self.is_alive = False
            error = self._stopped or "DeadKernelError: the kernel died"
        if self._cancelled.is_set():
            raise StoppedError("The run was cancelled.")
        outputs: tuple[Output, ...] = tuple(json.loads(json.dumps(node.outputs)))
        raised = next((output for output in outputs if output.get("output_type") == "error"), None)
        return outputs, error or (f"{raised.get('ename')}: {raised.get('evalue')}" if raised else None)

    async def asked(self, what: str) -> Json:
        """The probe's answer: "environment" or "variables"; None where there is none."""
        if not self._has_probe or not self.is_alive:
            return None
        file = self._scratch.aside / f"{what}.json"
        of = "__import__('sys').modules['_quality_probe'].of"
        shell = "get_ipython().user_ns_hidden, " + str(SUMMING) if what == "variables" else ""
        if not await self._silently(f"{of}[{what!r}]({str(file)!r}, get_ipython().user_ns, {shell})"):
            return None
        found: Json = json.loads(file.read_text(encoding="ascii"))
        return found

    async def _silently(self, code: str) -> bool:
        """Run code that is no cell; whether it ended well and in time."""
        client = self._client.kc
        if client is None:
            return False
        name = client.execute(code, silent=True, store_history=False, allow_stdin=False)
        try:
            reply = await asyncio.wait_for(self._client.async_wait_for_reply(name), ASKING)
        except (TimeoutError, DeadKernelError):
            return False
        return reply is not None and reply["content"]["status"] == "ok"

    @property
    def _pid(self) -> int | None:
        return getattr(self._manager.provisioner, "pid", None)

    def _give_way(self) -> None:
        """Let other processes go first, where that is wanted and the system can."""
        if self._niceness and self._pid is not None and sys.platform != "win32":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._pid, self._niceness)

    async def _watch(self) -> None:
        """Kill the kernel where it uses too much, or is wanted no more."""
        pid = self._pid
        while True:
            await asyncio.sleep(LOOKS)
            if self._bytes and pid and (held := used(pid) or 0) > self._bytes:
                self._stopped = f"MemoryError: the kernel used {held / 2**20:.0f} MB, more than the {self._bytes // 2**20} MB that it may"
            if self._stopped or self._cancelled.is_set():
                await self._manager.signal_kernel(signal.SIGKILL)
                return


KEEP = "\nif kept:\n    keep(kept)\n"
"""What the probe does first."""
