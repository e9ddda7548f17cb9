"""The proof: what is shown beside what clean runs give, cell by cell."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path

import msgspec

from jupyter_quality.notebook.document import Cell, Notebook
from jupyter_quality.proof.compare import Verdict, clock_of, difference, differs, varying_names
from jupyter_quality.proof.run import DEFAULT_SETTINGS, CleanRun, Package, Progress, RunSettings, run_cleanly
from jupyter_quality.proof.seen import Output, Seen, SeenKind, seen
from jupyter_quality.reading.reading import Reading

LONGEST = 2**18
"""Characters of one output that a proof holds."""


class Runs(StrEnum):
    """How often a notebook is run: once; once more where a cell differs, so that what is nondeterministic is found; always twice."""

    ONCE = "once"
    AS_NEEDED = "as needed"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class ProvenCell:
    """A code cell: what is shown and what a clean run gives. `reason` says in a few words why it is not the same.

    `execution_count` is the saved one: the cell was run since where it has another now.
    """

    id: str
    number: int
    verdict: Verdict
    reason: str | None = None
    shown: tuple[Seen, ...] = ()
    clean: tuple[Seen, ...] = ()
    execution_count: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a notebook shows what a clean run gives: when (UTC, ISO 8601), with which Python and packages, and each code cell.

    `proven` where no cell differs, fails or is unreached; `trouble` says why there was no run. `sources` is a digest of the code.
    """

    path: str
    when: str
    sources: str
    python: str
    packages: tuple[Package, ...]
    cells: tuple[ProvenCell, ...]
    proven: bool
    trouble: str | None = None

    def count(self, verdict: Verdict) -> int:
        """How many cells have this verdict."""
        return sum(cell.verdict is verdict for cell in self.cells)


_outputs_decoder: msgspec.json.Decoder[tuple[Output, ...]] = msgspec.json.Decoder(tuple[dict[str, object], ...])

HELD = frozenset({Verdict.SAME, Verdict.NONDETERMINISTIC, Verdict.UNSHOWN})
"""What a cell of a proven notebook may be."""


def prove(
    notebook: Notebook,
    folder: Path,
    settings: RunSettings = DEFAULT_SETTINGS,
    runs: Runs = Runs.AS_NEEDED,
    heard: Callable[[Progress], None] = lambda _: None,
    cancelled: threading.Event | None = None,
) -> Proof:
    """Run a notebook cleanly, as it would run in `folder`, and compare each cell with what is saved in it.

    Nothing that the notebook does raises here; `heard` and `cancelled` are as for `run_cleanly`.
    """
    settings = replace(settings, variables=runs is not Runs.ONCE)
    first = run_cleanly(notebook, folder, settings, heard, cancelled)
    cells = tuple(_compared(notebook, first))
    troubled = first.trouble
    if not troubled and (runs is Runs.TWICE or (runs is Runs.AS_NEEDED and any(cell.verdict is Verdict.DIFFERS for cell in cells))):
        second = run_cleanly(notebook, folder, settings, heard, cancelled)
        troubled = second.trouble
        cells = tuple(_weighed(notebook, cells, first, second))
    return Proof(
        notebook.path or "",
        first.start.isoformat(timespec="milliseconds"),
        sources_digest(notebook),
        first.environment.python,
        first.environment.packages,
        () if troubled else cells,
        proven=not troubled and all(cell.verdict in HELD for cell in cells),
        trouble=troubled,
    )


def sources_digest(notebook: Notebook) -> str:
    """A short name for the code of a notebook: a proof of other code says nothing of it."""
    return blake2b("\0".join(cell.source.rstrip() for cell in notebook.code_cells).encode(errors="replace"), digest_size=16).hexdigest()


def saved_outputs(cell: Cell) -> tuple[Output, ...]:
    """A cell's saved outputs, whole; none where they are not what nbformat says."""
    try:
        return _outputs_decoder.decode(cell.saved)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ()


def _compared(notebook: Notebook, run: CleanRun) -> Iterable[ProvenCell]:
    for cell in notebook.code_cells:
        if not cell.source.strip():
            continue
        shown, ran = seen(saved_outputs(cell)), run.cell(cell.id)
        if ran is None:
            yield ProvenCell(cell.id, cell.number, Verdict.UNREACHED, _why_unreached(run), _held(shown), (), cell.execution_count)
            continue
        clean = seen(ran.outputs)
        if ran.error is not None and not any(s.kind is SeenKind.ERROR for s in shown) and not ran.expected:
            verdict, reason = Verdict.FAILS, ran.error
        elif cell.execution_count is None and not shown:
            verdict, reason = Verdict.UNSHOWN, None
        else:
            reason = difference(shown, clean, (None, clock_of(run)))
            verdict = Verdict.SAME if reason is None else Verdict.DIFFERS
        yield ProvenCell(cell.id, cell.number, verdict, reason, _held(shown), _held(clean), cell.execution_count)


def _why_unreached(run: CleanRun) -> str:
    return f"the run ended with cell {run.cells[-1].number}" if run.cells else "the run did not begin"


def _held(things: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """What is seen, long texts cut; a picture that is longer is left out whole."""
    return tuple(
        one if len(one.text) <= LONGEST else replace(one, text="" if one.kind is SeenKind.PICTURE else one.text[:LONGEST], plain="")
        for one in things
    )


def _weighed(notebook: Notebook, cells: Iterable[ProvenCell], first: CleanRun, second: CleanRun) -> Iterable[ProvenCell]:
    """The cells after a second run: what no two clean runs give alike is not held against the notebook."""
    varying = varying_names(first, second)
    reads = {read.cell.id: read.uses & varying for read in Reading(notebook).cells}
    clocks = clock_of(first), clock_of(second)
    for cell in cells:
        if cell.verdict in {Verdict.SAME, Verdict.DIFFERS} and differs(first.cell(cell.id), second.cell(cell.id), clocks):
            yield replace(cell, verdict=Verdict.NONDETERMINISTIC, reason="two clean runs differ here, too")
        elif cell.verdict is Verdict.DIFFERS and reads.get(cell.id):
            names = ", ".join(f"`{name}`" for name in sorted(reads[cell.id]))
            yield replace(cell, verdict=Verdict.NONDETERMINISTIC, reason=f"it reads {names}, which two clean runs do not give alike")
        else:
            yield cell
