"""Which run made what another one read, and what became of its cell."""

from collections.abc import Iterator, Sequence

from jupyter_quality.notebook.document import Cell
from jupyter_quality.runs.record import End, Run, meaning
from jupyter_quality.runs.value import split_key


class Origins:
    """The writers among the runs of a notebook that has these code cells now."""

    def __init__(self, runs: Sequence[Run], cells: Sequence[Cell]) -> None:
        self._runs = runs
        self._numbers = {cell.id: cell.number for cell in cells}
        self._meanings = {meaning(cell.source) for cell in cells}

    def changed_after(self, run: Run, key: str) -> int | None:
        """The number of the cell that last wrote a key, where that was after a run."""
        for writer in self._writers(key):
            if writer.at <= run.at:
                return None
            if writer.cell_id in self._numbers:
                return self._numbers[writer.cell_id]
        return None

    def made_before(self, run: Run, key: str) -> Run | None:
        """The run that made, or last changed, what a run read."""
        return next((writer for writer in self._writers(key) if writer.at < run.at and writer.kernel == run.kernel), None)

    def is_gone(self, run: Run) -> bool:
        """Whether the cell of a run was deleted: neither it nor its source is in the notebook."""
        return run.cell_id not in self._numbers and bool(run.source) and meaning(run.source) not in self._meanings

    def number(self, run: Run) -> int | None:
        """The number of the cell of a run."""
        return self._numbers.get(run.cell_id or "")

    def put_back(self, name: str) -> str | None:
        """The source that made a name, where no cell of the notebook is that source any more."""
        maker = next((run for run in self._writers(name) if run.wrote.get(name) is not None and name not in run.changed), None)
        return maker.source if maker is not None and maker.source and meaning(maker.source) not in self._meanings else None

    def _writers(self, key: str) -> Iterator[Run]:
        """The runs that wrote a key, the latest first."""
        name, part = split_key(key)
        for run in reversed(self._runs):
            if (
                name in run.wrote
                and run.end is not End.STARTED
                and (part[:1] not in {"[", "."} or part in run.changed.get(name, {part: ""}))
            ):
                yield run
