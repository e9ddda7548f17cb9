"""The state of every cell, a pure function of the notebook and of its recorded runs: what would a clean run give?

The cells are gone through in order with what a clean run would hold. A cell whose very source once ran over the same values would give the
same again, and what it wrote is known. Where no run tells, its writes are open: those that follow from what differs.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from jupyter_quality.notebook.document import Cell, Notebook
from jupyter_quality.reading.code import Code, read_codes
from jupyter_quality.reading.events import Kind
from jupyter_quality.runs.access import accesses
from jupyter_quality.runs.answers import Answers
from jupyter_quality.runs.choices import only_chooses
from jupyter_quality.runs.derive import derived
from jupyter_quality.runs.env import Env, is_name, live
from jupyter_quality.runs.feeds import Flow, with_feeds
from jupyter_quality.runs.later import put_together
from jupyter_quality.runs.origin import Origins
from jupyter_quality.runs.reasons import but_alike, but_chooses, reason_for, words
from jupyter_quality.runs.record import End, Run, is_ours, meaning
from jupyter_quality.runs.renamed import as_if_run
from jupyter_quality.runs.slices import Affected, affected, news, shows_less
from jupyter_quality.runs.state import CellState, HiddenName, NotebookState, Outcome, State
from jupyter_quality.runs.torun import Need, to_run
from jupyter_quality.runs.value import ABSENT, Value, is_known, split_key

_NOT_SURE = ("unknown", "nondeterministic")
_NOT_COMPARED = ("sqlite3.", "builtins.module", "_io.")
"""What a cell holds in these is no result that it shows; what follows from it is seen in the cells that read it."""


def replay(
    notebook: Notebook, runs: Sequence[Run], kernel: str | None = None, outcomes: Mapping[str, Outcome] = MappingProxyType({})
) -> NotebookState:
    """The states of the code cells, the hidden names of the kernel that ran last (or `kernel`), and what to run.

    `outcomes`: cell id → how a cell came out of a clean run that took place. This has the last word.
    """
    runs = put_together(runs)
    return _Replay(notebook, runs, kernel or (runs[-1].kernel if runs else ""), outcomes).state()


@dataclass(slots=True)
class _Cell:
    cell: Cell
    code: Code
    meaning: str
    shown: Run | None
    same: list[Run]
    """The runs of this very source that came to an end, the latest first."""


class _Replay:
    def __init__(self, notebook: Notebook, runs: Sequence[Run], kernel: str, outcomes: Mapping[str, Outcome]) -> None:
        self.runs = runs
        self.outcomes = outcomes
        self.kernel = kernel
        self.env = Env(runs)
        self.answers = Answers(runs)
        self.made = {name for run in runs for name in run.wrote}
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
            _Cell(cell, code, key := meaning(cell.source), last.get(cell.id), by_meaning.get(key, []))
            for cell, code in zip(cells, codes, strict=True)
        ]
        self.made |= {name for code in codes for name in code.names.bound}
        self.origins = Origins(runs, cells)

    def state(self) -> NotebookState:
        needs, states = [], []
        for cell in self.cells:
            run = cell.same[0] if cell.same else cell.shown
            reads = run.read if run is not None else dict.fromkeys(cell.code.names.eager, "")
            writes = cell.code.names.bound.union(run.wrote if run is not None else ())
            needs.append(Need(cell.cell.id, {key: self.env.print(key) for key in reads if is_name(key)}, writes))
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

    def _settled(self, cell: _Cell, state: CellState) -> CellState:
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

    def _judge(self, cell: _Cell) -> CellState:
        if is_ours(cell.cell.source):
            return self._state(cell, State.UNKNOWN, ("runs of this command are not recorded",))
        likely = [run for run in cell.same if run is cell.shown] + cell.same
        seen = [run for run in likely if self.env.matches(run)]
        if seen:
            return self._known(cell, seen[0], seen)
        earlier = self._earlier(cell)
        renamed = as_if_run(cell.code, earlier, read_codes([earlier.source])[0]) if earlier is not None else None
        if renamed is not None:
            return self._known(cell, renamed, [renamed])
        shown = cell.shown
        if shown is None:
            return self._not_seen(cell)
        if meaning(shown.source) != cell.meaning:
            return self._edited(cell, shown)
        if shown.end is End.INTERRUPTED:
            self._apply_new(cell, None)
            return self._state(cell, State.STALE, ("its run was interrupted",))
        return self._different(cell, shown)

    def _not_seen(self, cell: _Cell, seen: Run | None = None) -> CellState:
        """A cell of which no run is recorded."""
        is_unseen = cell.meaning in self.unseen
        if seen is None:
            self._apply_new(cell, None, "unknown" if is_unseen else "differs")
        if is_unseen:
            return self._state(cell, State.UNKNOWN, ("it ran before runs were recorded",), seen)
        return self._state(cell, State.NEVER_RUN, ("it was not run yet",), seen)

    def _known(self, cell: _Cell, seen: Run, alike: Sequence[Run]) -> CellState:
        """A cell whose clean outcome was seen once. What it found done already, and so did not write, one of the runs `alike` wrote."""
        for run in reversed(alike):
            if run.end is seen.end:
                self.env.apply(run, [name for name in run.wrote if name not in seen.wrote or name in run.changed])
        self.env.apply(seen)
        shown = cell.shown
        if shown is None:
            return self._not_seen(cell, seen)
        if shown.end is End.INTERRUPTED:
            return self._state(cell, State.STALE, ("its run was interrupted",), seen)
        why = []
        if is_known(shown.output) and shown.output != seen.output:
            why.append("a clean run shows something else")
        why += [f"a clean run gives another `{name}`" for name in self._unlike(shown)]
        if not why:
            return self._state(cell, State.FRESH, (), seen)
        changed = () if meaning(shown.source) == cell.meaning else ("it was edited since it ran",)
        return self._state(cell, State.STALE, (*changed, *why), seen)

    def _unlike(self, shown: Run) -> list[str]:
        """The names that a run left otherwise than they stand now."""
        return [name for name, value in shown.wrote.items() if is_name(name) and _is_compared(value) and self._is_unlike(name, value)]

    def _is_unlike(self, name: str, value: Value | None) -> bool:
        stands = self.env.values.get(name)
        left = ABSENT if value is None else value.whole
        here = ABSENT if stands is None else stands.whole
        return left != here and not here.startswith(_NOT_SURE) and is_known(left)

    def _edited(self, cell: _Cell, shown: Run) -> CellState:
        """A cell whose source is not what was run: what follows is judged by an earlier run of it over what a clean run would hold."""
        result = self._apply_new(cell, self._earlier(cell) or shown)
        gone = [name for name in self._unlike(shown) if name not in result.names]
        lost = shown.shows and shows_less(read_codes([shown.source])[0], cell.code)
        if shown.end is End.WELL and not (result.shown or result.names or gone or lost):
            return self._state(cell, State.FRESH, ())
        return self._state(cell, State.STALE, ("it was edited since it ran",))

    def _earlier(self, cell: _Cell) -> Run | None:
        """The latest run of a cell, whatever its source was then, over what a clean run would hold."""
        found = (run for run in reversed(self.runs) if run.cell_id == cell.cell.id and run.end is End.WELL and self.env.matches(run))
        return next(found, None)

    def _different(self, cell: _Cell, shown: Run) -> CellState:
        """A cell that ran over other values than a clean run would have here."""
        different = self._differences(shown)
        alike = {key for key, stands in different.items() if self.answers.are_alike(key, shown.read.get(key, ""), stands)}
        sure = {
            key: stands
            for key, stands in different.items()
            if key not in alike and not stands.startswith(_NOT_SURE) and is_known(shown.read.get(key, ""))
        }
        why = tuple(reason_for(key, stands, shown, self.origins) for key, stands in (sure or different).items())
        lacking = [key for key, read in shown.read.items() if read == ABSENT == self.env.print(key) and key in self.made]
        if shown.end is End.ERROR and lacking:
            sure, why = {}, (f"it failed, and a clean run does not have {words(lacking[0])} either",)
        elif not self.failing.isdisjoint(sure.values()):
            self.failing.add(f"differs:{cell.cell.id}")
        elif only_chooses(cell.code.tree, {split_key(key)[0] for key in different}):
            alike, sure, why = set(different), {}, (but_chooses(why),)
        elif not sure and alike:
            why = (but_alike(why),)
        different |= dict.fromkeys(alike, f"unknown:{cell.cell.id}")
        earlier = self._earlier(cell)
        if earlier is not None:
            result, unlike = self._apply_new(cell, earlier), True
        else:
            result = affected(cell.code, self._seen(different))
            unlike = self._apply_affected(cell, shown, result, different)
        if not (result.shown and shown.output) and not result.names and not unlike:
            return self._state(cell, State.FRESH, ())
        return self._state(cell, State.STALE if sure else State.UNKNOWN, why)

    def _differences(self, run: Run) -> dict[str, str]:
        """The keys that a run read as something else than stands here; of a frame that it read whole, the columns that differ."""
        found: dict[str, str] = {}
        for key, stands in self.env.different(run).items():
            held, here = self._held(key, run.read[key]), self.env.value(key)
            if held is None or here is None or held.parts.keys() != here.parts.keys():
                found[key] = stands
                continue
            parts = {part: print_ for part, print_ in here.parts.items() if held.parts[part] != print_}
            found |= {f"{key}{part}": print_ for part, print_ in parts.items()} if parts else {key: stands}
        return found

    def _seen(self, different: Mapping[str, str]) -> set[str]:
        """The keys that differ, as a cell's code shows them: which tables a connection is asked for stands in texts."""
        return {name if self._is_connection(name := split_key(key)[0]) else key for key in different}

    def _is_connection(self, name: str) -> bool:
        value = self.env.value(name)
        return value is not None and value.kind.startswith("sqlite3.")

    def _held(self, name: str, whole: str) -> Value | None:
        """The frame that a name held when its fingerprint was this; None where that was no frame, or is not recorded."""
        values = (run.wrote.get(name) for run in reversed(self.runs))
        return next((value for value in values if value is not None and value.whole == whole and "#names" in value.parts), None)

    def _apply_affected(self, cell: _Cell, base: Run, result: Affected, different: Mapping[str, str]) -> bool:
        """Take over what a run wrote, with what follows from a difference left open; whether something stands otherwise than it left it."""
        word = "differs" if any(not stands.startswith(_NOT_SURE) for stands in different.values()) else "unknown"
        unmade = self._unmade(cell.code)
        self.env.apply(base)
        token = f"{word}:{cell.cell.id}"
        for name, parts in result.names.items():
            if name in base.wrote or name in cell.code.names.bound:
                self._open(name, parts, token)
        for name, changed in base.changed.items():
            again = {part for part in changed if name in different or f"{name}{part}" in different}
            if again and name not in result.names:
                self._open(name, again, token)
        for name in base.wrote:
            if not is_name(name) and different:
                self.env.values[name] = Value("", token)
        for name in set(base.wrote) - set(result.names):
            if is_name(name) and name not in cell.code.names.bound and name not in base.changed and different:
                self.env.values[name] = Value("", token)
        for name, stood in unmade.items():
            self.env.values.pop(name, None)
            if stood is not None:
                self.env.values[name] = stood
        return bool(self._unlike(base))

    def _unmade(self, code: Code) -> dict[str, Value | None]:
        """The names that a cell no longer makes in a clean run, since it fails before, with what they hold then."""
        failing = next((statement for statement in code.tree.body if self._fails(code, statement)), None)
        if failing is None:
            return {}
        binds = [event for event in code.events if event.kind is Kind.BIND and not event.deferred]
        made = {event.name for event in binds if getattr(event.node, "lineno", 0) < failing.lineno}
        return {event.name: self.env.values.get(event.name) for event in binds if event.name not in made}

    def _open(self, name: str, parts: set[str], token: str) -> None:
        stands = self.env.values.get(name)
        if parts and stands is not None and stands.parts:
            self.env.values[name] = stands.with_parts(dict.fromkeys(parts, token))
        else:
            self.env.values[name] = Value(stands.kind if stands else "", token)

    def _apply_new(self, cell: _Cell, base: Run | None, word: str = "differs") -> Affected:
        """Work out what a source would write that no run tells of: what its statements say by themselves, what an earlier version did
        with the same statements, and what remains open."""
        different = self._differences(base) if base is not None else {}
        new = news(cell.code, read_codes([base.source])[0]) if base is not None else news(cell.code, read_codes([""])[0])
        plain = {part: values for part in new if isinstance(part, ast.stmt) and (values := derived(part, self.runs)) is not None}
        same = {part for part, values in plain.items() if all(_left_alike(base, name, value) for name, value in values.items())}
        result = affected(cell.code, self._seen(different), new - same)
        token = f"{word}:{cell.cell.id}"
        for statement in cell.code.tree.body:
            names = {
                event.name
                for event in cell.code.events
                if event.kind is not Kind.USE and not event.deferred and _within(event.node, statement)
            }
            if self._fails(cell.code, statement):
                break
            if statement in plain:
                for name, value in plain[statement].items():
                    self.env.values[name] = value
                continue
            for name in names:
                stands = self.env.values.get(name)
                if name in result.names and not (
                    stands is not None and stands.kind == "builtins.module" and name not in cell.code.names.bound
                ):
                    self._open(name, result.names[name], token)
                elif base is not None and name in base.wrote:
                    self.env.apply(base, [name])
        if base is not None:
            self._apply_unseen(cell, base, token, is_new=bool(new))
        return result

    def _apply_unseen(self, cell: _Cell, base: Run, token: str, *, is_new: bool) -> None:
        """Take over what a run changed in ways that its code does not show: open where something in that is new."""
        touched = {event.name for event in cell.code.events if event.kind is not Kind.USE}
        for name, parts in base.changed.items():
            if is_name(name) and name in base.wrote and name not in touched:
                self.env.apply(base, [name])
                if is_new:
                    self._open(name, set(parts), token)
        for name in base.wrote:
            if not is_name(name):
                self.env.values[name] = Value("", token)

    def _fails(self, code: Code, statement: ast.stmt) -> bool:
        """Whether a statement uses a name that some cell makes, and that is not there: nothing behind it happens."""
        sure = {event.node for event in code.events if not (event.deferred or event.conditional)}
        return any(
            access.node in sure and access.name in self.made and self.env.value(access.name) is None and _within(access.node, statement)
            for access in accesses(code)
        )

    def _state(self, cell: _Cell, state: State, why: tuple[str, ...], seen: Run | None = None) -> CellState:
        return CellState(cell.cell.id, cell.cell.number, state, why, (), seen.id if seen else None)

    def _hidden(self) -> list[HiddenName]:
        found = []
        for name, value in sorted(live(self.runs, self.kernel).items()):
            if not is_name(name) or name.startswith("_") or value.kind.startswith("sqlite3."):
                continue
            stands = self.env.values.get(name)
            if stands is not None and (stands.whole == value.whole or stands.whole.startswith(_NOT_SURE)):
                continue
            if not is_known(value.whole):
                continue
            why = "no cell of the notebook makes it any more" if stands is None else "a clean run gives another value"
            found.append(HiddenName(name, self.origins.put_back(name), why))
        return found


def _left_alike(base: Run | None, name: str, value: Value) -> bool:
    """Whether a run left just this value, or made nothing of that name."""
    left = base.wrote.get(name) if base is not None else None
    return left is None or left.whole == value.whole


def _is_compared(value: Value | None) -> bool:
    return value is None or not value.kind.startswith(_NOT_COMPARED)


def _within(node: ast.AST, statement: ast.stmt) -> bool:
    return statement.lineno <= getattr(node, "lineno", 0) <= (statement.end_lineno or statement.lineno)
