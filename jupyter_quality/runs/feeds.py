"""Which cells read what a cell writes."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from jupyter_quality.runs.state import CellState


@dataclass(frozen=True, slots=True)
class Flow:
    """The names that a cell reads and those that it writes."""

    reads: Set[str]
    writes: Set[str]


def with_feeds(states: Sequence[CellState], flows: Sequence[Flow]) -> tuple[CellState, ...]:
    """States in notebook order, each with the ids of the cells that read what its cell writes."""
    feeds: dict[str, list[str]] = {}
    writer: dict[str, str] = {}
    for state, flow in zip(states, flows, strict=True):
        for name in sorted(flow.reads):
            source = writer.get(name)
            if source is not None and state.id not in feeds.setdefault(source, []):
                feeds[source].append(state.id)
        for name in flow.writes:
            writer[name] = state.id
    return tuple(replace(state, feeds=tuple(feeds.get(state.id, ()))) for state in states)
