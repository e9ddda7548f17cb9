"""A session in a shell: cells are run, and the state of the notebook they make is asked for."""

from collections.abc import Callable, Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell

from jupyter_quality.kernel.recorder import Recorder
from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.runs.record import Run
from jupyter_quality.runs.replay import replay
from jupyter_quality.runs.state import NotebookState


class Session:
    """A notebook of cells a, b, c … and the shell in which they run."""

    def __init__(self, shell: InteractiveShell, *sources: str) -> None:
        self.shell = shell
        self.cells = {chr(97 + at): source for at, source in enumerate(sources)}
        self.recorder = Recorder(shell)
        self.earlier: list[Run] = []
        self._listen()

    def _listen(self) -> None:
        self.shell.events.register("pre_run_cell", self.recorder.pre_run_cell)
        self.shell.events.register("post_run_cell", self.recorder.post_run_cell)

    def end(self) -> None:
        self.shell.events.unregister("pre_run_cell", self.recorder.pre_run_cell)
        self.shell.events.unregister("post_run_cell", self.recorder.post_run_cell)

    def run(self, *ids: str) -> "Session":
        for cell_id in ids or self.cells:
            self.shell.run_cell(self.cells[cell_id], store_history=True, cell_id=cell_id)
        return self

    def run_unseen(self, *sources: str) -> "Session":
        """A new kernel, in which something ran before anything was recorded."""
        self.end()
        for source in sources:
            self.shell.run_cell(source, store_history=True)
        self.recorder = Recorder(self.shell)
        self._listen()
        return self

    def restart(self) -> "Session":
        """A new kernel over the same log."""
        self.end()
        self.earlier = self.runs
        self.shell.reset(new_session=False)
        self.recorder = Recorder(self.shell)
        self._listen()
        return self

    @property
    def runs(self) -> list[Run]:
        return [*self.earlier, *self.recorder.runs]

    @property
    def state(self) -> NotebookState:
        cells = (Cell(cell_id, number, CellKind.CODE, source) for number, (cell_id, source) in enumerate(self.cells.items(), 1))
        return replay(Notebook(None, tuple(cells)), self.runs, self.recorder.kernel)

    @property
    def stale(self) -> list[str]:
        return [cell.id for cell in self.state.cells if cell.state == "stale"]

    @property
    def hidden(self) -> list[str]:
        return [hidden.name for hidden in self.state.hidden_names]


@pytest.fixture
def session() -> Iterator[Callable[..., Session]]:
    """Makes a session of cells with these sources."""
    shell = InteractiveShell()
    shell.history_manager.enabled = False
    begun: list[Session] = []

    def begin(*sources: str) -> Session:
        begun.append(Session(shell, *sources))
        return begun[-1]

    yield begin
    for one in begun:
        one.end()
