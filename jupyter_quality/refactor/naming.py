"""Names for functions, modules and packages: from headings and comments, from what the library calls do, from what is set."""

import ast
import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from jupyter_quality.notebook.document import Notebook
from jupyter_quality.refactor.chunks import Chunk
from jupyter_quality.refactor.extract import BUILTINS, Extraction

_WORDS_OF_NAME = 4
_IDLE = frozenset("a an the of for to in on and or with by from we us our let s is are be this that it its as at now will can".split())

_DOES = (
    ("split", "features", "train_test_split"),
    ("plot", "plots", "plot hist scatter bar barh boxplot imshow subplots heatmap pairplot countplot lineplot figure contourf errorbar"),
    ("fit", "model", "fit fit_predict fit_resample partial_fit minimize curve_fit"),
    ("score", "model", "cross_val_score score accuracy_score mean_squared_error r2_score roc_auc_score f1_score classification_report"),
    ("predict", "model", "predict predict_proba forecast"),
    (
        "load",
        "data",
        "load read_csv read_excel read_sql read_json read_table read_parquet read_html loadtxt genfromtxt load_dataset urlopen",
    ),
    ("query", "data", "execute executemany fetchall fetchone"),
    ("save", "output", "to_csv to_excel to_json to_parquet savefig save dump to_sql write"),
    ("simulate", "data", "rand randn randint normal uniform poisson gamma binomial choice random default_rng RandomState"),
    ("merge", "features", "merge join"),
    ("combine", "features", "concat concatenate vstack hstack append"),
    ("summarise", "features", "groupby agg aggregate pivot_table crosstab value_counts describe"),
    ("scale", "features", "StandardScaler MinMaxScaler RobustScaler Normalizer zscore"),
    ("encode", "features", "get_dummies OneHotEncoder OrdinalEncoder LabelEncoder factorize cut qcut"),
    ("clean", "features", "fillna dropna drop_duplicates interpolate strip replace clip"),
    ("convert", "features", "astype to_datetime to_numeric to_frame"),
    ("resample", "features", "resample rolling asfreq"),
    ("shift", "features", "shift diff pct_change"),
    ("transform", "features", "transform fit_transform apply applymap map"),
    ("reshape", "features", "pivot melt stack unstack reshape transpose"),
    ("select", "features", "drop query filter isin sample nlargest"),
    ("sort", "features", "sort_values sort_index sort sorted argsort"),
    ("rename", "features", "rename set_index reset_index set_axis"),
    ("choose", "steps", "max min argmax argmin idxmax idxmin"),
    ("count", "steps", "Counter count nunique bincount"),
)
"""Verb, module, and the callables whose calls tell them; what says most of a step comes first."""


_VERBS = frozenset(verb for verb, _, _ in _DOES)


def _verbs(chunks: Iterable[Chunk]) -> list[tuple[str, str]]:
    """Verb and module of all that statements do, what says most first."""
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for chunk in chunks
        for node in ast.walk(chunk.statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }
    return [(verb, module) for verb, module, methods in _DOES if called & set(methods.split())]


def module_of(chunks: Iterable[Chunk]) -> str:
    """The module for statements, by what they do."""
    return next((module for _, module in _verbs(chunks)), "steps")


def words(text: str) -> list[str]:
    """The words of a heading or comment, in lower case and without accents, for a name."""
    plain = re.sub(r"<[^>]+>|\$[^$]*\$|https?://\S+|&\w+;|!?\[([^\]]*)\]\([^)]*\)", r" \1 ", text)
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z][a-z0-9]*|[0-9]+", letters.lower())


def slug(text: str, most: int = _WORDS_OF_NAME) -> str:
    """A name made of a text's first telling words; empty where it has none."""
    telling = [word for word in words(text) if word not in _IDLE]
    while telling and telling[0].isdecimal():
        telling.pop(0)
    return "_".join(telling[:most])


def function_names(extraction: Extraction, heading: str) -> Iterator[str]:
    """Names for a function, the best first: its first comment, the heading right above its cell, what it does with what."""
    comment = next((line.lstrip("# ") for line in extraction.chunks[0].text.split("\n") if line.startswith("#")), "")
    verbs = [verb for verb, _ in _verbs(extraction.chunks)]
    said = [name for text in (comment, heading) if len(words(text)) <= 8 or text == heading if (name := slug(text))]
    yield from (name for name in said if "_" in name)
    objects = list(dict.fromkeys(_objects(extraction, verbs[:1])))
    if not verbs:
        verbs = ["make" if set(extraction.returns) - set(extraction.parameters) else "update" if _changed(extraction) else "show"]
    for name in said:
        yield f"{name}_{objects[0]}" if name in _VERBS else f"{verbs[0]}_{name}"
    if verbs[0] in {"merge", "combine"} and len(extraction.parameters) > 1:
        yield "_".join([verbs[0], *map(slug, extraction.parameters[:2])])
    for verb in verbs[:3]:
        yield from (f"{verb}_{name}" for name in objects if not name.startswith(verb[:5]))
    yield from (f"{verbs[0]}_{one}_{other}" for one in objects for other in objects if one != other)


def _changed(extraction: Extraction) -> list[str]:
    return [name for name in extraction.parameters if name in extraction.flow.changed or name in extraction.returns]


def _objects(extraction: Extraction, verbs: Sequence[str]) -> Iterator[str]:
    """What a function is about: what it makes, changes, which columns it sets, which classes it uses; names of one letter last."""
    new = [slug(name) for name in extraction.returns if name not in extraction.parameters]
    changed = [slug(name) for name in _changed(extraction)]
    classes = [_snake(name) for name in _classes(extraction)]
    columns = [slug(name, 3) for name in _columns(extraction)]
    if verbs == ["split"] and any("train" in name for name in new):
        yield "train_test"
    first = [*classes, *new, *changed] if verbs in (["fit"], ["score"]) else [*new, *changed]
    if verbs == ["scale"] or not new:
        first = [*changed, *new]
    found = [name for name in [*first, *columns, *map(slug, extraction.parameters), *classes] if name]
    yield from (name for name in found if len(name) > 1)
    yield from (name for name in found if len(name) == 1)
    yield "results"


def _classes(extraction: Extraction) -> Iterator[str]:
    for chunk in extraction.chunks:
        for node in ast.walk(chunk.statement):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
                if re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}|[A-Z]{2,6}", name):
                    yield name


def _columns(extraction: Extraction) -> Iterator[str]:
    for chunk in extraction.chunks:
        for node in ast.walk(chunk.statement):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.slice, ast.Constant):
                yield str(node.slice.value)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


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
