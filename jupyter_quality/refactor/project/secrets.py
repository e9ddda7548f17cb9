"""Passwords and tokens stay out of a project: its files read them from the environment."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_quality.notebook.apply import applied, offset
from jupyter_quality.notebook.document import Notebook, Span
from jupyter_quality.notebook.edit import Edit, ReplaceText
from jupyter_quality.notebook.folder import Folder
from jupyter_quality.reading.reading import Reading
from jupyter_quality.rules.security.secret_in_source import SecretInSource

_READS = re.compile(r'os\.environ\["(\w+)"\]')


@dataclass(frozen=True, slots=True)
class WithoutSecrets:
    """A notebook that reads its secrets from the environment: `environment` is variable → secret. `left` are the ids of the cells in
    which one still stands that is no plain literal; `texts` are all secrets."""

    notebook: Notebook
    environment: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()


def without_secrets(notebook: Notebook, folder: Folder) -> WithoutSecrets:
    """The notebook with each secret that is a literal of its own read from the environment. Secrets that differ get variables that do."""
    environment: dict[str, str] = {}
    edits: dict[Edit, None] = {}
    sources = {cell.id: cell.source for cell in notebook.code_cells}
    for found in SecretInSource().find(Reading(notebook, folder)):
        for edit in found.fix.edits if found.fix is not None else ():
            if isinstance(edit, ReplaceText) and (reads := _READS.fullmatch(edit.text)):
                name = _free(reads[1], str(ast.literal_eval(_text(sources[edit.cell_id], edit.span))), environment)
                edit = ReplaceText(edit.cell_id, edit.span, f'os.environ["{name}"]')  # noqa: PLW2901 - the same edit, of another variable
            edits[edit] = None
    changed = applied(notebook, list(edits)) if edits else notebook
    texts, left = {*environment.values()}, set[str]()
    sources = {cell.id: cell.source for cell in changed.code_cells}
    for place in (found.place for found in SecretInSource().find(Reading(changed, folder))):
        if place is not None and place.cell_id in sources:
            left.add(place.cell_id)
            texts.add(_text(sources[place.cell_id], place.span).strip("\"'"))
    return WithoutSecrets(changed, environment, frozenset(left), frozenset(texts))


def _text(source: str, span: Span) -> str:
    return source[offset(source, span.line, span.column) : offset(source, span.end_line, span.end_column)]


def _free(wish: str, secret: str, environment: dict[str, str]) -> str:
    """The variable that holds a secret, from now on."""
    names = (wish if number == 1 else f"{wish}_{number}" for number in range(1, len(environment) + 2))
    name = next(name for name in names if environment.get(name, secret) == secret)
    environment[name] = secret
    return name
