"""Records each run in this kernel, as fingerprints, from IPython's two events.

The protocol: the comm target is `jupyter_quality`. Whoever opens a comm on it is sent every run this kernel knows, then each run as it
ends, as `{"runs": [run, …]}`; `jupyter_quality.runs.record` says what a run is, and a front end hands runs on unread. A run may be sent
twice: its `id` tells. A comm that is opened again under the same id takes the place of the one before.

Nothing here may end a user's cell, holds a reference to a user's object after a run, or imports more than the standard library and IPython.
"""

import ast
import builtins
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from time import thread_time
from typing import Any

from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

from jupyter_quality.kernel.around import Around
from jupyter_quality.kernel.caches import Caches
from jupyter_quality.kernel.comm import Comms
from jupyter_quality.kernel.held import Held
from jupyter_quality.kernel.modules import Modules
from jupyter_quality.kernel.near import near
from jupyter_quality.kernel.reach import Reach
from jupyter_quality.kernel.reading import keys
from jupyter_quality.kernel.shown import Shown
from jupyter_quality.reading.code import Code, read_codes
from jupyter_quality.reading.events import Event, Kind, root_name
from jupyter_quality.runs.access import Access, accesses, is_augmented, is_sure, written_part
from jupyter_quality.runs.fingerprint import DEADLINE, Fingerprints
from jupyter_quality.runs.record import End, Run, is_ours
from jupyter_quality.runs.value import ABSENT, NOTHING, Value, split_key

_NOT_THE_USERS = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open", "_", "__", "___"})
_MOST_RUNS = 5000
REST = 0.001
"""Seconds for a look at what a run was not near to."""
SHARE = 0.005
"""The same as a share of the run's own time, where that is more."""


class Recorder:
    """Records the runs of one shell from now on."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self.kernel = uuid.uuid4().hex
        self.runs: deque[Run] = deque(maxlen=_MOST_RUNS)
        self._held = Held()
        self._around = Around()
        self._modules = Modules(shell.user_ns)
        self._caches = Caches()
        self._shown = Shown(shell)
        self._comms = Comms(shell, lambda: self.runs)
        self._running = 0
        self._began = 0.0
        self._note_start()

    def _note_start(self) -> None:
        with suppress(Exception):  # a kernel whose names cannot be looked at is recorded from the next run on
            self._held.look_for_moved(self._names(), thread_time() + DEADLINE)
            self._around.look(thread_time() + DEADLINE)
        held = {**self._held.values, **self._around.values}
        self._add(Run(uuid.uuid4().hex, self.kernel, None, "", time.time(), End.STARTED, wrote=held))

    def forget(self) -> None:
        """Begin anew, from what the kernel holds now."""
        self.runs.clear()
        self._note_start()

    def pre_run_cell(self, info: ExecutionInfo) -> None:
        """IPython's event before a run."""
        self._running += 1
        if self._running == 1 and not _is_ours(info):
            self._guarded(self._begin)

    def post_run_cell(self, result: ExecutionResult) -> None:
        """IPython's event after a run."""
        self._running = max(0, self._running - 1)
        if self._running == 0 and result.info is not None and not _is_ours(result.info):
            self._guarded(lambda: self._end(result))

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 (a fault of ours must not become the user's)
            self._around.files.is_listening = False
            with suppress(Exception):
                self._shown.end()

    def _begin(self) -> None:
        self._held.look_for_moved(self._names(), thread_time() + DEADLINE)
        self._shown.begin()
        self._around.files.begin()
        self._began = time.perf_counter()

    def _end(self, result: ExecutionResult) -> None:
        now, took = thread_time(), time.perf_counter() - self._began
        until = now + DEADLINE
        self._around.files.is_listening = False
        output = self._shown.end()
        info = result.info
        if info is None:
            return
        source = info.raw_cell if isinstance(info.raw_cell, str) else ""
        code = read_codes([source])[0]
        error = result.error_in_exec or result.error_before_exec
        before, ids = dict(self._held.values), dict(self._held.ids)
        reach = self._reach(code)
        reads = {key: self._modules.prints.get(key) or _part(before, key) for key in self._read_keys(reach, code, before)}
        names = self._names()
        self._held.look(names, near(code, reach, before), until, now + max(REST, SHARE * took))
        self._caches.mark(names, self._held.values)
        wrote, changed = self._writes(code, before, ids, reads, ended_well=error is None)
        self._around.note(reach, reads, wrote, changed, shows=bool(output), has_table=self._shown.has_table, until=until)
        wrote.update((key, Value("module attribute", print_)) for key, print_ in self._modules.changed().items())
        if error is not None:
            output = f"{output} {type(error).__name__} {self._print_plain(error, until)}"
        end = End.WELL if error is None else End.INTERRUPTED if isinstance(error, KeyboardInterrupt) else End.ERROR
        unseen = tuple(sorted(key for key, value in {**reads, **_wholes(wrote)}.items() if value.startswith("unknown")))
        cell_id = getattr(info, "cell_id", None)
        run = Run(
            uuid.uuid4().hex, self.kernel, cell_id if isinstance(cell_id, str) else None, source, time.time(), end,
            reads, wrote, changed, self._around.files.folders, output, bool(output), unseen,
        )  # fmt: skip
        self._add(run)

    def _add(self, run: Run) -> None:
        self.runs.append(run)
        self._comms.send((run,))

    def _names(self) -> dict[str, Any]:
        hidden = self._shell.user_ns_hidden
        return {
            name: value
            for name, value in dict(self._shell.user_ns).items()
            if isinstance(name, str) and not _is_ipythons(name) and (name not in hidden or hidden[name] is not value)
        }

    def _reach(self, code: Code) -> Reach:
        reach = Reach(self._shell.user_ns, vars(builtins))
        reach.mention(code)
        for access in code.remember("accesses", lambda: tuple(accesses(code))):
            reach.follow(access, code)
        for magic in code.magics:
            for name in sorted(magic.uses):
                reach.follow(Access(name, ast.Name(name)), code)
        for called in _called_here(code):
            reach.follow_quietly(called)
        reach.finish()
        return reach

    def _read_keys(self, reach: Reach, code: Code, before: Mapping[str, Value]) -> Iterable[str]:
        for access in reach.accesses:
            name = access.name
            if _is_ipythons(name) or (name in self._shell.user_ns_hidden and name not in before):
                continue
            if name not in before and name in self._shell.user_ns and name in code.names.bound:
                yield name
                continue
            value = before.get(name)
            if value is not None and value.kind == "builtins.module":
                yield from self._modules.keys(access)
            else:
                yield from keys(access, value, reach)

    def _writes(
        self, code: Code, before: Mapping[str, Value], ids: Mapping[str, int], reads: dict[str, str], *, ended_well: bool
    ) -> tuple[dict[str, Value | None], dict[str, dict[str, str]]]:
        """What the run wrote, and the parts it changed of what stood before; what an object held that it changed is read, too."""
        wrote: dict[str, Value | None] = {name: None for name in before if name not in self._held.values}
        changed: dict[str, dict[str, str]] = {}
        sure = code.remember("surely bound", lambda: _surely_bound(code)) if ended_well else frozenset()
        own_parts = code.remember("own parts", lambda: _own_parts(code))
        surely_set = code.remember("surely set", lambda: _own_parts(code, is_sure)) if ended_well else set[tuple[str, str]]()
        written = sure | {owner for owner, _ in surely_set}
        looked_at = [(name, after) for name, after in self._held.values.items() if before.get(name) is not after or name in written]
        for name, after in looked_at:
            old = before.get(name)
            again = {part for owner, part in surely_set if owner == name and part in after.parts}
            if old is not None and old.whole == after.whole and name not in sure and not again:
                continue
            if name in self._caches and name not in code.names.bound:
                continue
            wrote[name] = after
            if old is None or ids.get(name) != self._held.ids[name] or name in sure:
                continue
            if old.is_divided and after.is_divided and old.kind == after.kind:
                changed[name] = {
                    part: after.parts.get(part, ABSENT)
                    for part in {**old.parts, **after.parts}
                    if old.parts.get(part) != after.parts.get(part) or part in again
                }
                for part in changed[name]:
                    if (name, part) not in own_parts and not part.startswith("@"):
                        reads.setdefault(f"{name}{part}", old.parts.get(part, ABSENT))
            elif old.whole.partition(":")[0] != "class":
                reads.setdefault(name, old.whole)
        return wrote, changed

    def _print_plain(self, error: BaseException, until: float) -> str:
        try:
            return Fingerprints({}, until).print(BaseException.args.__get__(error))  # type: ignore[attr-defined]
        except Exception:  # noqa: BLE001 (an error whose words cannot be read is told by its class alone)
            return ""


def _is_ours(info: ExecutionInfo) -> bool:
    raw = info.raw_cell
    return not info.store_history or (isinstance(raw, str) and is_ours(raw))


@lru_cache(maxsize=8192)
def _is_ipythons(name: str) -> bool:
    return name in _NOT_THE_USERS or (name.startswith("_") and (name[1:].isdigit() or name.startswith(("_i", "_oh", "_dh", "__"))))


def _part(values: Mapping[str, Value], key: str) -> str:
    name, part = split_key(key)
    value = values.get(name, NOTHING)
    return value.part(part) if part else value.whole


def _wholes(wrote: Mapping[str, Value | None]) -> dict[str, str]:
    return {name: value.whole for name, value in wrote.items() if value is not None}


def _surely_bound(code: Code) -> frozenset[str]:
    return frozenset(event.name for event in code.events if event.kind is Kind.BIND and is_sure(code, event))


def _own_parts(code: Code, counts: Callable[[Code, Event], bool] = lambda _code, _event: True) -> set[tuple[str, str]]:
    """The parts that the cell itself sets whole, so that what they held before does not matter."""
    found = set[tuple[str, str]]()
    for event in code.events:
        if event.kind is not Kind.CHANGE or is_augmented(code, event.node) or not counts(code, event):
            continue
        if (part := written_part(event.node)) and (root := root_name(event.node)):  # type: ignore[arg-type]
            found.add((root.id, part))
    return found


def _called_here(code: Code) -> frozenset[str]:
    """The functions and classes that the cell defines: what they use is used where the cell calls them."""
    return frozenset(code.names.definitions) & code.names.eager
