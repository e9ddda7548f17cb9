"""What a run wrote: the names that it bound, the parts of objects that it changed."""

from collections.abc import Callable, Collection, Container

from jupyter_quality.kernel.held import Held, Moment
from jupyter_quality.reading.code import Code
from jupyter_quality.reading.events import Event, Kind, root_name
from jupyter_quality.runs.access import is_augmented, is_sure, written_part
from jupyter_quality.runs.value import ABSENT, Value


def writes(
    code: Code, before: Moment, held: Held, caches: Container[str], reads: dict[str, str], *, ended_well: bool
) -> tuple[dict[str, Value | None], dict[str, dict[str, str]]]:
    """What a run wrote, and the parts it changed of what stood before; what an object held that it changed is read, too."""
    wrote: dict[str, Value | None] = {name: None for name in before.values if name not in held.values}
    changed: dict[str, dict[str, str]] = {}
    sure = code.remember("surely bound", lambda: _surely_bound(code)) if ended_well else frozenset()
    own_parts = code.remember("own parts", lambda: _own_parts(code))
    surely_set = code.remember("surely set", lambda: _own_parts(code, is_sure)) if ended_well else set[tuple[str, str]]()
    written = sure | {owner for owner, _ in surely_set}
    looked_at = [(name, after) for name, after in held.values.items() if before.values.get(name) is not after or name in written]
    for name, after in looked_at:
        old = before.values.get(name)
        again = {part for owner, part in surely_set if owner == name and part in after.parts}
        if old is not None and old.whole == after.whole and name not in sure and not again:
            continue
        if name in caches and name not in code.names.bound:
            continue
        wrote[name] = after
        if old is None or before.ids.get(name) != held.ids[name] or name in sure:
            continue
        parts = changed_parts(old, after, again)
        if parts is not None:
            changed[name] = parts
            for part in parts:
                if (name, part) not in own_parts and not part.startswith("@"):
                    reads.setdefault(f"{name}{part}", old.parts.get(part, ABSENT))
        elif old.whole.partition(":")[0] != "class":
            reads.setdefault(name, old.whole)
    return wrote, changed


def changed_parts(old: Value, after: Value, again: Collection[str] = ()) -> dict[str, str] | None:
    """The parts that are others than before, or were set `again`; ABSENT for those that are gone. None where parts are not told apart."""
    if not (old.is_divided and after.is_divided and old.kind == after.kind):
        return None
    both = {**old.parts, **after.parts}
    return {part: after.parts.get(part, ABSENT) for part in both if old.parts.get(part) != after.parts.get(part) or part in again}


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
