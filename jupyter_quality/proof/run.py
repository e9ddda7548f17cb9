"""A clean run: a notebook from the top, in a fresh kernel, in a scratch copy of its folder."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from jupyter_quality.notebook.document import Cell, Notebook
from jupyter_quality.notebook.outputs import read_outputs
from jupyter_quality.proof.kernel import FreshKernel, StoppedError, kernel_for
from jupyter_quality.proof.scratch import Scratch, own_folder, scratch_copy
from jupyter_quality.proof.seen import Json, Output

Summaries = Mapping[str, Json]
"""What the variables are, by name, as `probe.py` sums them up; null where it could not."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a notebook is run. `timeout` are seconds that one cell may take, `megabytes` what the kernel and its children may use.

    `keep_going`: run what is below a cell that failed as well. `variables`: sum them up after each cell, for a comparison.
    `in_place`: run in the notebook's own folder and not in a copy, so that what it writes there is written.
    `niceness`: by how much the kernel gives way to other processes, as in POSIX; nothing where the system knows no such thing.
    """

    timeout: float | None = 600
    megabytes: int | None = None
    keep_going: bool = False
    variables: bool = False
    kernel: str | None = None
    in_place: bool = False
    niceness: int = 0


DEFAULT_SETTINGS = RunSettings()


@dataclass(frozen=True, slots=True)
class Package:
    """An installed distribution that a run imported."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Environment:
    """What a run ran on: the version of the kernel's Python, and the packages that were imported."""

    python: str = ""
    packages: tuple[Package, ...] = ()


@dataclass(frozen=True, slots=True)
class CellRun:
    """What the run of one cell gave. `error` is "Name: message" of what it raised, or why it was stopped; None where it ended well.

    `expected`: the notebook shows this error, or the cell is tagged `raises-exception`, so the run went on.
    """

    id: str
    number: int
    outputs: tuple[Output, ...]
    seconds: float
    error: str | None = None
    expected: bool = False
    variables: Summaries | None = None


@dataclass(frozen=True, slots=True)
class CleanRun:
    """A run from the top: the code cells that were reached, in order. `trouble` says why it could not even begin, or was cancelled."""

    cells: tuple[CellRun, ...]
    start: datetime
    end: datetime
    environment: Environment = Environment()
    trouble: str | None = None

    def cell(self, cell_id: str) -> CellRun | None:
        """The run of a cell; None where it was not reached."""
        return next((cell for cell in self.cells if cell.id == cell_id), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: so many code cells done of all, and the one that runs now, None at the end."""

    done: int
    of: int
    cell: Cell | None


def run_cleanly(
    notebook: Notebook,
    folder: Path,
    settings: RunSettings = DEFAULT_SETTINGS,
    heard: Callable[[Progress], None] = lambda _: None,
    cancelled: threading.Event | None = None,
) -> CleanRun:
    """Run a notebook as it would run in `folder`, whose files stay as they are. May be called with or without a running event loop.

    Never raises for what the notebook does. What is heard is called on another thread. Setting `cancelled` ends the run and its kernel.
    """
    cancelled = cancelled or threading.Event()
    with ThreadPoolExecutor(1, "jupyter-quality-run") as pool:
        running = pool.submit(lambda: asyncio.run(_run(notebook, folder, settings, heard, cancelled)))
        try:
            return running.result()
        except BaseException:  # an interrupt from the keyboard: the kernel must end too
            cancelled.set()
            raise


async def _run(
    notebook: Notebook, folder: Path, settings: RunSettings, heard: Callable[[Progress], None], cancelled: threading.Event
) -> CleanRun:
    start = datetime.now(UTC)
    cells = [cell for cell in notebook.code_cells if cell.source.strip()]
    ran: list[CellRun] = []
    environment, trouble = Environment(), notebook.trouble
    try:
        with own_folder(folder) if settings.in_place else scratch_copy(folder, [cell.source for cell in cells]) as scratch:
            name = kernel_for(notebook, settings.kernel)
            async with FreshKernel(name, scratch, settings.timeout, settings.megabytes, cancelled, settings.niceness) as kernel:
                await kernel.prepare()
                for done, cell in enumerate(cells):
                    heard(Progress(done, len(cells), cell))
                    ran.append(_sharing(ran[-1:], await _run_cell(kernel, cell, scratch, settings)))
                    failed = ran[-1].error is not None and not ran[-1].expected
                    if not kernel.is_alive or (failed and not settings.keep_going):
                        break
                environment = _environment(await kernel.asked("environment"))
    except StoppedError as stopped:
        trouble = str(stopped)
    except OSError as error:
        trouble = f"The folder could not be copied: {error}."
    heard(Progress(len(ran), len(cells), None))
    return CleanRun(tuple(ran), start, datetime.now(UTC), environment, trouble)


async def _run_cell(kernel: FreshKernel, cell: Cell, scratch: Scratch, settings: RunSettings) -> CellRun:
    began = time.monotonic()
    outputs, error = await kernel.run(cell)
    seconds = time.monotonic() - began
    told = tuple(json.loads(scratch.told(json.dumps(output))) for output in outputs)
    run = CellRun(cell.id, cell.number, told, seconds, error, expected=error is not None and _is_expected(cell, error))
    if settings.variables and kernel.is_alive:
        found = await kernel.asked("variables")
        return replace(run, variables=found if isinstance(found, dict) else None)
    return run


def _sharing(before: list[CellRun], run: CellRun) -> CellRun:
    """A run whose unchanged variables are the very summaries of the run before, so that memory follows what changes."""
    known = before[0].variables if before else None
    if not known or not run.variables:
        return run
    shared = {name: known[name] if name in known and known[name] == summary else summary for name, summary in run.variables.items()}
    return replace(run, variables=shared)


def _is_expected(cell: Cell, error: str) -> bool:
    """Whether a cell is meant to raise this: so it is tagged, or an error of this name is shown."""
    name = error.partition(":")[0]
    return "raises-exception" in cell.tags or any(shown.error_name == name for shown in read_outputs(cell.saved))


def _environment(told: Json) -> Environment:
    match told:
        case {"python": str(python), "packages": dict(packages)}:
            return Environment(python, tuple(Package(name, str(packages[name])) for name in sorted(packages, key=str.lower)))
    return Environment()
