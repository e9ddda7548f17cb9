"""Which cells to run so that nothing is stale any more: the stale ones, and those above that make again what these need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_quality.runs.value import NOTHING, Value, split_key


@dataclass(frozen=True, slots=True)
class Need:
    """What a cell reads, as a clean run has it there, and the names that it writes."""

    id: str
    reads: Mapping[str, str]
    writes: frozenset[str]


def to_run(needs: Sequence[Need], stale: Sequence[str], live: Mapping[str, Value]) -> tuple[str, ...]:
    """The cells to run, in notebook order; `live` is what the kernel holds."""
    chosen = {place for place, need in enumerate(needs) if need.id in stale}
    waiting = sorted(chosen)
    while waiting:
        place = waiting.pop()
        for key, wanted in needs[place].reads.items():
            name, part = split_key(key)
            maker = next((at for at in range(place - 1, -1, -1) if name in needs[at].writes), None)
            if maker is None or maker in chosen:
                continue
            value = live.get(name, NOTHING)
            if (value.part(part) if part else value.whole) != wanted or any(name in needs[at].writes for at in chosen if at < maker):
                chosen.add(maker)
                waiting.append(maker)
    return tuple(needs[place].id for place in sorted(chosen))
