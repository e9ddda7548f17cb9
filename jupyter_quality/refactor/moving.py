"""Suggest that functions and classes of the notebook move to a module beside it."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jupyter_quality.notebook.document import Span
from jupyter_quality.notebook.edit import Edit, ReplaceText
from jupyter_quality.notebook.folder import Folder
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.chunks import Chunk
from jupyter_quality.refactor.dataflow import flow_of
from jupyter_quality.refactor.flowing import Flowing
from jupyter_quality.refactor.imports import sorted_imports
from jupyter_quality.refactor.naming import file_name, slug, title
from jupyter_quality.refactor.stretch import Stretch, Stretches, line_count
from jupyter_quality.refactor.suggestion import Kind, NewFile, Suggestion, Unmoved
from jupyter_quality.refactor.verbs import module_of

FEWEST = 6
"""Lines of definitions from which on a module is worth its file."""

_REASON = "{} nothing of this notebook but its imports: in a module {} can be tested, and other notebooks can import {}"

_OWN = frozenset({"__name__", "__doc__", "__spec__", "__loader__", "__package__", "get_ipython"})
"""Builtin names that mean something else in a module."""

_LOOKS_AROUND = re.compile(r"\bchdir\(|\btestmod\b|__main__")
_DISPLAY = "from IPython.display import display"


def module_moves(stretches: Stretches) -> Iterator[Suggestion]:
    """The module of all functions and classes that need nothing of the notebook but its imports and each other."""
    flowing = stretches.flowing
    if _is_elsewhere(flowing.reading):
        return
    moved = _movable(stretches)
    lines = line_count([chunk for _, chunk in moved.values()])
    if lines < FEWEST:
        return
    name = _free_name(flowing.reading, module_of(chunk for _, chunk in moved.values()))
    places = [stretch for stretch, _ in moved.values()]
    numbers = sorted({stretches.cell(place).number for place in places})
    quoted = [f"`{one}`" for one in moved]
    what = _listed(quoted) if len(quoted) <= 3 else f"{len(quoted)} functions and classes"
    yield Suggestion(
        Kind.MODULE,
        f"Move {what} of {'cell' if len(numbers) == 1 else 'cells'} {_listed(list(map(str, numbers)))} to `{name}.py`",
        _REASON.format(*(("It needs", "it", "it") if len(moved) == 1 else ("They need", "they", "them"))),
        lines,
        stretches.place(places[0]),
        tuple(_edits(stretches, moved, name)),
        (name,),
        files=(NewFile(f"{name}.py", _module(flowing, name, [chunk for _, chunk in moved.values()])),),
    )


def held(stretches: Stretches) -> Iterator[Unmoved]:
    """Functions that cannot move to a module, for what they use of the notebook."""
    flowing = stretches.flowing
    for index, step in enumerate(flowing.steps):
        for at, (chunk, flow) in enumerate(zip(step.chunks, step.flows, strict=True)):
            statement = chunk.statement
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name not in flowing.definitions:
                used = sorted(name for name in flow.captured | flow.assigned_elsewhere if name in flowing.counts and name != statement.name)
                variables = [name for name in used if name not in flowing.stable]
                if variables:
                    named = _listed([f"`{name}`" for name in variables[:3]])
                    does = "sets" if variables[0] in flow.assigned_elsewhere else "uses"
                    reason = f"`{statement.name}` cannot move to a module: it {does} {named} of the notebook"
                    yield Unmoved(stretches.place(Stretch(index, at, at + 1)), reason)


def is_taken_module(reading: Reading, name: str) -> bool:
    """Whether a module of this name may be found already: Python's own, one that is imported, or one beside the notebook."""
    imported = {target.partition(".")[0] for target in (*reading.imports.values(), *reading.star_imports)}
    return name in sys.stdlib_module_names or name in imported or _stands(reading.folder, name)


def _is_elsewhere(reading: Reading) -> bool:
    """Whether a module beside the notebook may not be found, or not stand for it: the folder is changed, or tests look into `__main__`."""
    changes = any(magic.name in {"cd", "pushd", "popd", "bookmark"} for cell in reading.cells for magic in cell.code.magics)
    return changes or _LOOKS_AROUND.search(reading.source) is not None


def _stands(folder: Folder, name: str) -> bool:
    return bool(folder.exists(f"{name}.py") or folder.exists(name))


def _free_name(reading: Reading, kind: str) -> str:
    stem = slug(file_name(reading.notebook).partition(".")[0]) or "notebook"
    words = set(re.findall(r"[^\W\d]\w*", reading.source))
    wished = ["helpers" if kind == "steps" else kind, f"{stem}_helpers", *(f"{stem}_helpers_{number}" for number in range(2, 100))]
    return next(name for name in wished if name not in words and not is_taken_module(reading, name))


def _movable(stretches: Stretches) -> Mapping[str, tuple[Stretch, Chunk]]:
    """Name → where it is defined, for definitions that can be cut out of their cells; in notebook order."""
    flowing = stretches.flowing
    found: dict[str, tuple[Stretch, Chunk]] = {}
    for index, step in enumerate(flowing.steps):
        for at, chunk in enumerate(step.chunks):
            name = getattr(chunk.statement, "name", None)
            if isinstance(name, str) and flowing.definitions.get(name) is chunk:
                stretch = Stretch(index, at, at + 1)
                if stretches.span(stretch) is not None and not _names(chunk) & _OWN:
                    found[name] = (stretch, chunk)
    while True:
        fit = {name: one for name, one in found.items() if _names(one[1]) & flowing.definitions.keys() <= found.keys()}
        if len(fit) == len(found):
            return fit
        found = fit


def _names(chunk: Chunk) -> frozenset[str]:
    flow = flow_of([chunk.statement])
    return flow.reads | flow.captured


def _edits(stretches: Stretches, moved: Mapping[str, tuple[Stretch, Chunk]], module: str) -> Iterator[Edit]:
    """In each cell the import in place of its first definitions; the others are cut out."""
    names: dict[int, list[str]] = {}
    for name, (stretch, _) in moved.items():
        names.setdefault(stretch.index, []).append(name)
    done = set[int]()
    for run in _runs([stretch for stretch, _ in moved.values()]):
        cell, span = stretches.cell(run), stretches.span(run)
        if span is not None and run.index not in done:
            yield ReplaceText(cell.id, span, f"from {module} import {', '.join(sorted(names[run.index]))}")
        elif span is not None:
            yield ReplaceText(cell.id, _with_lines_behind(span, cell.source), "")
        done.add(run.index)


def _runs(places: Sequence[Stretch]) -> Iterator[Stretch]:
    """Single statements in order as stretches of those that follow one another."""
    run = places[0]
    for place in places[1:]:
        if place.index == run.index and place.first == run.behind:
            run = replace(run, behind=place.behind)
        else:
            yield run
            run = place
    yield run


def _with_lines_behind(span: Span, source: str) -> Span:
    """The lines of a span with the empty ones behind them, up to where the next statement begins."""
    lines = source.split("\n")
    following = next((number for number, line in enumerate(lines[span.end_line :], span.end_line + 1) if line.strip()), None)
    return span if following is None else replace(span, end_line=following, end_column=1)


def _module(flowing: Flowing, name: str, chunks: Sequence[Chunk]) -> str:
    used = frozenset[str]().union(*map(_names, chunks))
    lines = {flowing.imports[one].line for one in used if one in flowing.imports}
    if "display" in used - flowing.imports.keys():
        lines.add(_DISPLAY)
    head = f'"""{title(name)}, from {file_name(flowing.reading.notebook)}."""\n'
    future = sorted({target for target in flowing.reading.imports.values() if target.startswith("__future__.")})
    parts = [f"from __future__ import {', '.join(one.partition('.')[2] for one in future)}"] if future else []
    parts += ["\n".join(sorted_imports(lines, name))] if lines else []
    return head + "".join(f"\n{part}\n" for part in parts) + "".join(f"\n\n{chunk.text.strip()}\n" for chunk in chunks)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
