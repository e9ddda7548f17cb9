"""The state of every cell, a pure function of the notebook and of its recorded runs: what would a clean run give?

The cells are gone through in order with what a clean run would hold. A cell whose very source once ran over the same values would give the
same again, and what it wrote is known. Where no run tells, its writes are open: those that follow from what differs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.reading.code import read_codes
from jupyter_quality.runs.answers import Answers
from jupyter_quality.runs.choices import only_chooses
from jupyter_quality.runs.clean import NOT_SURE, Clean, RunCell
from jupyter_quality.runs.env import is_name, live
from jupyter_quality.runs.feeds import Flow, with_feeds
from jupyter_quality.runs.later import put_together
from jupyter_quality.runs.origin import Origins
from jupyter_quality.runs.reasons import but_alike, but_chooses, reason_for, words
from jupyter_quality.runs.record import End, Run, is_ours, meaning
from jupyter_quality.runs.renamed import as_if_run
from jupyter_quality.runs.slices import affected, shows_less
from jupyter_quality.runs.state import CellState, HiddenName, NotebookState, Outcome, State
from jupyter_quality.runs.torun import Need, to_run
from jupyter_quality.runs.value import ABSENT, is_known, split_key

_STOPS_HERE = "a clean run ends here with this error, too"


def replay(
    notebook: Notebook, runs: Sequence[Run], kernel: str | None = None, outcomes: Mapping[str, Outcome] = MappingProxyType({})
) -> NotebookState:
    """The states of the code cells, the hidden names of the kernel that ran last (or `kernel`), and what to run.

    `outcomes`: cell id → how a cell came out of a clean run that took place. This has the last word.
    """
    runs = put_together(runs)
    return _Replay(notebook, runs, kernel or (runs[-1].kernel if runs else ""), outcomes).state()


class _Replay:
    def __init__(self, notebook: Notebook, runs: Sequence[Run], kernel: str, outcomes: Mapping[str, Outcome]) -> None:
        self.runs = runs
        self.outcomes = outcomes
        self.kernel = kernel
        self.clean = Clean(runs)
        self.answers = Answers(runs)
        self.failing = {ABSENT}
        """What stands for a value that is not there, or that a cell would make that fails for want of one."""
        last: dict[str, Run] = {}
        by_meaning: dict[str, list[Run]] = {}
        self.unseen = {meaning(run.source) for run in runs if run.end is End.UNSEEN}
        """The sources that ran before anything was recorded."""
        for run in runs:
            if run.end in {End.STARTED, End.UNSEEN}:
                continue
            if run.cell_id is not None:
                last[run.cell_id] = run
            if run.end is not End.INTERRUPTED:
                by_meaning.setdefault(meaning(run.source), []).insert(0, run)
        cells = notebook.code_cells
        codes = read_codes(cell.source for cell in cells)
        self.cells = [
            RunCell(cell, code, key := meaning(cell.source), last.get(cell.id), by_meaning.get(key, []))
            for cell, code in zip(cells, codes, strict=True)
        ]
        self.clean.made |= {name for code in codes for name in code.names.bound}
        self.origins = Origins(runs, cells)

    def state(self) -> NotebookState:
        needs, states = [], []
        for cell in self.cells:
            run = cell.same[0] if cell.same else cell.shown
            reads = run.read if run is not None else dict.fromkeys(cell.code.names.eager, "")
            writes = cell.code.names.bound.union(run.wrote if run is not None else ())
            needs.append(Need(cell.cell.id, {key: self.clean.env.print(key) for key in reads if is_name(key)}, writes))
            states.append(self._settled(cell, self._judge(cell)))
        stale = [state.id for state in states if state.state is State.STALE]
        run_again = to_run(needs, stale, live(self.runs, self.kernel))
        return NotebookState(with_feeds(states, self._flows()), tuple(self._hidden()), run_again)

    def _flows(self) -> list[Flow]:
        """What each cell reads and writes, as it ran last, else as its code says."""
        runs = [(cell, next(iter(cell.same), None) or cell.shown) for cell in self.cells]
        return [
            Flow({split_key(key)[0] for key in run.read}, set(run.wrote)) if run else Flow(cell.code.names.eager, cell.code.names.bound)
            for cell, run in runs
        ]

    def _settled(self, cell: RunCell, state: CellState) -> CellState:
        """A state in the light of a clean run. What a stale cell makes may differ although it shows the same."""
        outcome = self.outcomes.get(cell.cell.id)
        shown = cell.shown
        if outcome is None or shown is None or shown.at > outcome.at or state.state is State.NEVER_RUN:
            return state
        if not outcome.is_same:
            return state if state.state is State.STALE else replace(state, state=State.STALE, why=(outcome.why,))
        if state.state is State.UNKNOWN or (shown.shows and not shown.wrote):
            return replace(state, state=State.FRESH, why=())
        return state

    def _judge(self, cell: RunCell) -> CellState:
        if is_ours(cell.cell.source):
            return self._state(cell, State.UNKNOWN, ("runs of this command are not recorded",))
        likely = [run for run in cell.same if run is cell.shown] + cell.same
        seen = [run for run in likely if self.clean.env.matches(run)]
        if seen:
            return self._known(cell, seen[0], seen)
        renamed = self._renamed(cell)
        if renamed is not None:
            return self._known(cell, renamed, [renamed])
        shown = cell.shown
        if shown is None:
            return self._not_seen(cell)
        if meaning(shown.source) != cell.meaning:
            return self._edited(cell, shown)
        if shown.end is End.INTERRUPTED:
            self.clean.apply_new(cell, None)
            return self._state(cell, State.STALE, ("its run was interrupted",))
        return self._different(cell, shown)

    def _not_seen(self, cell: RunCell, seen: Run | None = None) -> CellState:
        """A cell of which no run is recorded."""
        is_unseen = cell.meaning in self.unseen
        if seen is None:
            self.clean.apply_new(cell, None, "unknown" if is_unseen else "differs")
        if is_unseen:
            return self._state(cell, State.UNKNOWN, ("it ran before runs were recorded",), seen)
        return self._state(cell, State.NEVER_RUN, ("it was not run yet",), seen)

    def _known(self, cell: RunCell, seen: Run, alike: Sequence[Run]) -> CellState:
        """A cell whose clean outcome was seen once. What it found done already, and so did not write, one of the runs `alike` wrote."""
        for run in reversed(alike):
            if run.end is seen.end:
                self.clean.env.apply(run, [name for name in run.wrote if name not in seen.wrote or name in run.changed])
        self.clean.env.apply(seen)
        shown = cell.shown
        if shown is None:
            return self._not_seen(cell, seen)
        if shown.end is End.INTERRUPTED:
            return self._state(cell, State.STALE, ("its run was interrupted",), seen)
        why = []
        if is_known(shown.output) and shown.output != seen.output:
            why.append("a clean run shows something else")
        why += [f"a clean run gives another `{name}`" for name in self.clean.unlike(shown)]
        if not why:
            return self._state(cell, State.FRESH, (_STOPS_HERE,) if seen.end is End.ERROR else (), seen)
        changed = () if meaning(shown.source) == cell.meaning else ("it was edited since it ran",)
        return self._state(cell, State.STALE, (*changed, *why), seen)

    def _edited(self, cell: RunCell, shown: Run) -> CellState:
        """A cell whose source is not what was run: what follows is judged by an earlier run of it over what a clean run would hold."""
        result = self.clean.apply_new(cell, self.clean.earlier(cell) or shown)
        gone = [name for name in self.clean.unlike(shown) if name not in result.names]
        lost = shown.shows and shows_less(read_codes([shown.source])[0], cell.code)
        if shown.end is End.WELL and not (result.shown or result.names or gone or lost):
            return self._state(cell, State.FRESH, ())
        return self._state(cell, State.STALE, ("it was edited since it ran",))

    def _renamed(self, cell: RunCell) -> Run | None:
        """The latest run of a cell when its names were called otherwise, as if it had been of the cell as it stands, where a clean run
        would hold the same."""
        earlier = (run for run in reversed(self.runs) if run.cell_id == cell.cell.id and run.end is End.WELL)
        as_if = (as_if_run(cell.code, run, read_codes([run.source])[0]) for run in earlier)
        return next((run for run in as_if if run is not None and self.clean.env.matches(run)), None)

    def _different(self, cell: RunCell, shown: Run) -> CellState:
        """A cell that ran over other values than a clean run would have here."""
        different = self.clean.differences(shown)
        alike = {key for key, stands in different.items() if self.answers.are_alike(key, shown.read.get(key, ""), stands)}
        sure = {
            key: stands
            for key, stands in different.items()
            if key not in alike and not stands.startswith(NOT_SURE) and is_known(shown.read.get(key, ""))
        }
        why = tuple(reason_for(key, stands, shown, self.origins) for key, stands in (sure or different).items())
        lacking = [key for key, read in shown.read.items() if read == ABSENT == self.clean.env.print(key) and key in self.clean.made]
        if shown.end is End.ERROR and lacking:
            sure, why = {}, (f"it failed, and a clean run does not have {words(lacking[0])} either",)
        elif not self.failing.isdisjoint(sure.values()):
            self.failing.add(f"differs:{cell.cell.id}")
        elif only_chooses(cell.code.tree, {split_key(key)[0] for key in different}):
            alike, sure, why = set(different), {}, (but_chooses(why),)
        elif not sure and alike:
            why = (but_alike(why),)
        different |= dict.fromkeys(alike, f"unknown:{cell.cell.id}")
        earlier = self.clean.earlier(cell)
        if earlier is not None:
            result, unlike = self.clean.apply_new(cell, earlier), True
        else:
            result = affected(cell.code, self.clean.seen_by_code(different))
            unlike = self.clean.apply_affected(cell, shown, result, different)
        if not (result.shown and shown.output) and not result.names and not unlike:
            return self._state(cell, State.FRESH, ())
        return self._state(cell, State.STALE if sure else State.UNKNOWN, why)

    def _state(self, cell: RunCell, state: State, why: tuple[str, ...], seen: Run | None = None) -> CellState:
        return CellState(cell.cell.id, cell.cell.number, state, why, (), seen.id if seen else None)

    def _hidden(self) -> list[HiddenName]:
        found = []
        for name, value in sorted(live(self.runs, self.kernel).items()):
            if not is_name(name) or name.startswith("_") or value.kind.startswith("sqlite3."):
                continue
            stands = self.clean.env.values.get(name)
            if stands is not None and (stands.whole == value.whole or stands.whole.startswith(NOT_SURE)):
                continue
            if not is_known(value.whole):
                continue
            why = "no cell of the notebook makes it any more" if stands is None else "a clean run gives another value"
            found.append(HiddenName(name, self.origins.put_back(name), why))
        return found
