"""Functions of a project to which the user gave other names."""

import ast
from collections.abc import Callable, Collection, Mapping
from difflib import SequenceMatcher

from jupyter_quality.refactor.project.base import Base
from jupyter_quality.refactor.project.known import KnownFunction

_Defined = ast.FunctionDef | ast.AsyncFunctionDef
_Shape = tuple[str, list[str]]
"""What a function takes, and its steps without the docstring."""


def new_names(base: Base, read: Callable[[str], str | None], words: Collection[str]) -> dict[str, str]:
    """Old name → new name, where a module has a function that takes the same and does mostly the same under another name.

    `read` gives the text that stands at a path now; `words` are those of the notebook: a name among them could mean something else
    there. A guess that is wrong costs nothing but a conflict: what is merged is what either side wrote.
    """
    found: dict[str, str] = {}
    taken = {function.name for function in base.functions} | set(words)
    for module in dict.fromkeys(function.module for function in base.functions):
        path = f"src/{base.package}/{module}.py"
        before, now = _shapes(base.texts.get(path)), _shapes(read(path))
        made = [one.name for one in base.functions if one.module == module and not _is_definition(one)]
        gone = [name for name in made if name in before and name not in now]
        new = [name for name in now if name not in before and name not in taken]
        for name in gone:
            match = _most_alike(before[name], {other: now[other] for other in new})
            if match is not None and _most_alike(now[match], {other: before[other] for other in gone}) == name:
                found[name] = match
    return found


def _shapes(text: str | None) -> dict[str, _Shape]:
    try:
        body = ast.parse(text or "").body
    except (SyntaxError, ValueError):
        return {}
    return {one.name: _shape(one) for one in body if isinstance(one, _Defined)}


def _shape(function: _Defined) -> _Shape:
    steps = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return ast.dump(function.args), [ast.dump(step) for step in steps]


def _most_alike(one: _Shape, others: Mapping[str, _Shape]) -> str | None:
    """The only function that takes the same and shares most steps, at least half of them."""
    shares = {name: SequenceMatcher(None, one[1], other[1], autojunk=False).ratio() for name, other in others.items() if other[0] == one[0]}
    best = [name for name, share in shares.items() if share >= 0.5 and share == max(shares.values())]
    return best[0] if len(best) == 1 else None


def _is_definition(function: KnownFunction) -> bool:
    """Whether a function stood in the notebook as it is, under its name."""
    if len(function.code) != 1:
        return False
    try:
        body = ast.parse(function.code[0]).body
    except (SyntaxError, ValueError):
        return False
    return bool(body) and isinstance(body[0], _Defined | ast.ClassDef) and body[0].name == function.name
