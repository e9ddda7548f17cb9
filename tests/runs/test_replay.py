"""Replay against the truth, over notebooks whose cells are so plain that a few lines can run them: tuples of names and numbers.

No two different inputs give the same tuple, so a cell is stale exactly where its input or its code is another than in a clean run.
"""

import ast
from dataclasses import dataclass, field, replace
from time import thread_time

from hypothesis import given
from hypothesis import strategies as st

from jupyter_quality.notebook.document import Cell, CellKind, Notebook
from jupyter_quality.runs.fingerprint import Fingerprints
from jupyter_quality.runs.record import End, Run
from jupyter_quality.runs.replay import replay
from jupyter_quality.runs.state import State
from jupyter_quality.runs.value import Value, digest

NAMES = st.sampled_from("abc")
NUMBERS = st.integers(0, 3)
SOURCES = st.one_of(
    st.builds("{} = ({},)".format, NAMES, NUMBERS),
    st.builds("{} = ({}, {})".format, NAMES, NAMES, NUMBERS),
    st.builds("{} = ({}, {}, {})".format, NAMES, NAMES, NAMES, NUMBERS),
    st.builds("print({}, {})".format, NAMES, NUMBERS),
)
IDS = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), IDS),
        st.tuples(st.just("run"), IDS),
        st.tuples(st.just("edit"), IDS, SOURCES),
        st.tuples(st.just("delete"), IDS),
        st.tuples(st.just("move"), IDS),
        st.tuples(st.just("restart")),
    ),
    max_size=12,
)
NOTEBOOKS = st.lists(SOURCES, min_size=1, max_size=6)

Outcome = tuple[str, dict[str, str]]


@dataclass
class Kernel:
    """What runs the cells, and the records of it."""

    names: dict[str, object] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    starts: int = 0

    def restart(self) -> None:
        self.names.clear()
        self.starts += 1
        self.runs.append(Run(f"start {self.starts}", str(self.starts), None, "", len(self.runs), End.STARTED))

    def run(self, cell_id: str, source: str) -> Outcome:
        """Run a cell, and record it; what it shows and leaves."""
        tree = ast.parse(source)
        used = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
        used.pop("print", None)
        read = {name: print_of(self.names[name]).whole if name in self.names else "absent" for name in used}
        shown: list[str] = []
        end = End.WELL
        before = dict(self.names)
        try:
            exec(source, {"print": lambda *what: shown.append(repr(what))}, self.names)
        except NameError as error:
            end = End.ERROR
            shown.append(str(error))
        bound = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
        wrote = {name: print_of(self.names[name]) for name in bound} if end is End.WELL else {}
        self.names.update({name: value for name, value in before.items() if name not in wrote})
        output = digest(*shown) if shown else ""
        self.runs.append(
            Run(str(len(self.runs)), str(self.starts), cell_id, source, len(self.runs), end, read, wrote, output=output, shows=bool(shown))
        )
        return output, {name: value.whole for name, value in wrote.items()}


def print_of(value: object) -> Value:
    return Fingerprints(thread_time() + 5).value(value)


@dataclass
class Worked:
    """A notebook that somebody has worked in: its cells, what each shows, and the records."""

    cells: dict[str, str]
    shown: dict[str, Outcome] = field(default_factory=dict)
    kernel: Kernel = field(default_factory=Kernel)

    def take(self, step: tuple[object, ...]) -> "Worked":
        match step:
            case "run", at if f"c{at}" in self.cells:
                self.shown[f"c{at}"] = self.kernel.run(f"c{at}", self.cells[f"c{at}"])
            case "edit", at, str() as source if f"c{at}" in self.cells:
                self.cells[f"c{at}"] = source
            case "delete", at:
                self.cells.pop(f"c{at}", None)
                self.shown.pop(f"c{at}", None)
            case "move", at if f"c{at}" in self.cells:
                self.cells[f"c{at}"] = self.cells.pop(f"c{at}")
            case ("restart",):
                self.kernel.restart()
        return self

    def run_all(self) -> "Worked":
        for cell_id, source in self.cells.items():
            self.shown[cell_id] = self.kernel.run(cell_id, source)
        return self

    @property
    def notebook(self) -> Notebook:
        return Notebook(None, tuple(Cell(id_, at, CellKind.CODE, source) for at, (id_, source) in enumerate(self.cells.items(), 1)))


def begun(sources: list[str]) -> Worked:
    worked = Worked({f"c{at}": source for at, source in enumerate(sources)} | {"end": "a = b = c = ()"})
    worked.kernel.restart()
    return worked


@given(NOTEBOOKS, STEPS)
def test_stale_is_what_a_clean_run_gives_otherwise_and_nothing_else(sources, steps):
    worked = begun(sources)
    for step in steps:
        worked.take(step)
    clean = Kernel()
    truth = {cell_id: clean.run(cell_id, source) for cell_id, source in worked.cells.items()}
    last = {run.cell_id: run for run in worked.kernel.runs}
    for cell in replay(worked.notebook, worked.kernel.runs).cells:
        if cell.id not in worked.shown:
            assert cell.state is State.NEVER_RUN
        elif (
            last[cell.id].end is End.WELL or last[cell.id].source == worked.cells[cell.id]
        ):  # one that failed and was edited may fail alike
            expected = State.FRESH if worked.shown[cell.id] == truth[cell.id] else State.STALE
            assert cell.state in {expected, State.UNKNOWN}, (cell, worked.shown[cell.id], truth[cell.id])
            assert cell.why or cell.state is State.FRESH


@given(NOTEBOOKS, STEPS)
def test_running_what_is_to_be_run_leaves_nothing_stale_where_a_clean_run_does_not_fail(sources, steps):
    worked = begun(sources)
    for step in steps:
        worked.take(step)
    for cell_id in replay(worked.notebook, worked.kernel.runs).to_run:
        worked.shown[cell_id] = worked.kernel.run(cell_id, worked.cells[cell_id])
    clean = Kernel()
    for cell_id, source in worked.cells.items():
        clean.run(cell_id, source)
    if all(run.end is End.WELL for run in clean.runs):
        assert State.STALE not in {cell.state for cell in replay(worked.notebook, worked.kernel.runs).cells}


@given(NOTEBOOKS, STEPS)
def test_a_run_from_the_top_is_fresh_whatever_was_before(sources, steps):
    worked = begun(sources)
    for step in steps:
        worked.take(step)
    worked.take(("restart",)).run_all()
    state = replay(worked.notebook, worked.kernel.runs)
    assert {cell.state for cell in state.cells} <= {State.FRESH}
    assert state.hidden_names == state.to_run == ()


@given(NOTEBOOKS, st.data())
def test_the_same_run_again_never_alarms(sources, data):
    worked = begun(sources).run_all()
    again = data.draw(st.integers(0, len(sources) - 1))
    before = worked.shown[f"c{again}"]
    if worked.take(("run", again)).shown[f"c{again}"] == before:
        assert {cell.state for cell in replay(worked.notebook, worked.kernel.runs).cells} == {State.FRESH}


@given(NOTEBOOKS, STEPS, st.randoms())
def test_in_which_order_records_arrive_and_how_often_changes_nothing(sources, steps, chance):
    worked = begun(sources)
    for step in steps:
        worked.take(step)
    runs = [*worked.kernel.runs, *worked.kernel.runs[::2]]
    chance.shuffle(runs)
    kernel = worked.kernel.runs[-1].kernel
    assert replay(worked.notebook, runs, kernel) == replay(worked.notebook, worked.kernel.runs, kernel)


KEYS = st.one_of(
    NAMES, st.sampled_from(["a['x']", "a.b", "a#len", "a#index", "a-['x']", "file:f", "dir:d\0*.csv", "module:m.n", "@random", "@cwd"])
)
PRINTS = st.sampled_from(["1", "2", "absent", "unknown:x", "differs:c0", "nondeterministic:start"])
VALUES = st.builds(
    Value,
    st.sampled_from(["builtins.int", "builtins.dict", "folder", "sqlite3.Connection"]),
    PRINTS,
    st.dictionaries(KEYS, PRINTS, max_size=2),
)
RUNS = st.lists(
    st.builds(
        Run,
        st.uuids().map(str),
        st.sampled_from(["k", "l"]),
        st.one_of(st.none(), IDS.map("c{}".format)),
        st.one_of(SOURCES, st.sampled_from(["", "x = (", "%run a.py", "del a", "a['x'] = 1", "for a in b:\n    c.append(a)", "max(a)"])),
        st.floats(0, 9),
        st.sampled_from(End),
        st.dictionaries(KEYS, PRINTS, max_size=3),
        st.dictionaries(KEYS, st.one_of(st.none(), VALUES), max_size=3),
        st.dictionaries(KEYS, st.dictionaries(KEYS, PRINTS, max_size=2), max_size=2),
        output=st.sampled_from(["", "o", "p"]),
        shows=st.booleans(),
    ),
    max_size=8,
)


@given(st.lists(st.one_of(SOURCES, st.sampled_from(["", "x = (", "%quality", "a['x'] += 1", "a, b = b, a"])), max_size=5), RUNS)
def test_whatever_was_recorded_there_is_a_state_for_each_cell(sources, runs):
    worked = begun(sources)
    state = replay(worked.notebook, runs)
    assert [cell.id for cell in state.cells] == list(worked.cells)


def test_a_run_that_is_not_over_is_none():
    worked = begun(["a = (1,)"]).run_all()
    assert replay(worked.notebook, [replace(run, end=End.STARTED) for run in worked.kernel.runs]).cells[0].state is State.NEVER_RUN
