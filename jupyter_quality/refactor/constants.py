"""Constants in which copies of the same steps differ, as parameters of the function that they become."""

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from jupyter_quality.refactor.chunks import Chunk
from jupyter_quality.refactor.extract import BUILTINS, Extraction
from jupyter_quality.refactor.stretch import first_line, lines_above

Values = Mapping[ast.Constant, str]
"""The text of a copy for each constant in which it differs from the first one."""


def with_constants(found: Extraction, copies: Sequence[Values]) -> tuple[Extraction, list[dict[str, str]]]:
    """The function with a parameter for each constant that is not the same in all copies, the first of which is its own, and what
    stands for each of these parameters in the copies. Constants that are one in every copy are one parameter."""
    differing = list(dict.fromkeys(node for values in copies for node in values))
    groups: dict[tuple[str, ...], list[ast.Constant]] = {}
    for node in sorted(differing, key=lambda node: (node.lineno, node.col_offset)):
        groups.setdefault(tuple(values.get(node, ast.unparse(node)) for values in copies), []).append(node)
    taken = {*found.flow.bound, *found.flow.reads, *found.flow.captured, *found.globals_, *BUILTINS}
    names: dict[ast.Constant, str] = {}
    for nodes in groups.values():
        name = _free(_name(nodes[0], found.chunks), taken)
        names |= dict.fromkeys(nodes, name)
    chunks = tuple(_swapped(chunk, names) for chunk in found.chunks)
    parameters = (*found.parameters, *(names[nodes[0]] for nodes in groups.values()))
    texts = [{names[nodes[0]]: key[number] for key, nodes in groups.items()} for number in range(len(copies))]
    return replace(found, chunks=chunks, parameters=parameters), texts


def _free(wish: str, taken: set[str]) -> str:
    name = next(name for number in range(1, len(taken) + 2) if (name := wish if number == 1 else f"{wish}_{number}") not in taken)
    taken.add(name)
    return name


def _name(constant: ast.Constant, chunks: Iterable[Chunk]) -> str:
    """What a constant is, by where it stands."""
    for node in (node for chunk in chunks for node in ast.walk(chunk.statement)):
        match node:
            case ast.keyword(arg=str(name), value=value) if value is constant:
                return name
            case ast.Subscript(slice=value) if value is constant:
                return "column" if isinstance(constant.value, str) else "position"
            case ast.Compare(comparators=values) if constant in values:
                return "limit" if not isinstance(constant.value, str) else "kind"
    if isinstance(constant.value, str):
        return "path" if re.search(r"\.\w{2,4}$", constant.value) else "text"
    return "value"


def _swapped(chunk: Chunk, names: Mapping[ast.Constant, str]) -> Chunk:
    """A chunk with names in place of constants."""
    rows = chunk.text.split("\n")
    top = first_line(chunk.statement) - lines_above(chunk)
    own = [node for node in ast.walk(chunk.statement) if isinstance(node, ast.Constant) and node in names]
    for node in sorted(own, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        row = rows[node.lineno - top].encode()
        rows[node.lineno - top] = (row[: node.col_offset] + names[node].encode() + row[node.end_col_offset :]).decode()
    text = "\n".join(rows)
    return replace(chunk, text=text, statement=ast.parse(text).body[0]) if own else chunk
