"""Suggest that code which stands in several cells becomes one function."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jupyter_quality.notebook.document import CellKind
from jupyter_quality.notebook.edit import InsertCell
from jupyter_quality.refactor.extract import Extraction
from jupyter_quality.refactor.extracting import heading_of
from jupyter_quality.refactor.naming import Taken, function_names
from jupyter_quality.refactor.stretch import Stretch, Stretches, call_text, function_text, line_count
from jupyter_quality.refactor.suggestion import Kind, Suggestion

FEWEST = 3
"""Lines from which on repeated code is worth a function."""

Copy = tuple[Stretch, Extraction, Mapping[str, str]]
"""A stretch that does the same, its function, and its name for each name of the first one."""


def merges(stretches: Stretches, taken: Taken) -> Iterator[Suggestion]:
    """Each stretch that later cells hold again, its names aside, from the top of the notebook on."""
    runs = [run for index in range(len(stretches.flowing.steps)) for run in stretches.runs(index)]
    done: set[tuple[int, int]] = set()
    for number, run in enumerate(runs):
        for first in range(run.first, run.behind):
            if (run.index, first) in done:
                continue
            copies = _copies(stretches, Stretch(run.index, first, run.behind), runs[number + 1 :], done)
            if copies and (suggestion := _suggestion(stretches, copies, taken)) is not None:
                done |= {(one.index, at) for one, _, _ in copies for at in range(one.first, one.behind)}
                yield suggestion


def _copies(stretches: Stretches, start: Stretch, runs: Sequence[Stretch], done: set[tuple[int, int]]) -> list[Copy]:
    """The longest stretch from a start that stands again in a later run, and all that are like it; none where there is none."""
    chunks = stretches.chunks(start)
    starts = [
        replace(run, first=at)
        for run in runs
        if run.index != start.index
        for at in range(run.first, run.behind)
        if (run.index, at) not in done and alike([chunks[0].statement], [stretches.chunks(replace(run, first=at))[0].statement]) is not None
    ]
    for length in range(start.behind - start.first if starts else 0, 0, -1):
        own = replace(start, behind=start.first + length)
        if line_count(stretches.chunks(own)) < FEWEST:
            break
        found = _same(stretches, own, [replace(one, behind=one.first + length) for one in starts if one.first + length <= one.behind])
        if len(found) > 1:
            return found
    return []


def _same(stretches: Stretches, own: Stretch, others: Sequence[Stretch]) -> list[Copy]:
    statements = [chunk.statement for chunk in stretches.chunks(own)]
    alikes = [(one, names) for one in others if (names := alike(statements, [c.statement for c in stretches.chunks(one)])) is not None]
    extraction = stretches.extracted(own) if alikes else None
    if not isinstance(extraction, Extraction):
        return []
    found: list[Copy] = [(own, extraction, {})]
    taken = {own.index: own.behind}
    for one, names in alikes:
        if one.first < taken.get(one.index, 0):
            continue
        other = stretches.extracted(one)
        if isinstance(other, Extraction) and _fits(extraction, other, names):
            found.append((one, other, names))
            taken[one.index] = one.behind
    return found


def _fits(own: Extraction, other: Extraction, names: Mapping[str, str]) -> bool:
    """Whether a call of the first function can stand for the other: the same names come in, and what both use of the notebook is one."""
    return {names.get(name, name) for name in own.parameters} == set(other.parameters) and all(
        names.get(name, name) == name for name in own.globals_ | other.globals_
    )


def alike(own: Sequence[ast.stmt], other: Sequence[ast.stmt]) -> Mapping[str, str] | None:
    """Which name stands in the one for which in the other, where both are the same but for names; else None."""
    names: dict[str, str] = {}
    pairs = list[tuple[object, object]](zip(own, other, strict=True))
    while pairs:
        one, two = pairs.pop()
        if type(one) is not type(two):
            return None
        if isinstance(one, list) and isinstance(two, list):
            if len(one) != len(two):
                return None
            pairs += zip(one, two, strict=True)
        elif isinstance(one, ast.Name) and isinstance(two, ast.Name):
            if names.setdefault(one.id, two.id) != two.id:
                return None
        elif isinstance(one, ast.AST) and isinstance(two, ast.AST):
            pairs += [(getattr(one, field, None), getattr(two, field, None)) for field in one._fields]
        elif one != two:
            return None
    return names if len(set(names.values())) == len(names) else None


def _suggestion(stretches: Stretches, copies: Sequence[Copy], taken: Taken) -> Suggestion | None:
    first, found, _ = copies[0]
    needed = {name for _, other, names in copies for name in found.flow.bound if names.get(name, name) in other.returns}
    bound = (*found.flow.definite, *found.flow.maybe)
    if any(name in found.dropped for name in needed):
        return None
    found = replace(found, returns=tuple(dict.fromkeys(name for name in bound if name in needed)))
    cells = [stretches.cell(stretch) for stretch, _, _ in copies]
    heading = heading_of(stretches.flowing.reading.notebook, cells[0])
    name = taken.free(*function_names(found, heading))
    calls = [stretches.call(stretch, call_text(found, name, names)) for stretch, _, names in copies]
    if any(call is None for call in calls):
        return None
    lines, numbers = line_count(found.chunks), sorted({cell.number for cell in cells})
    listed = f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    return Suggestion(
        Kind.MERGE,
        f"Make one function `{call_text(found, name)}` of the {lines} lines that cells {listed} share",
        f"The same steps stand {len(copies)} times: a change of one must now be made in each",
        2 * lines * (len(copies) - 1),
        stretches.place(first),
        (InsertCell(cells[0].id, CellKind.CODE, function_text(found, name, "")), *(call for call in calls if call is not None)),
        (name, *found.parameters),
    )
