"""What a clean run would hold, cell after cell: what recorded runs tell of it, and what remains open where they do not."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_quality.notebook.document import Cell
from jupyter_quality.reading.code import Code, read_codes
from jupyter_quality.reading.events import Kind
from jupyter_quality.runs.access import accesses
from jupyter_quality.runs.derive import derived
from jupyter_quality.runs.env import Env, is_name
from jupyter_quality.runs.record import End, Run
from jupyter_quality.runs.slices import Affected, affected, news, no_longer_written
from jupyter_quality.runs.value import ABSENT, Value, is_known, split_key

NOT_SURE = ("unknown", "nondeterministic")
"""What begins the fingerprint of what may well be as it was."""
_NOT_COMPARED = ("sqlite3.", "builtins.module", "_io.")
"""What a cell holds in these is no result that it shows; what follows from it is seen in the cells that read it."""


@dataclass(slots=True)
class RunCell:
    """A code cell, its source without what does not matter, the run that it shows, and the runs of this very source that came to an
    end, the latest first."""

    cell: Cell
    code: Code
    meaning: str
    shown: Run | None
    same: list[Run]


class Clean:
    """The values by name (`env`) before the cell that is next; `made` are all names that some run or cell makes."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self.env = Env(runs)
        self.made = {name for run in runs for name in run.wrote}

    def earlier(self, cell: RunCell) -> Run | None:
        """The latest run of a cell, whatever its source was then, over what a clean run would hold."""
        found = (run for run in reversed(self.runs) if run.cell_id == cell.cell.id and run.end is End.WELL and self.env.matches(run))
        return next(found, None)

    def differences(self, run: Run) -> dict[str, str]:
        """The keys that a run read as something else than stands here; of a frame read whole, the columns that differ, are gone or new."""
        found: dict[str, str] = {}
        for key, stands in self.env.different(run).items():
            held, here = self._held(key, run.read[key]), self.env.value(key)
            if held is None or here is None or not here.parts:
                found[key] = stands
                continue
            of_both = {**held.parts, **here.parts}
            parts = {part: here.parts.get(part, ABSENT) for part in of_both if held.parts.get(part) != here.parts.get(part)}
            found |= {f"{key}{part}": print_ for part, print_ in parts.items()} if parts else {key: stands}
        return found

    def _held(self, name: str, whole: str) -> Value | None:
        """The frame that a name held when its fingerprint was this; None where that was no frame, or is not recorded."""
        values = (run.wrote.get(name) for run in reversed(self.runs))
        return next((value for value in values if value is not None and value.whole == whole and "#names" in value.parts), None)

    def seen_by_code(self, different: Mapping[str, str]) -> set[str]:
        """The keys that differ, as a cell's code shows them: which tables a connection is asked for stands in texts."""
        return {name if self._is_connection(name := split_key(key)[0]) else key for key in different}

    def _is_connection(self, name: str) -> bool:
        value = self.env.value(name)
        return value is not None and value.kind.startswith("sqlite3.")

    def unlike(self, shown: Run) -> list[str]:
        """The names that a run left otherwise than they stand now."""
        return [name for name, value in shown.wrote.items() if is_name(name) and _is_compared(value) and self._is_unlike(name, value)]

    def _is_unlike(self, name: str, value: Value | None) -> bool:
        stands = self.env.values.get(name)
        left = ABSENT if value is None else value.whole
        here = ABSENT if stands is None else stands.whole
        return left != here and not here.startswith(NOT_SURE) and is_known(left)

    def apply_new(self, cell: RunCell, base: Run | None, word: str = "differs") -> Affected:
        """Work out what a source would write that no run tells of: what its statements say by themselves, what an earlier version did
        with the same statements, and what remains open."""
        different = self.differences(base) if base is not None else {}
        old, stood = read_codes([base.source if base is not None else ""])[0], dict(self.env.values)
        new = news(cell.code, old)
        plain = {part: values for part in new if isinstance(part, ast.stmt) and (values := derived(part, self.runs)) is not None}
        same = {part for part, values in plain.items() if all(_left_alike(base, name, value) for name, value in values.items())}
        result = affected(cell.code, self.seen_by_code(different), new - same)
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
            for name, part in no_longer_written(old, cell.code):
                self._take_back(base, name, part, stood.get(name))
        return result

    def _take_back(self, base: Run, name: str, part: str, stood: Value | None) -> None:
        """Let a part that a run changed stand as it stood before, since its cell no longer writes it."""
        now = self.env.values.get(name)
        if now is not None and part in now.parts and part in base.changed.get(name, ()):
            self.env.values[name] = now.with_parts({part: ABSENT if stood is None else stood.parts.get(part, ABSENT)})

    def _apply_unseen(self, cell: RunCell, base: Run, token: str, *, is_new: bool) -> None:
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

    def apply_affected(self, cell: RunCell, base: Run, result: Affected, different: Mapping[str, str]) -> bool:
        """Take over what a run wrote, with what follows from a difference left open; whether something stands otherwise than it left it."""
        word = "differs" if any(not stands.startswith(NOT_SURE) for stands in different.values()) else "unknown"
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
        return bool(self.unlike(base))

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


def _left_alike(base: Run | None, name: str, value: Value) -> bool:
    """Whether a run left just this value, or made nothing of that name."""
    left = base.wrote.get(name) if base is not None else None
    return left is None or left.whole == value.whole


def _is_compared(value: Value | None) -> bool:
    return value is None or not value.kind.startswith(_NOT_COMPARED)


def _within(node: ast.AST, statement: ast.stmt) -> bool:
    return statement.lineno <= getattr(node, "lineno", 0) <= (statement.end_lineno or statement.lineno)
