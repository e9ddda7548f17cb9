"""Records each run in this kernel, as fingerprints, from IPython's two events.

The protocol: the comm target is `jupyter_quality`. Whoever opens a comm on it is sent every run this kernel knows, then each run as it
ends, as `{"runs": [run, …]}`; `jupyter_quality.runs.record` says what a run is, and a front end hands runs on unread. A run may be sent
twice: its `id` tells. A comm that is opened again under the same id takes the place of the one before.

Nothing here may end a user's cell, holds a reference to a user's object after a run, or imports more than the standard library and IPython.
"""

import ast
import builtins
import functools
import time
import types
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from time import thread_time
from typing import Any

from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell

from jupyter_quality.kernel.comm import Comms
from jupyter_quality.kernel.reach import Reach, function_accesses
from jupyter_quality.kernel.reading import keys
from jupyter_quality.kernel.shown import Shown
from jupyter_quality.kernel.surroundings import GENERATORS, MENTIONED_AS, SHOWN_WITH, Files, is_users, listing, surroundings
from jupyter_quality.reading.code import Code, read_codes
from jupyter_quality.reading.events import Event, Kind, root_name
from jupyter_quality.runs.access import Access, accesses, is_augmented, is_sure, written_part
from jupyter_quality.runs.fingerprint import DEADLINE, Fingerprints
from jupyter_quality.runs.record import End, Run, is_ours
from jupyter_quality.runs.value import ABSENT, NOTHING, Value, digest

_NOT_THE_USERS = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open", "_", "__", "___"})
_UNCHANGING = frozenset({int, float, complex, bool, str, bytes, type(None), types.ModuleType, types.BuiltinFunctionType})
_MOST_RUNS = 5000


class Recorder:
    """Records the runs of one shell from now on."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self.kernel = uuid.uuid4().hex
        self.runs: deque[Run] = deque(maxlen=_MOST_RUNS)
        self._values: dict[str, Value] = {}
        self._ids: dict[str, int] = {}
        self._around: dict[str, Value] = {}
        self._modules: dict[str, str] = {}
        self._caches: dict[str, tuple[set[str], int]] = {}
        self._cache_ids: dict[str, int] = {}
        self._files = Files()
        self._shown = Shown(shell)
        self._comms = Comms(shell, lambda: self.runs)
        self._running = 0
        self._note_start()

    def _note_start(self) -> None:
        with suppress(Exception):  # a kernel whose names cannot be looked at is recorded from the next run on
            self._print_names(self._names(), thread_time() + DEADLINE)
            self._around = self._print_around(thread_time() + DEADLINE)
        self._add(Run(uuid.uuid4().hex, self.kernel, None, "", time.time(), End.STARTED, wrote={**self._values, **self._around}))

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
            self._files.is_listening = False
            with suppress(Exception):
                self._shown.end()

    def _begin(self) -> None:
        moved = {name: value for name, value in self._names().items() if self._ids.get(name) != id(value)}
        self._print_names(moved, thread_time() + DEADLINE)
        for name in self._ids.keys() - self._shell.user_ns.keys():
            self._forget(name)
        self._shown.begin()
        self._files.begin()

    def _end(self, result: ExecutionResult) -> None:
        until = thread_time() + DEADLINE
        self._files.is_listening = False
        output = self._shown.end()
        info = result.info
        if info is None:
            return
        source = info.raw_cell if isinstance(info.raw_cell, str) else ""
        code = read_codes([source])[0]
        error = result.error_in_exec or result.error_before_exec
        before, ids = dict(self._values), dict(self._ids)
        reach = self._reach(code)
        reads = {key: self._modules.get(key) or _part(before, key) for key in self._read_keys(reach, code, before)}
        self._print_reached(code, reach, until)
        self._print_caches()
        wrote, changed = self._writes(code, before, ids, reads, ended_well=error is None)
        self._end_surroundings(reach, reads, wrote, changed, bool(output), until)
        if error is not None:
            output = f"{output} {type(error).__name__} {self._print_plain(error, until)}"
        end = End.WELL if error is None else End.INTERRUPTED if isinstance(error, KeyboardInterrupt) else End.ERROR
        unseen = tuple(sorted(key for key, value in {**reads, **_wholes(wrote)}.items() if value.startswith("unknown")))
        cell_id = getattr(info, "cell_id", None)
        run = Run(
            uuid.uuid4().hex, self.kernel, cell_id if isinstance(cell_id, str) else None, source, time.time(), end,
            reads, wrote, changed, self._files.folders, output, bool(output), unseen,
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
        for access in accesses(code):
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
                yield from self._module_keys(access)
            else:
                yield from keys(access, value, reach)

    def _module_keys(self, access: Access) -> Iterable[str]:
        yield access.name
        module = self._shell.user_ns.get(access.name)
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and is_users(file):
            yield f"file:{file}"
        if access.attribute is not None:
            key = f"module:{access.name}.{access.attribute}"
            self._modules.setdefault(key, self._module_print(key))
            yield key

    def _print_reached(self, code: Code, reach: Reach, until: float) -> None:
        """New fingerprints: first of what the cell can reach or has bound anew, then of the rest while there is time."""
        names = self._names()
        for name in self._ids.keys() - names.keys():
            self._forget(name)
        near = {access.name for access in reach.accesses} | code.names.bound
        first = {name: value for name, value in names.items() if name in near or self._ids.get(name) != id(value)}
        self._print_names(first, until)
        rest = {name: value for name, value in names.items() if name not in first and type(value) not in _UNCHANGING}
        self._print_names(rest, until, must=False)

    def _print_names(self, names: Mapping[str, object], until: float, *, must: bool = True) -> None:
        prints = Fingerprints(self._shell.user_ns, until)
        for name, value in names.items():
            if not must and thread_time() > until:
                return
            try:
                self._values[name] = prints.value(value)
            except Exception as error:  # noqa: BLE001 (what cannot be looked at is unknown, whatever the reason)
                if must:
                    self._values[name] = Value(
                        f"{type(value).__module__}.{type(value).__qualname__}", f"unknown:{uuid.uuid4().hex[:12]}:{type(error).__name__}"
                    )
                prints = Fingerprints(self._shell.user_ns, until)
            self._ids[name] = id(value)

    def _print_caches(self) -> None:
        """A function behind `lru_cache` still gives what it gave when the things that it reads were others: it is another then."""
        for name, value in self._names().items():
            if type(value) is not functools._lru_cache_wrapper:  # noqa: SLF001 (the class has no public name)
                continue
            function = value.__wrapped__
            read = function_accesses(function) if type(function) is types.FunctionType else ()
            now = digest(*(self._values[access.name].whole for access in read if access.name in self._values))
            info = value.cache_info()
            known, misses = self._caches.get(name, (set[str](), 0)) if self._cache_ids.get(name) == id(value) else (set[str](), 0)
            if info.currsize == 0:
                known = set()
            elif info.misses > misses:
                known = known | {now}
            self._caches[name], self._cache_ids[name] = (known, info.misses), id(value)
            foreign = known - {now}
            if foreign and name in self._values:
                self._values[name] = replace(self._values[name], whole=digest(self._values[name].whole, *sorted(foreign)), parts={})

    def _forget(self, name: str) -> None:
        self._values.pop(name, None)
        self._ids.pop(name, None)

    def _writes(
        self, code: Code, before: Mapping[str, Value], ids: Mapping[str, int], reads: dict[str, str], *, ended_well: bool
    ) -> tuple[dict[str, Value | None], dict[str, dict[str, str]]]:
        """What the run wrote, and the parts it changed of what stood before; what an object held that it changed is read, too."""
        wrote: dict[str, Value | None] = {name: None for name in before if name not in self._values}
        changed: dict[str, dict[str, str]] = {}
        sure = _surely_bound(code) if ended_well else frozenset()
        own_parts = _own_parts(code)
        surely_set = _own_parts(code, is_sure) if ended_well else set[tuple[str, str]]()
        for name, after in self._values.items():
            old = before.get(name)
            again = {part for owner, part in surely_set if owner == name and part in after.parts}
            if old is not None and old.whole == after.whole and name not in sure and not again:
                continue
            if name in self._caches and name not in code.names.bound:
                continue
            wrote[name] = after
            if old is None or ids.get(name) != self._ids[name] or name in sure:
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

    def _end_surroundings(
        self,
        reach: Reach,
        reads: dict[str, str],
        wrote: dict[str, Value | None],
        changed: dict[str, dict[str, str]],
        shows: bool,
        until: float,
    ) -> None:
        """What around the kernel's names the run read and wrote."""
        before, self._around = self._around, self._print_around(until)
        for key, after in self._around.items():
            old = before.get(key)
            if old is None:
                old = after
                if key not in GENERATORS:
                    wrote[key] = after
            elif old.whole != after.whole:
                wrote[key] = after
                if key in GENERATORS and GENERATORS[key] not in reach.mentioned:
                    reads[key] = old.whole
            if (shows and key in SHOWN_WITH and (self._shown.has_table or key != "@pandas_options")) or not reach.mentioned.isdisjoint(
                MENTIONED_AS.get(key, ())
            ):
                parts = [part for part in old.parts if key == "@environ" and part[2:-2] in reach.texts - reach.set_texts] or [
                    SHOWN_WITH.get(key, "")
                ]
                if key == "@environ" and not reach.texts.isdisjoint(reach.set_texts):
                    changed[key] = {f"[{text!r}]": after.part(f"[{text!r}]") for text in reach.set_texts}
                    wrote[key] = after
                    parts = [part for part in parts if part]
                reads.update((f"{key}{part}", old.part(part) if part else old.whole) for part in parts)
        if self._files.is_relative and "@cwd" in before:
            reads["@cwd"] = before["@cwd"].whole
        reads.update(self._files.read)
        patterns = [text for text in reach.texts if "*" in text and len(text) < 200 and "\n" not in text]
        for key, folder in self._files.folders.items():
            reads.update((f"{key}\0{pattern}", folder.part(f"*{pattern}")) for pattern in patterns)
            if not patterns:
                reads[key] = folder.whole
        self._files.note_databases()
        for key in self._files.written:
            path = key.partition(":")[2]
            wrote[key] = Value("file", self._files.print(path)) if key.startswith("file:") else listing(path)
            if key.startswith("dir:"):
                changed[key] = {f"[{name!r}]": print_ for name, print_ in self._files.entries(path).items()}
        for key, print_ in self._module_writes().items():
            wrote[key] = Value("module attribute", print_)

    def _module_print(self, key: str) -> str:
        """The fingerprint of a module's attribute, where it is code: a function that was put in another's place is another."""
        name, _, attribute = key.partition(":")[2].partition(".")
        module = self._shell.user_ns.get(name)
        if type(module) is not types.ModuleType:
            return ABSENT
        value = vars(module).get(attribute)
        if type(value) is types.FunctionType and value.__module__ != "__main__":
            return f"function:{value.__module__}.{value.__qualname__}"
        if isinstance(value, types.FunctionType | types.BuiltinFunctionType | type | int | float | str):
            return Fingerprints({}, thread_time() + 0.01).print(value)
        return type(value).__qualname__

    def _module_writes(self) -> dict[str, str]:
        found = {key: self._module_print(key) for key in self._modules}
        changed = {key: print_ for key, print_ in found.items() if print_ not in {self._modules[key], ABSENT}}
        self._modules.update(changed)
        return changed

    def _print_around(self, until: float) -> dict[str, Value]:
        return surroundings(Fingerprints({}, max(until, thread_time() + 0.01)).value)

    def _print_plain(self, error: BaseException, until: float) -> str:
        try:
            return Fingerprints({}, until).print(BaseException.args.__get__(error))  # type: ignore[attr-defined]
        except Exception:  # noqa: BLE001 (an error whose words cannot be read is told by its class alone)
            return ""


def _is_ours(info: ExecutionInfo) -> bool:
    raw = info.raw_cell
    return not info.store_history or (isinstance(raw, str) and is_ours(raw))


def _is_ipythons(name: str) -> bool:
    return name in _NOT_THE_USERS or (name.startswith("_") and (name[1:].isdigit() or name.startswith(("_i", "_oh", "_dh", "__"))))


def _part(values: Mapping[str, Value], key: str) -> str:
    from jupyter_quality.runs.value import split_key

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
