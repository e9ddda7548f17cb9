"""Records each run in this kernel, as fingerprints, from IPython's two events.

The protocol: the comm target is `jupyter_quality`. Whoever opens a comm on it is sent every run this kernel knows, then each run as it
ends, as `{"runs": [run, …]}`; `jupyter_quality.runs.record` says what a run is, and a front end hands runs on unread. A run may be sent
twice: its `id` tells. A comm that is opened again under the same id takes the place of the one before.

Nothing here may end a user's cell, holds a reference to a user's object after a run, or imports more than the standard library and IPython.
"""

import ast
import builtins
import threading
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
from jupyter_quality.kernel.held import Held, unknown
from jupyter_quality.kernel.idle import Idle, Quiet
from jupyter_quality.kernel.modules import Modules
from jupyter_quality.kernel.near import near
from jupyter_quality.kernel.reach import Reach
from jupyter_quality.kernel.reading import keys
from jupyter_quality.kernel.shown import Shown
from jupyter_quality.kernel.writes import changed_parts, writes
from jupyter_quality.reading.code import Code, read_codes
from jupyter_quality.runs.access import Access, accesses
from jupyter_quality.runs.fingerprint import DEADLINE, Fingerprints
from jupyter_quality.runs.record import End, Run, is_ours
from jupyter_quality.runs.value import ABSENT, NOTHING, Value, is_known, split_key

_NOT_THE_USERS = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open", "_", "__", "___"})
_MOST_RUNS = 5000
_MOST_UNSEEN = 500
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
        self._modules = Modules(shell.user_ns, self._around.files.print)
        self._caches = Caches()
        self._idle = Idle(self._go_on)
        self._quiet = Quiet(shell)
        self._was_alone = True
        self._latest: Run | None = None
        self._unsure = frozenset[str]()
        self._shown = Shown(shell)
        self._comms = Comms(shell, lambda: self.runs)
        self._running: list[int] = []
        """The threads in which cells run, one for each run; the first of them is recorded."""
        self._beside = frozenset[str]()
        self._began = 0.0
        self._note_unseen()
        self._note_start()

    def _note_unseen(self) -> None:
        """Cells that ran before anything was recorded, as IPython's history has them."""
        history = self._shell.history_manager
        for source in dict.fromkeys(history.input_hist_raw[-_MOST_UNSEEN:] if history is not None else ()):
            if source.strip() and not is_ours(source):
                self._add(Run(uuid.uuid4().hex, self.kernel, None, source, time.time(), End.UNSEEN))

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
        self._running.append(threading.get_ident())
        if len(self._running) == 1 and not _is_ours(info):
            self._guarded(self._begin)
        elif threading.get_ident() != self._running[0]:
            self._shown.foreign.add(threading.get_ident())

    def post_run_cell(self, result: ExecutionResult) -> None:
        """IPython's event after a run."""
        here, info = threading.get_ident(), result.info
        has_begun = here in self._running
        if has_begun:
            self._running.remove(here)
        if info is None or _is_ours(info):
            return
        if not has_begun and _source(info).strip():  # the cell in which the recording began; of an empty one IPython tells the end alone
            return
        if not self._running:
            self._guarded(lambda: self._end(result, info))
        elif here not in self._running:
            self._guarded(lambda: self._note_beside(result, info))

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # noqa: BLE001 (a fault of ours must not become the user's)
            self._around.files.is_listening = False
            with suppress(Exception):
                self._shown.end()

    def _begin(self) -> None:
        self._idle.stop()
        if not (self._was_alone and self._quiet.is_alone()):
            self._held.doubt()
        self._look_on(thread_time() + REST)
        self._unsure = frozenset(self._held.unseen)
        self._held.look_for_moved(self._names(), thread_time() + DEADLINE)
        self._shown.begin()
        self._around.files.begin()
        self._beside = frozenset()
        self._began = time.perf_counter()

    def _note_beside(self, result: ExecutionResult, info: ExecutionInfo) -> None:
        """A run in a subshell, while another cell ran: who read and wrote what, nobody can tell."""
        code = read_codes([_source(info)])[0]
        self._beside |= code.names.bound
        reads = {name: unknown("", "beside").whole for name in sorted(code.names.eager | code.names.bound)}
        wrote: dict[str, Value | None] = {name: unknown("", "beside") for name in sorted(code.names.bound)}
        self._add(self._run(result, info, reads, wrote, {}, unknown("", "beside").whole))

    def _end(self, result: ExecutionResult, info: ExecutionInfo) -> None:
        now, took = thread_time(), time.perf_counter() - self._began
        until = now + DEADLINE
        self._around.files.is_listening = False
        output = self._shown.end()
        code = read_codes([_source(info)])[0]
        error = result.error_in_exec or result.error_before_exec
        moment = self._held.moment()
        before = moment.values
        reach = self._reach(code)
        reads = {key: self._modules.prints.get(key) or _part(before, key) for key in self._read_keys(reach, code, before)}
        names = self._names()
        doubtful = self._unsure & before.keys() & {split_key(key)[0] for key in reads}
        self._held.look(names, near(code, reach, before), until, now + max(REST, SHARE * took), doubtful)
        self._caches.mark(names, self._held.values)
        wrote, changed = writes(code, moment, self._held, self._caches, reads, ended_well=error is None)
        moved = {name for name in doubtful if name in self._held.values and self._held.values[name].whole != before[name].whole}
        reads.update((key, unknown("", "unseen").whole) for key in reads if split_key(key)[0] in moved)  # since when, nobody knows
        for name in self._beside & (reads.keys() | wrote.keys()):
            reads[name] = unknown("", "beside").whole
            if name in wrote:
                wrote[name] = unknown("", "beside")
        self._around.note(reach, reads, wrote, changed, shows=bool(output), has_table=self._shown.has_table, until=until)
        self._modules.note_loaded(self._around.files.read)
        wrote.update((key, Value("module attribute", print_)) for key, print_ in self._modules.changed().items())
        if error is not None:
            output = f"{output} {type(error).__name__} {self._print_plain(error, until)}"
        self._latest = self._run(result, info, reads, wrote, changed, output)
        self._add(self._latest)
        self._was_alone = self._quiet.is_alone()
        if self._held.unseen:
            self._quiet.begin()
            self._idle.begin()

    def _run(
        self,
        result: ExecutionResult,
        info: ExecutionInfo,
        reads: dict[str, str],
        wrote: dict[str, Value | None],
        changed: dict[str, dict[str, str]],
        output: str,
    ) -> Run:
        error = result.error_in_exec or result.error_before_exec
        end = End.WELL if error is None else End.INTERRUPTED if isinstance(error, KeyboardInterrupt) else End.ERROR
        unseen = tuple(sorted(key for key, value in {**reads, **_wholes(wrote)}.items() if value.startswith("unknown")))
        cell_id = getattr(info, "cell_id", None)
        return Run(
            uuid.uuid4().hex, self.kernel, cell_id if isinstance(cell_id, str) else None, _source(info), time.time(), end,
            reads, wrote, changed, self._around.files.folders, output, bool(output), unseen,
        )  # fmt: skip

    def _go_on(self) -> bool:
        self._guarded(lambda: self._look_on(thread_time() + DEADLINE))
        return bool(self._held.unseen)

    def _look_on(self, until: float) -> None:
        """Look at what there was no time for after the latest run. What it changed is told as what was recorded of it later."""
        before = {name: self._held.values[name] for name in self._held.unseen if name in self._held.values}
        if not before:
            return
        self._held.look_on(self._names(), until, thread_time() + REST)
        now = self._held.values
        found = {name: now[name] for name, old in before.items() if name in now and now[name].whole != old.whole}
        if found and self._latest is not None:
            is_quiet = self._quiet.lasts()
            changed: dict[str, dict[str, str]] = {}
            reads: dict[str, str] = {}
            for name, after in found.items():
                if not is_quiet:
                    found[name] = now[name] = unknown(after.kind, "later")
                elif not is_known(before[name].whole):
                    continue
                elif (parts := changed_parts(before[name], after)) is not None:
                    changed[name] = parts
                    reads.update((f"{name}{part}", before[name].parts.get(part, ABSENT)) for part in parts)
                else:
                    reads[name] = before[name].whole
            wrote: dict[str, Value | None] = {**found}
            self._add(
                Run(uuid.uuid4().hex, self.kernel, None, "", time.time(), read=reads, wrote=wrote, changed=changed, of=self._latest.id)
            )

    def _add(self, run: Run) -> None:
        self.runs.append(run)
        self._comms.send((run,))

    def _names(self) -> dict[str, Any]:
        hidden = self._shell.user_ns_hidden
        return {
            name: value
            for name, value in dict(self._shell.user_ns).items()
            if type(name) is str and not _is_ipythons(name) and (name not in hidden or hidden[name] is not value)
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

    def _print_plain(self, error: BaseException, until: float) -> str:
        try:
            return Fingerprints(until).print(BaseException.args.__get__(error))  # type: ignore[attr-defined]
        except Exception:  # noqa: BLE001 (an error whose words cannot be read is told by its class alone)
            return ""


def _source(info: ExecutionInfo) -> str:
    return info.raw_cell if isinstance(info.raw_cell, str) else ""


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


def _called_here(code: Code) -> frozenset[str]:
    """The functions and classes that the cell defines: what they use is used where the cell calls them."""
    return frozenset(code.names.definitions) & code.names.eager
