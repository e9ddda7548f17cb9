"""What recorded runs tell, as findings: of the state rules, where the file alone only suggests; of the leakage rules, as the cells ran."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jupyter_quality.notebook.document import CellKind, Notebook
from jupyter_quality.notebook.edit import Fix, InsertCell
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules._finding import Finding, Related
from jupyter_quality.rules._rule import Rule
from jupyter_quality.rules.names._known import is_given
from jupyter_quality.rules.state._evidence import sure_use
from jupyter_quality.rules.state._gathered import cells_in_words
from jupyter_quality.runs.later import put_together
from jupyter_quality.runs.origin import Origins
from jupyter_quality.runs.record import End, Run, meaning
from jupyter_quality.runs.state import CellState, NotebookState, State
from jupyter_quality.runs.value import split_key

_SUGGESTED = frozenset("stale-result edited-since-run out-of-order-run never-run run-twice".split())
"""The rules of what saved counts and outputs suggest."""


def as_recorded(notebook: Notebook, runs: Sequence[Run]) -> Notebook:
    """A notebook without the counts of cells that were edited since their last recorded run: they do not tell of the code that stands."""
    last = {run.cell_id: run for run in put_together(runs) if run.end is not End.STARTED}
    edited = {cell.id for cell in notebook.code_cells if cell.id in last and meaning(last[cell.id].source) != meaning(cell.source)}
    cells = (replace(cell, execution_count=None) if cell.id in edited else cell for cell in notebook.cells)
    return replace(notebook, cells=tuple(cells)) if edited else notebook


def with_runs(
    found: Sequence[Finding], reading: Reading, rules: Mapping[str, Rule], runs: Sequence[Run], known: NotebookState
) -> list[Finding]:
    """Findings among which what the runs tell takes the place of what is only suggested of the same cells."""
    told = {cell.id for cell in known.cells if cell.state is not State.UNKNOWN}
    kept = [one for one in found if one.rule not in _SUGGESTED or one.place is None or one.place.cell_id not in told]
    recorded = _Recorded(reading, rules, runs, known)
    put_back = list(recorded.deleted())
    places = {one.place for one in put_back}
    kept = [one for one in kept if one.rule not in {"undefined-name", "deleted-definition"} or one.place not in places]
    return [*kept, *put_back, *recorded.stale(), *recorded.never_run()]


def run_order(notebook: Notebook, runs: Sequence[Run]) -> Notebook | None:
    """A notebook with those of its code cells that ran as they stand in the last kernel, in the order of their last runs; None where
    that is the notebook's own order."""
    whole = put_together(runs)
    last = {run.cell_id: run for run in whole if run.end is End.WELL and run.kernel == whole[-1].kernel}
    ran = [cell for cell in notebook.code_cells if cell.id in last and meaning(last[cell.id].source) == meaning(cell.source)]
    ordered = sorted(ran, key=lambda cell: last[cell.id].at)
    return None if ordered == ran else replace(notebook, cells=tuple(ordered))


def leaked_as_run(found: Sequence[Finding], as_run: Sequence[Finding]) -> Iterator[Finding]:
    """The findings of leakage in the order of the runs that are not there in notebook order. No fix: that would be of other code."""
    known = {(one.rule, one.place) for one in found}
    for one in as_run:
        if (one.rule, one.place) not in known:
            yield replace(one, message=f"in the order in which the cells ran last, {one.message}", fix=None)


class _Recorded:
    def __init__(self, reading: Reading, rules: Mapping[str, Rule], runs: Sequence[Run], known: NotebookState) -> None:
        self.reading = reading
        self.rules = rules
        self.states = {cell.id: cell for cell in known.cells}
        self.runs: dict[str, list[Run]] = {}
        whole = put_together(runs)
        for run in whole:
            if run.cell_id is not None and run.end is not End.STARTED:
                self.runs.setdefault(run.cell_id, []).append(run)
        self.origins = Origins(whole, reading.notebook.code_cells)

    def stale(self) -> Iterator[Finding]:
        """Each stale cell, under the rule of its cause."""
        for cell in self.reading.cells:
            state, runs = self.states.get(cell.cell.id), self.runs.get(cell.cell.id)
            if state is not None and state.state is State.STALE and runs:
                name, message = self._cause(cell, state, runs)
                if (rule := self.rules.get(name)) is not None:
                    yield Finding(rule.name, rule.family, rule.severity, message, cell.place(cell.code.line_span(1)))

    def _cause(self, cell: CellReading, state: CellState, runs: Sequence[Run]) -> tuple[str, str]:
        shown, why = runs[-1], "; ".join(state.why)
        if meaning(shown.source) != meaning(cell.cell.source):
            return "edited-since-run", "this is not the code that was run: what the cell shows or makes comes from an earlier version of it"
        if len(runs) > 1 and self._fed_itself(runs[-2], shown):
            return "run-twice", f"run a second time, this cell gave another result than the first time: {why}"
        above = (self.origins.changed_after(shown, key) for key in shown.read)
        if not shown.shows and any(number is not None and number < cell.cell.number for number in above):
            return "out-of-order-run", f"this cell was run before a cell above it that it depends on: {why}"
        return "stale-result", f"a clean run would not give what this cell shows or makes: {why}"

    def _fed_itself(self, before: Run, shown: Run) -> bool:
        """Whether a run read what an earlier run of the same cell and source had made of something that it read, too."""
        if before.kernel != shown.kernel or meaning(before.source) != meaning(shown.source):
            return False
        changed = (key for key, print_ in shown.read.items() if before.read.get(key, print_) != print_)
        return any(split_key(key)[0] in before.wrote and self.origins.made_before(shown, key) is before for key in changed)

    def never_run(self) -> Iterator[Finding]:
        """The cells that were not run though one below them was, as one finding."""
        rule = self.rules.get("never-run")
        last = max((place for place, cell in enumerate(self.reading.cells) if cell.cell.id in self.runs), default=0)
        found = [cell for cell in self.reading.cells[:last] if self._is_never_run(cell)]
        if rule is not None and found:
            related = [Related(cell.place(cell.code.line_span(1)), "was not run either") for cell in found[1:]]
            words = ("was", "it") if len(found) == 1 else ("were", "them")
            message = f"{cells_in_words(found)} {words[0]} not run, though cells below {words[1]} were"
            yield Finding(rule.name, rule.family, rule.severity, message, found[0].place(found[0].code.line_span(1)), tuple(related))

    def _is_never_run(self, cell: CellReading) -> bool:
        state = self.states.get(cell.cell.id)
        return state is not None and state.state is State.NEVER_RUN and bool(cell.code.tree.body or cell.code.magics)

    def deleted(self) -> Iterator[Finding]:
        """The names that no cell defines any more, where the source that made them is known, each with the edit that puts it back."""
        rule = self.rules.get("deleted-definition")
        names = frozenset[str]().union(*(cell.names.eager for cell in self.reading.cells)) - self.reading.defined
        for name in sorted(names) if rule is not None else ():
            source = None if is_given(name) else self.origins.put_back(name)
            cell = next((cell for cell in self.reading.cells if name in cell.names.eager), None)
            event = sure_use(cell, name) if cell is not None else None
            if rule is not None and source is not None and cell is not None and event is not None:
                back = InsertCell(cell.cell.id, CellKind.CODE, source)
                fix = Fix(f"Put back the cell that made `{name}`", (back,), safe=True)
                yield rule.finding(cell.place(event.node), fix=fix, name=name)
