"""What a notebook shows of a rare class: saved counts of the target, what its author writes, how made-up data are weighted."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.notebook.document import CellKind, Place, Span
from jupyter_quality.notebook.outputs import read_outputs
from jupyter_quality.reading.cell import Call, CellReading
from jupyter_quality.reading.provenance.values import Data, Estimator
from jupyter_quality.reading.reading import Reading

RARE = 0.2
"""A class that holds a smaller share of the rows than this is rare."""
_MOST_CLASSES = 10
_LINE = re.compile(r"^(?P<label>\S[^\n]*?)\s{2,}(?P<count>\d[\d,]*(?:\.\d+)?(?:e-\d+)?)\s*$", re.MULTILINE)
_COUNTS = re.compile(r"value_counts|Counter\(|bincount|\.groupby\(")
_PAIRS = re.compile(r"(?:\b|['\"])(?P<label>[\w.-]+)['\"]?\)?: (?P<count>\d+)")
_ARRAY = re.compile(r"array\(\[\s*(?P<counts>\d+(?:,\s*\d+)+)\]")
_SAID = re.compile(
    r"\b(?:class|target|label|data|dataset|sample)(?:e?s)?\W+(?:\w+\W+){0,3}(?:im|un)balanced?\b"
    r"|\b(?:im|un)balanced\W+(?:\w+\W+){0,2}(?:class|target|label|data|dataset|sample)|\b(?:rare|minority|skewed)\s+class",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<![\d.])(?P<share>\d{1,2}(?:\.\d+)?)\s?(?:%|percent|per cent)", re.IGNORECASE)
_OF_CLASS = re.compile(
    r"\b(?:positives?|fraud\w*|churn\w*|default(?:s|ed|ers?)|minority|defect\w*|sick|ill|spam|failures?)\b", re.IGNORECASE
)
_NOT_CLASS = re.compile(r"accura|score|test|split|train|missing|recall|precision|confiden|quantile|hold|valid|better|improv", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no longer|isn't|nor)\b", re.IGNORECASE)
_CLASSIFIERS = frozenset(
    "LogisticRegression LogisticRegressionCV SVC NuSVC LinearSVC GaussianNB MultinomialNB BernoulliNB ComplementNB Perceptron "
    "LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis CalibratedClassifierCV LogisticRegressionCV NearestCentroid".split()
)

_REGRESSORS = frozenset("LinearRegression Ridge RidgeCV Lasso LassoCV ElasticNet ElasticNetCV BayesianRidge KernelRidge OLS".split())


@dataclass(frozen=True, slots=True)
class Imbalance:
    """That a class is rare: where that is shown, and in what words."""

    place: Place
    words: str


def imbalance(reading: Reading, target: str | None, name: str | None = None) -> Imbalance | None:
    """What shows that a class of the target is rare; None where nothing does.

    `target` is the column's name, where known, else `name` is the variable's.
    """
    return reading.remember(("imbalance", target, name), lambda: next(_shown(reading, target, name), None) or next(_said(reading), None))


def is_classifier(estimator: Estimator) -> bool:
    """Whether an estimator, or the model inside it, predicts classes."""
    if estimator.short.endswith(("Classifier", "ClassifierCV")) or estimator.short in _CLASSIFIERS:
        return True
    return any(is_classifier(part) for part in estimator.parts)


def is_regressor(estimator: Estimator) -> bool:
    """Whether an estimator, or the model inside it, predicts numbers."""
    if estimator.short.endswith(("Regressor", "SVR")) or estimator.short in _REGRESSORS:
        return True
    return any(is_regressor(part) for part in estimator.parts)


def _shown(reading: Reading, target: str | None, name: str | None) -> Iterator[Imbalance]:
    for cell in reading.cells:
        source = cell.code.source
        for call in cell.calls if "make_classification" in source else ():
            if call.method == "make_classification" and (share := _smallest_weight(call.keyword("weights"))) is not None and share < RARE:
                yield Imbalance(cell.place(call.node), f"the data are made with {_percent(share)} of one class")
        if len(cell.cell.saved) > 2 or "#" in source:
            is_counted = _COUNTS.search(source) and any(_counts(reading, cell, call, target, name) for call in cell.calls)
            share = _share_counted(cell) if is_counted else _share_as_mean(cell, target)
            if share is not None and 0 < share < RARE:
                yield Imbalance(cell.place(cell.code.line_span(1)), f"{_percent(share)} of the rows are of one class")


def _counts(reading: Reading, cell: CellReading, call: Call, target: str | None, name: str | None) -> bool:
    """Whether a call counts the values of the target: by its column's name, or by a name that holds that column."""
    if call.method not in {"value_counts", "Counter", "bincount", "size"}:
        return False
    for node in ast.walk(call.node):
        match node:
            case ast.Constant(value=str(text)) | ast.Attribute(attr=text) if text == target:
                return True
            case ast.Name(id=counted):
                value = reading.provenance.value(cell, node)
                if isinstance(value, Data) and value.column is not None and target is not None:
                    if value.column == target:
                        return True
                elif target is None and (counted == name if name else re.match(r"[yY](?:_|\d|$)", counted)):
                    return True
    return False


def _percent(share: float) -> str:
    return f"{share:.1%}" if share < 0.1 else f"{share:.0%}"


def _smallest_weight(node: ast.expr | None) -> float | None:
    if not isinstance(node, ast.List | ast.Tuple) or not node.elts:
        return None
    weights = [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, int | float)]
    if len(weights) != len(node.elts):
        return None
    return float(min(weights if len(weights) > 1 else (weights[0], 1 - weights[0])))


def _output(cell: CellReading) -> str:
    """What a cell shows: its saved output, or what its author noted of it in comments."""
    saved = "".join(output.text for output in read_outputs(cell.cell.saved))
    noted = [line.lstrip().removeprefix("#").removeprefix(" ") for line in cell.code.lines if line.lstrip().startswith("#")]
    return saved or "\n".join(noted)


def _share_counted(cell: CellReading) -> float | None:
    """The smallest share among the counts that a cell's output shows, as if there were two classes: of ten, each has a tenth."""
    text = _output(cell)
    body = re.sub(r"^(?:Name|Length|dtype):.*$", "", text, flags=re.MULTILINE)
    counts = [float(match["count"].replace(",", "")) for match in _LINE.finditer(body)]
    counts = counts or [float(match["count"]) for match in _PAIRS.finditer(body)]
    if not counts and (array := _ARRAY.search(body)):
        counts = [float(count) for count in array["counts"].split(",")]
    if not 2 <= len(counts) <= _MOST_CLASSES or sum(counts) <= 0:
        return None
    is_single = min(counts) <= 1 < sum(counts) - 0.5
    return None if is_single else min(counts) / sum(counts) * len(counts) / 2


def _share_as_mean(cell: CellReading, target: str | None) -> float | None:
    """The share of ones, where a cell shows the target's mean and no other number below one."""
    if target is None or ".mean()" not in cell.code.source:
        return None
    is_target = re.compile(rf"(?:\b|['\"]){re.escape(target)}(?:\b|['\"])|^[yY]\w*$")
    means = [call for call in cell.calls if call.method == "mean" and isinstance(call.node.func, ast.Attribute) and not call.node.args]
    if len(means) != 1 or not is_target.search(ast.unparse(getattr(means[0].node.func, "value", means[0].node))):
        return None
    shares = re.findall(r"(?<![\d.])0\.\d+", _output(cell))
    return float(shares[0]) if len(shares) == 1 else None


def _said(reading: Reading) -> Iterator[Imbalance]:
    for cell in reading.notebook.cells:
        is_text = cell.kind is CellKind.MARKDOWN
        for number, line in enumerate(cell.source.split("\n"), 1):
            text = line if is_text else line.partition("#")[2]
            said = _SAID.search(text)
            if said is None and (share := _PERCENT.search(text)) and _OF_CLASS.search(text) and not _NOT_CLASS.search(text):
                said = share if 0 < float(share["share"]) < RARE * 100 else None
            if said is not None and not _DENIED.search(text[: said.start()]):
                place = Place(cell.id, cell.number, Span(number, 1, number, len(line) + 1))
                yield Imbalance(place, f"the notebook says “{' '.join(said.group().split())}”")
