"""Names for functions, modules and packages: from headings and comments, else from what is done with what."""

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.refactor.extract import BUILTINS, Extraction
from jupyter_quality.refactor.subjects import subjects
from jupyter_quality.refactor.verbs import imperative, verbs

_WORDS_OF_NAME = 4
_LONGEST_COMMENT = 8
_NUMBERED = re.compile(
    r"^\W*(?:step|exercise|task|question|part|section|chapter|problem|example|listing|q|ex)?\W*\d+[\d.]*[a-z]?\b", re.IGNORECASE
)
_OPEN = frozenset("using each all some no than via per about into over which whose".split())
"""Words with which no name ends."""
_WHO = frozenset("you they he she there here if when while because since must should what why how where who which note todo".split())
"""Words with which a sentence begins that names no step."""
_IDLE = frozenset("a an the of for to in on and or with by from we us our let s is are be this that it its as at now will can".split())


def words(text: str) -> list[str]:
    """The words of a heading or comment, in lower case and without accents, for a name."""
    plain = re.sub(r"<[^>]+>|\$[^$]*\$|https?://\S+|&\w+;|!?\[([^\]]*)\]\([^)]*\)", r" \1 ", text)
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z][a-z0-9]*|[0-9]+", letters.lower())


def slug(text: str, most: int = _WORDS_OF_NAME) -> str:
    """A name made of a text's first telling words; empty where it has none."""
    telling = [word for word in words(_NUMBERED.sub("", text)) if word not in _IDLE]
    while telling and telling[0].isdecimal():
        telling.pop(0)
    telling = telling[:most]
    while len(telling) > 1 and telling[-1] in _OPEN:
        telling.pop()
    return "_".join(telling)


def function_names(extraction: Extraction, heading: str) -> Iterator[str]:
    """Names for a function, the best first: its first comment, the heading right above its cell, what it does with what."""
    comment = next((line.lstrip("# ") for line in extraction.chunks[0].text.split("\n") if line.startswith("#")), "")
    new = [name for name in extraction.returns if name not in extraction.parameters]
    changes = any(name in extraction.flow.changed or name in extraction.returns for name in extraction.parameters)
    does = verbs(extraction.chunks, made=new[0] if new else None, changes=changes)
    about = list(dict.fromkeys(name for text in subjects(extraction, does[0]) if (name := slug(text, 3))))
    if len(words(comment)) <= _LONGEST_COMMENT and (name := slug(comment)):
        yield from _said(name, "", about[0])
    if name := slug(heading):
        yield from _said(name, does[0], about[0])
    if does[0] in {"merge", "combine"} and len(extraction.parameters) > 1:
        yield "_".join([does[0], *map(slug, extraction.parameters[:2])])
    for verb in does[:3]:
        yield from (name if name.startswith(f"{verb}_") else f"{verb}_{name}" for name in about if name != verb)


def _said(name: str, verb: str, about: str) -> Iterator[str]:
    """A name that was said, as what is to be done: `fitting_the_data` is `fit_data`, `air_quality` what the verb does with it."""
    first, _, rest = name.partition("_")
    if first in _WHO:
        return
    if (said := imperative(first)) is not None:
        yield f"{said}_{rest or about}"
    elif verb:
        yield "_".join([verb, *name.split("_")[:3]])
    elif rest:
        yield name


class Taken:
    """Names that are in use, and free ones beside them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = set(names)

    def free(self, *wishes: str) -> str:
        """The first wish that is free, the first one numbered where none is; it is taken from now on."""
        fit = [wish for wish in wishes if wish.isidentifier() and not keyword.iskeyword(wish) and wish not in BUILTINS]
        first = fit[0] if fit else f"{wishes[0] if wishes and wishes[0] else 'run'}_step"
        numbered = (f"{first}_{number}" for number in range(2, len(self._names) + 3))
        name = next(name for name in (*fit, first, *numbered) if name not in self._names)
        self._names.add(name)
        return name


def title(name: str) -> str:
    """A name as a heading."""
    return name.replace("_", " ").capitalize()


def file_name(notebook: Notebook) -> str:
    """The name of the notebook's file."""
    return re.split(r"[/\\]", notebook.path or "the notebook")[-1]
