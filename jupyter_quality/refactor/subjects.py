"""What statements are about, in nouns: what they make, the files, columns and titles that they name, the classes that they use."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from jupyter_quality.refactor.extract import BUILTINS, Extraction

SHORT = 2
"""Letters up to which a name says little."""

_TITLES = frozenset({"title", "suptitle", "set_title"})
_FILES = frozenset({"load", "save", "query"})


def subjects(extraction: Extraction, verb: str) -> Iterator[str]:
    """Texts for what a function is about, the most telling first; those of hardly a letter last."""
    new = [name for name in extraction.returns if name not in extraction.parameters]
    changed = [name for name in extraction.parameters if name in extraction.flow.changed or name in extraction.returns]
    classes = [_spaced(name) for name in _classes(extraction)]
    if verb == "split" and any("train" in name for name in new):
        yield "train test"
    if verb == "set":
        yield "options"
    yield from _titles(extraction) if verb == "plot" else _files(extraction) if verb in _FILES else ()
    first = [*classes, *new, *changed] if verb in {"fit", "score"} else [*new, *changed]
    if verb == "scale" or not new:
        first = [*changed, *new]
    named = [*_columns(extraction, ast.Store), *_columns(extraction, ast.Load)]
    found = [*first, *named, *_own_calls(extraction), *extraction.parameters, *classes]
    yield from (name for name in found if len(name) > SHORT)
    yield from (name for name in found if len(name) <= SHORT)
    yield "results"


def _nodes(extraction: Extraction) -> Iterator[ast.AST]:
    return (node for chunk in extraction.chunks for node in ast.walk(chunk.statement))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


def _calls(extraction: Extraction) -> Iterator[ast.Call]:
    return (node for node in _nodes(extraction) if isinstance(node, ast.Call))


def _classes(extraction: Extraction) -> Iterator[str]:
    return (name for call in _calls(extraction) if re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}|[A-Z]{2,6}", name := _name(call)))


def _own_calls(extraction: Extraction) -> Iterator[str]:
    """The functions that are called by their bare names, the notebook's own mostly."""
    own = {*extraction.parameters, *extraction.globals_} - BUILTINS
    return (call.func.id for call in _calls(extraction) if isinstance(call.func, ast.Name) and call.func.id in own)


def _texts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _titles(extraction: Extraction) -> Iterator[str]:
    return (text for call in _calls(extraction) if _name(call) in _TITLES for text in _texts(call.args[:1]) if text.isascii())


def _files(extraction: Extraction) -> Iterator[str]:
    """The names of the files that are read or written, without folder and ending."""
    stems = (PurePosixPath(text).stem for text in _texts(_nodes(extraction)) if re.fullmatch(r"[\w./ -]{2,80}\.[a-z]\w{1,7}", text))
    return (stem for stem in stems if 2 * sum(map(str.isdigit, stem)) < len(stem))


def _columns(extraction: Extraction, kind: type[ast.expr_context]) -> Iterator[str]:
    return (
        text
        for node in _nodes(extraction)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, kind)
        for text in _texts([node.slice])
    )


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
