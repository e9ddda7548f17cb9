"""What the saved counts and outputs of a notebook prove."""

from jupyter_quality.notebook.outputs import Output, read_outputs
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.events import Event, Kind
from jupyter_quality.reading.reading import Reading

_MAKE_NAMES = frozenset({"globals", "exec", "locals", "vars"})
_BRING_NAMES = frozenset({"run", "load", "loadpy", "store", "reload_kernel"})


def saved_error(cell: CellReading) -> Output | None:
    """The error with which a cell was saved."""
    saved = cell.cell.saved
    if b'"ename"' not in saved:
        return None
    return next((output for output in read_outputs(saved) if output.kind == "error"), None)


def ran_without_error(cell: CellReading) -> bool:
    """Whether the cell was run, and its run ended well."""
    return cell.cell.execution_count is not None and saved_error(cell) is None


def may_come_unseen(reading: Reading, name: str) -> bool:
    """Whether a star import, a `%run`, a magic, a cell that does not parse or `exec` may define a name."""
    return bool(
        reading.star_imports
        or name in reading.possible_names
        or any(magic.name in _BRING_NAMES for cell in reading.cells for magic in cell.code.magics)
        or any(not _MAKE_NAMES.isdisjoint(cell.names.used) for cell in reading.cells)
    )


def sure_use(cell: CellReading, name: str) -> Event | None:
    """The first use of a name that happens whenever the cell runs, and before the cell itself may have bound the name."""
    for event in cell.code.events:
        if event.name == name:
            if event.kind is Kind.BIND:
                return None
            if event.kind in {Kind.USE, Kind.CHANGE} and not event.deferred and not event.conditional:
                return event
    return None


def only_in_kernel(reading: Reading, name: str) -> CellReading | None:
    """The first cell that was run, without an error, though it surely reads a name that no cell defines: the name lived only in the
    kernel. None where the file does not prove that."""
    if name in reading.defined or may_come_unseen(reading, name):
        return None
    return next(
        (cell for cell in reading.cells if name in cell.names.eager and ran_without_error(cell) and sure_use(cell, name) is not None), None
    )
