"""Two versions of a cell that differ only in how they call what they make and read: a run of the one tells what the other gives."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from jupyter_quality.reading.code import Code
from jupyter_quality.runs.record import Run
from jupyter_quality.runs.value import split_key

_SEES_NAMES = frozenset("locals vars dir eval exec globals get_ipython".split())


def as_if_run(code: Code, run: Run, ran: Code) -> Run | None:
    """What a run of `ran` would have been of `code`; None where the two differ in more than names. A name that the cell does not make is
    then read under the new name, and it is for the caller to see whether that holds the same."""
    if code.problem is not None or ran.problem is not None or code.magics or ran.magics:
        return None
    names = dict[str, str]()
    if not _alike(ran.tree, code.tree, names) or len(set(names.values())) != len(names):
        return None
    renamed = {old: new for old, new in names.items() if old != new}
    made, makes, read = _made(ran), _made(code), {split_key(key)[0] for key in run.read}
    if any((old in made) is not (new in makes) or (old in made) is (old in read) or new in read for old, new in renamed.items()):
        return None
    if not _is_unseen({*renamed, *renamed.values()}, ran):
        return None
    return replace(
        run,
        source=code.source,
        read={_renamed(key, renamed): print_ for key, print_ in run.read.items()},
        wrote={renamed.get(name, name): value for name, value in run.wrote.items()},
        changed={renamed.get(name, name): parts for name, parts in run.changed.items()},
    )


def _renamed(key: str, names: dict[str, str]) -> str:
    name, part = split_key(key)
    return f"{names.get(name, name)}{part}"


def _alike(old: object, new: object, names: dict[str, str]) -> bool:
    """Whether two trees are the same but for `names`, old → new, which it fills."""
    match old, new:
        case ast.Name(id=one), ast.Name(id=other):
            return names.setdefault(one, other) == other and type(old.ctx) is type(new.ctx)
        case ast.AST(), ast.AST():
            return type(old) is type(new) and all(_alike(getattr(old, name, None), getattr(new, name, None), names) for name in old._fields)
        case list(), list():
            return len(old) == len(new) and all(_alike(one, other, names) for one, other in zip(old, new, strict=True))
    return type(old) is type(new) and old == new


def _made(code: Code) -> set[str]:
    """The names that assignments and loops of a cell make, those inside comprehensions too."""
    return {node.id for node in _outside_definitions(code.tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


def _outside_definitions(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _DEFINITIONS):
            yield from _outside_definitions(child)


def _is_unseen(names: set[str], code: Code) -> bool:
    """Whether nothing in a cell can tell how these names are called: no `query`, no function that keeps them, no look at all names."""
    mention = re.compile(rf"@({'|'.join(map(re.escape, names))})\b")
    for node in code.nodes(ast.Constant, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Name):
        match node:
            case ast.Constant(value=str() as text) if mention.search(text):
                return False
            case ast.Name(id=name) if name in _SEES_NAMES:
                return False
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda() if names & _names_in(node):
                return False
    return True


def _names_in(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
