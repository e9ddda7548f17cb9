"""Names for functions, modules and packages: from headings and comments, from what the library calls do, from what is set."""

import ast
import keyword
import re
from collections.abc import Iterable, Sequence

from jupyter_quality.refactor.chunks import Chunk
from jupyter_quality.refactor.extract import BUILTINS, Extraction

_WORDS_OF_NAME = 4
_IDLE = frozenset("a an the of for to in on and or with by from we us our let s is are be this that it its as at now will can".split())

_KINDS = (
    ("plot", "plots", "plot hist scatter bar barh boxplot imshow subplots heatmap pairplot countplot lineplot figure contourf"),
    ("fit", "model", "fit predict score fit_predict cross_val_score predict_proba fit_resample"),
    ("split", "features", "train_test_split"),
    ("load", "data", "load open connect read_csv read_excel read_sql read_json read_table read_parquet loadtxt load_dataset"),
    ("save", "output", "to_csv to_excel to_json to_parquet savefig save dump to_sql"),
    ("prepare", "features", "fillna dropna get_dummies merge drop groupby rename astype transform fit_transform pivot_table"),
)
"""Verb, module, and the methods whose calls tell them."""


def kind_of(chunks: Iterable[Chunk]) -> tuple[str, str]:
    """The verb of what statements do, and the module for it, by the methods that they call."""
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for chunk in chunks
        for node in ast.walk(chunk.statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }
    return next(((verb, module) for verb, module, methods in _KINDS if called & set(methods.split())), ("make", "steps"))


def words(text: str) -> list[str]:
    """The words of a heading or comment, in lower case, for a name."""
    plain = re.sub(r"<[^>]+>|\$[^$]*\$|https?://\S+|&\w+;|!?\[([^\]]*)\]\([^)]*\)", r" \1 ", text)
    return re.findall(r"[a-z][a-z0-9]*|[0-9]+", plain.lower())


def slug(text: str, most: int = _WORDS_OF_NAME) -> str:
    """A name made of a text's first telling words; empty where it has none."""
    telling = [word for word in words(text) if word not in _IDLE]
    while telling and telling[0].isdecimal():
        telling.pop(0)
    return "_".join(telling[:most])


def function_name(extraction: Extraction, heading: str, reads: Sequence[str]) -> str:
    """A name for a function: its first comment, the heading right above its cell, or what it does with what it sets or takes."""
    comment = next((line.lstrip("# ") for line in extraction.chunks[0].text.split("\n") if line.startswith("#")), "")
    if (name := slug(comment if len(words(comment)) <= 8 else "")) or (name := slug(heading)):
        return name
    verb, _ = kind_of(extraction.chunks)
    new = [name for name in extraction.returns if name not in extraction.parameters]
    changed = [name for name in extraction.parameters if name in extraction.flow.changed or name in extraction.returns]
    if new:
        return f"{verb}_{slug(new[-1] if verb == 'fit' else new[0]) or 'values'}"
    if changed:
        return f"{'update' if verb == 'make' else verb}_{slug(changed[0]) or 'values'}"
    return f"{'show' if verb == 'make' else verb}_{slug(reads[0] if reads else '') or 'results'}"


class Taken:
    """Names that are in use, and free ones beside them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = set(names)

    def free(self, wish: str) -> str:
        """The wish, numbered where it is taken; it is taken from now on."""
        wish = wish if wish.isidentifier() and not keyword.iskeyword(wish) and wish not in BUILTINS else f"{wish or 'step'}_step"
        name = next(
            name for number in range(1, len(self._names) + 3) if (name := wish if number == 1 else f"{wish}_{number}") not in self._names
        )
        self._names.add(name)
        return name
