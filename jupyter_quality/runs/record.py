"""One run of a cell, as it is recorded: what it read and wrote, as fingerprints, and never a value or an output."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from jupyter_quality.notebook.magics import RUNS_PYTHON_CELL
from jupyter_quality.reading.code import Code
from jupyter_quality.runs.value import Value, digest


class End(StrEnum):
    """How a run ended."""

    WELL = "well"
    ERROR = "error"
    INTERRUPTED = "interrupted"
    STARTED = "started"
    """No run: a kernel began to be recorded, and this is what it held."""
    UNSEEN = "unseen"
    """A run before that, of which only the source is known."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `kernel` names the kernel from its start to its end; `at` is the time in seconds, which orders runs.

    `read`: key → fingerprint before. A key is a name, a part of one (`df['price']`), or a thing around the kernel
    (`file:data.csv`, `@random`).
    `wrote`: name → its value after, for every name that was bound or changed; None where it was deleted.
    `changed`: of these, the parts that were changed in an object that stood before; where a name is missing here, all of it is new.
    `folders`: what the folders held that it listed. `output` is the fingerprint of what was shown, and `shows` whether something was.
    `unseen` are the keys that no fingerprint could be taken of in time. `of`: this is no run, but tells what was recorded later of
    the run of that id.
    """

    id: str
    kernel: str
    cell_id: str | None
    source: str
    at: float
    end: End = End.WELL
    read: Mapping[str, str] = field(default_factory=dict)
    wrote: Mapping[str, Value | None] = field(default_factory=dict)
    changed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    folders: Mapping[str, Value] = field(default_factory=dict)
    output: str = ""
    shows: bool = False
    unseen: tuple[str, ...] = ()
    of: str = ""


def to_plain(run: Run) -> dict[str, object]:
    """A run as JSON holds it."""
    return {
        "id": run.id,
        "kernel": run.kernel,
        "cell_id": run.cell_id,
        "source": run.source,
        "at": run.at,
        "end": str(run.end),
        "read": dict(run.read),
        "wrote": {name: value and _value_to_plain(value) for name, value in run.wrote.items()},
        "changed": {name: dict(parts) for name, parts in run.changed.items()},
        "folders": {name: _value_to_plain(value) for name, value in run.folders.items()},
        "output": run.output,
        "shows": run.shows,
        "unseen": list(run.unseen),
        "of": run.of,
    }


def _value_to_plain(value: Value) -> dict[str, object]:
    plain: dict[str, object] = {"kind": value.kind, "whole": value.whole}
    if value.parts:
        plain["parts"] = dict(value.parts)
    return plain


def from_plain(plain: Mapping[str, object]) -> Run:
    """A run that came from elsewhere. Raises ValueError where it is none."""
    wrote, changed = _mapping(plain, "wrote"), _mapping(plain, "changed")
    cell_id = plain.get("cell_id")
    return Run(
        _text(plain, "id"),
        _text(plain, "kernel"),
        cell_id if isinstance(cell_id, str) else None,
        _text(plain, "source"),
        _number(plain, "at"),
        End(_text(plain, "end")),
        _texts(_mapping(plain, "read")),
        {name: None if value is None else _value(value) for name, value in wrote.items()},
        {name: _texts(parts) for name, parts in changed.items() if isinstance(parts, dict)},
        {name: _value(value) for name, value in _mapping(plain, "folders").items()},
        _text(plain, "output"),
        plain.get("shows") is True,
        tuple(str(key) for key in unseen) if isinstance(unseen := plain.get("unseen"), list) else (),
        of if isinstance(of := plain.get("of"), str) else "",
    )


def _value(plain: object) -> Value:
    if not isinstance(plain, dict):
        raise ValueError("a value is no object")  # noqa: TRY004 (the caller's data is at fault, not its code)
    return Value(_text(plain, "kind"), _text(plain, "whole"), _texts(_mapping(plain, "parts")))


def _mapping(plain: Mapping[str, object], key: str) -> dict[str, object]:
    found = plain.get(key, {})
    if not isinstance(found, dict):
        raise ValueError(f"`{key}` of a run is no object")  # noqa: TRY004 (likewise)
    return found


def _texts(mapping: Mapping[str, object]) -> dict[str, str]:
    return {str(key): str(value) for key, value in mapping.items()}


def _text(plain: Mapping[str, object], key: str) -> str:
    found = plain.get(key)
    if not isinstance(found, str):
        raise ValueError(f"`{key}` of a run is no text")  # noqa: TRY004 (likewise)
    return found


def _number(plain: Mapping[str, object], key: str) -> float:
    found = plain.get(key)
    if not isinstance(found, int | float):
        raise ValueError(f"`{key}` of a run is no number")  # noqa: TRY004 (likewise)
    return float(found)


def is_ours(source: str) -> bool:
    """Whether a cell is one of `%quality`, whose runs are not recorded."""
    return source.lstrip().startswith(("%quality", "%load_ext jupyter_quality"))


@lru_cache(maxsize=4096)
def meaning(source: str) -> str:
    """What a source says, as a fingerprint: the same for two that differ in comments, docstrings, layout alone."""
    code = Code(source)
    if code.problem is not None:
        return digest(source.strip())
    magics = [
        f"{magic.name} {' '.join(magic.argument.split())} {magic.body if magic.is_cell and magic.name not in RUNS_PYTHON_CELL else ''}"
        for magic in code.magics
    ]
    return digest(dump(code.tree), *magics, str(source.rstrip().endswith(";")))


def dump(tree: ast.AST) -> str:
    """A syntax tree as text, without docstrings and places."""
    return ast.dump(_WithoutDocstrings().visit(ast.parse(ast.unparse(tree))) if _has_docstring(tree) else tree)


def _has_docstring(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and ast.get_docstring(node, clean=False) is not None
        for node in ast.walk(tree)
    )


class _WithoutDocstrings(ast.NodeTransformer):
    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return node
