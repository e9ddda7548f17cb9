"""Suggest that code which stands in several cells becomes one function."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jupyter_quality.notebook.document import CellKind
from jupyter_quality.notebook.edit import InsertCell
from jupyter_quality.refactor.constants import Values, with_constants
from jupyter_quality.refactor.extract import Extraction
from jupyter_quality.refactor.extracting import heading_of
from jupyter_quality.refactor.naming import Taken, function_names
from jupyter_quality.refactor.stretch import Stretch, Stretches, call_text, function_text, line_count
from jupyter_quality.refactor.suggestion import Kind, Suggestion

FEWEST = 3
"""Lines from which on repeated code is worth a function."""

MOST_CONSTANTS = 3
"""Constants in which copies may differ: with more of them the function does not say what it does."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What stands in a copy for each name of the first one, and for each constant in which they differ."""

    names: Mapping[str, str]
    values: Values

    @property
    def differences(self) -> int:
        """How many constants differ, each counted once."""
        return len({(ast.unparse(node), value) for node, value in self.values.items()})


@dataclass(frozen=True, slots=True)
class Copy:
    """A stretch that does the same as the first one, and its function."""

    stretch: Stretch
    found: Extraction
    like: Likeness


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
                done |= {(one.stretch.index, at) for one in copies for at in range(one.stretch.first, one.stretch.behind)}
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
    chunks = stretches.chunks(own)
    most = min(MOST_CONSTANTS, line_count(chunks) // 2)
    likes = [(one, alike([c.statement for c in chunks], [c.statement for c in stretches.chunks(one)])) for one in others]
    fit = [(one, like) for one, like in likes if like is not None and like.differences <= most]
    extraction = stretches.extracted(own) if fit else None
    if not isinstance(extraction, Extraction):
        return []
    found = [Copy(own, extraction, Likeness({}, {}))]
    taken = {own.index: own.behind}
    for one, like in fit:
        if one.first < taken.get(one.index, 0):
            continue
        other = stretches.extracted(one)
        if isinstance(other, Extraction) and _fits(extraction, other, like.names):
            found.append(Copy(one, other, like))
            taken[one.index] = one.behind
    return found


def _fits(own: Extraction, other: Extraction, names: Mapping[str, str]) -> bool:
    """Whether a call of the first function can stand for the other: the same names come in, and what both use of the notebook is one."""
    return {names.get(name, name) for name in own.parameters} == set(other.parameters) and all(
        names.get(name, name) == name for name in own.globals_ | other.globals_
    )


def alike(own: Sequence[ast.stmt], other: Sequence[ast.stmt]) -> Likeness | None:
    """What stands in the one for what in the other, where both are the same but for names and constants; else None."""
    names: dict[str, str] = {}
    values: dict[ast.Constant, str] = {}
    pairs = [(one, two, False) for one, two in zip(own, other, strict=True)]  # the last: constants must be the same
    waiting = list[tuple[object, object, bool]](pairs)
    while waiting:
        one, two, fixed = waiting.pop()
        if type(one) is not type(two):
            return None
        if isinstance(one, list) and isinstance(two, list):
            if len(one) != len(two):
                return None
            waiting += [(a, b, fixed) for a, b in zip(one, two, strict=True)]
        elif isinstance(one, ast.Name) and isinstance(two, ast.Name):
            if names.setdefault(one.id, two.id) != two.id:
                return None
        elif isinstance(one, ast.Constant) and isinstance(two, ast.Constant) and one.value != two.value:
            if fixed or not _may_differ(one, two):
                return None
            values[one] = ast.unparse(two)
        elif isinstance(one, ast.AST) and isinstance(two, ast.AST):
            closed = fixed or isinstance(one, ast.JoinedStr | ast.pattern | ast.FunctionDef | ast.ClassDef) or _is_text(one)
            waiting += [(getattr(one, field, None), getattr(two, field, None), closed) for field in one._fields]
        elif one != two:
            return None
    return Likeness(names, values) if len(set(names.values())) == len(names) else None


def _may_differ(one: ast.Constant, two: ast.Constant) -> bool:
    """Whether two constants are of one kind that a parameter can stand for."""
    kinds = {type(one.value), type(two.value)}
    return (kinds == {str} or kinds <= {int, float}) and one.lineno == one.end_lineno


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _suggestion(stretches: Stretches, copies: Sequence[Copy], taken: Taken) -> Suggestion | None:
    found = copies[0].found
    bound = (*found.flow.definite, *found.flow.maybe)
    needed = {name for one in copies for name in found.flow.bound if one.like.names.get(name, name) in one.found.returns}
    if any(name in found.dropped for name in needed):
        return None
    found = replace(found, returns=tuple(dict.fromkeys(name for name in bound if name in needed)))
    cells = [stretches.cell(one.stretch) for one in copies]
    heading = heading_of(stretches.flowing.reading.notebook, cells[0])
    name = taken.free(*function_names(found, heading))
    found, texts = with_constants(found, [one.like.values for one in copies])
    calls = [stretches.call(one.stretch, call_text(found, name, {**one.like.names, **own})) for one, own in zip(copies, texts, strict=True)]
    if any(call is None for call in calls):
        return None
    lines, numbers = line_count(found.chunks), sorted({cell.number for cell in cells})
    listed = f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    return Suggestion(
        Kind.MERGE,
        f"Make one function `{call_text(found, name)}` of the {lines} lines that cells {listed} share",
        f"The same steps stand {len(copies)} times: a change of one must now be made in each",
        2 * lines * (len(copies) - 1),
        stretches.place(copies[0].stretch),
        (InsertCell(cells[0].id, CellKind.CODE, function_text(found, name, "")), *(call for call in calls if call is not None)),
        (name, *found.parameters),
    )
