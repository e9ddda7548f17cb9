"""The shape of statements: what is left of them when variables have no names, comments and layout count for nothing."""

import ast
import string
from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_quality.reading.code import Code

WINDOW = 5
"""Lines that are compared at once."""

_WORD_CHARACTERS = dict.fromkeys(map(ord, string.ascii_letters + string.digits + "_ \t"))
_LEAST_PUNCTUATION = 25
_STATEMENT = ";"


@dataclass(frozen=True, slots=True)
class Shape:
    """A statement without the names of its variables: equal texts are equal code but for these `names`, in their order.

    `statements` counts the statement and those inside it, `weight` the nodes of its tree; imports weigh nothing.
    """

    text: str
    names: tuple[str, ...]
    statements: int
    weight: int


def windows(code: Code) -> frozenset[int]:
    """The punctuation of each five lines of code behind one another, hashed: cells that share none share no five statements."""
    return code.remember("windows", lambda: _windows(code.source))


def _windows(source: str) -> frozenset[int]:
    if source.count("\n") < WINDOW - 1:
        return frozenset()
    lines = [line.partition("#")[0] if "#" in line else line for line in source.translate(_WORD_CHARACTERS).split("\n")]
    lines = [line for line in lines if line]
    found = (" ".join(lines[start : start + WINDOW]) for start in range(len(lines) - WINDOW + 1))
    return frozenset(hash(text) for text in found if len(text) >= _LEAST_PUNCTUATION)


def shapes(code: Code) -> Sequence[Shape]:
    """The shapes of the statements at a cell's top level."""
    return code.remember("shapes", lambda: [_shape(node) for node in code.tree.body])


def _shape(node: ast.stmt) -> Shape:
    parts, names = list[str](), list[str]()
    _write(node, parts, names)
    is_import = isinstance(node, ast.Import | ast.ImportFrom)
    return Shape(" ".join(parts), tuple(names), 0 if is_import else parts.count(_STATEMENT), 0 if is_import else len(parts))


def _write(node: ast.AST, parts: list[str], names: list[str]) -> None:
    if isinstance(node, ast.Name):
        parts.append("_")
        names.append(node.id)
        return
    if isinstance(node, ast.stmt):
        parts.append(_STATEMENT)
    parts.append(type(node).__name__)
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, ast.AST):
            if field == "func" and isinstance(value, ast.Name):
                parts.append(value.id)
            elif field != "ctx":
                _write(value, parts, names)
        elif isinstance(value, list):
            parts.append("[")
            for one in value:
                if isinstance(one, ast.AST):
                    _write(one, parts, names)
                else:
                    parts.append(repr(one))
        elif (field == "arg" and isinstance(node, ast.arg)) or (field == "name" and isinstance(node, ast.FunctionDef)):
            names.append(str(value))
        elif value is not None:
            parts.append(repr(value))


def length_alike(one: Sequence[Shape], start: int, other: Sequence[Shape], begin: int) -> int:
    """How many shapes from a position on are alike, with each variable standing for one and the same other."""
    there, back = dict[str, str](), dict[str, str]()
    length = 0
    while start + length < len(one) and begin + length < len(other):
        left, right = one[start + length], other[begin + length]
        if left.text != right.text or any(
            there.setdefault(name, renamed) != renamed or back.setdefault(renamed, name) != name
            for name, renamed in zip(left.names, right.names, strict=True)
        ):
            break
        length += 1
    return length
