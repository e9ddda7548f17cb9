"""The user's own names in a suggestion, in place of those that were suggested."""

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import replace

from jupyter_quality.notebook.edit import Edit, InsertCell, ReplaceText
from jupyter_quality.reading.reading import Reading
from jupyter_quality.refactor.extract import BUILTINS
from jupyter_quality.refactor.moving import is_taken_module
from jupyter_quality.refactor.suggestion import Kind, Suggestion
from jupyter_quality.refactor.suggestions import words_of


class NameTakenError(ValueError):
    """A name that cannot be taken; the message is a sentence."""


def renamed(suggestion: Suggestion, names: Mapping[str, str], reading: Reading) -> Suggestion:
    """A suggestion for a notebook with other names: those of `suggestion.names` → the user's own. Raises NameTakenError."""
    wanted = {old: new.strip() for old, new in names.items() if old in suggestion.names and new.strip() != old}
    if not wanted:
        return suggestion
    for new in wanted.values():
        if not new.isidentifier() or keyword.iskeyword(new):
            raise NameTakenError(f"`{new}` cannot be a name in Python.")
    after = [wanted.get(name, name) for name in suggestion.names]
    if twice := next((name for name in after if after.count(name) > 1), None):
        raise NameTakenError(f"Two things cannot both be called `{twice}`.")
    own, *parameters = suggestion.names
    edits = suggestion.edits
    for old in parameters:
        if old in wanted:
            edits = tuple(_with_parameter(edit, own, old, wanted[old]) for edit in edits)
    if own not in wanted:
        return replace(suggestion, edits=edits)
    new = wanted[own]
    is_module = suggestion.kind is Kind.MODULE
    if new in words_of(reading) or (is_taken_module(reading, new) if is_module else new in BUILTINS):
        raise NameTakenError(f"`{new}` is taken: it means something else already.")
    return replace(
        suggestion,
        edits=tuple(_with_word(edit, own, new) for edit in edits),
        title=_word(suggestion.title, own, new),
        files=tuple(replace(file, path=f"{new}.py") for file in suggestion.files) if is_module else suggestion.files,
    )


def _with_word(edit: Edit, old: str, new: str) -> Edit:
    """The edit with a word in place of another: `old` stands nowhere else in the notebook."""
    if isinstance(edit, InsertCell):
        return replace(edit, source=_word(edit.source, old, new))
    return replace(edit, text=_word(edit.text, old, new)) if isinstance(edit, ReplaceText) else edit


def _word(text: str, old: str, new: str) -> str:
    return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, text)


def _with_parameter(edit: Edit, function: str, old: str, new: str) -> Edit:
    """The edit with another name for a parameter, where it defines the function. Raises NameTakenError."""
    if not isinstance(edit, InsertCell) or f"def {function}(" not in edit.source:
        return edit
    if re.search(rf"\b{re.escape(new)}\b", edit.source):
        raise NameTakenError(f"`{new}` is taken: the function uses it already.")
    if _has_other_meaning(ast.parse(edit.source), old):
        raise NameTakenError(f"`{old}` keeps its name: it also stands in a text, an inner function or an inner class there.")
    lines = edit.source.splitlines(keepends=True)
    for line, column in sorted(_places(edit.source, old), reverse=True):
        lines[line - 1] = lines[line - 1][:column] + new + lines[line - 1][column + len(old) :]
    return replace(edit, source="".join(lines))


def _has_other_meaning(tree: ast.Module, name: str) -> bool:
    """Whether a name may stand for something else than the variable somewhere in a function, or in a text that is evaluated."""
    [function] = tree.body
    inner = [node for node in ast.walk(function) if node is not function]
    documented = function.body[0] if isinstance(function, ast.FunctionDef) else None
    said = documented.value if isinstance(documented, ast.Expr) and isinstance(documented.value, ast.Constant) else None
    for node in inner:
        match node:
            case ast.Constant(value=str(text)) if node is not said and re.search(rf"\b{re.escape(name)}\b", text):
                return True
            case ast.JoinedStr() if any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node)):
                return True
            case ast.ClassDef() | ast.MatchClass():
                return True
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                if any(isinstance(part, ast.arg) and part.arg == name for part in ast.walk(node.args)):
                    return True
            case ast.alias() if name in {node.name.partition(".")[0], node.asname}:
                return True
    return False


def _places(source: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a variable's name stands: line from 1, column from 0, in characters. Attributes and keywords of that name are others."""
    lines = source.splitlines()
    keywords = {
        (node.lineno, len(lines[node.lineno - 1].encode()[: node.col_offset].decode()))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.keyword) and node.arg == name
    }
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME and token.string == name and before != "." and token.start not in keywords:
            yield token.start
        before = token.string
