"""What a notebook shows of a rare class: saved counts of the target, what its author writes, how made-up data are weighted."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quality.notebook.document import CellKind, Place, Span
from jupyter_quality.notebook.outputs import read_outputs
from jupyter_quality.reading.cell import CellReading
from jupyter_quality.reading.provenance.values import Estimator
from jupyter_quality.reading.reading import Reading

RARE = 0.2
"""A class that holds a smaller share of the rows than this is rare."""
_MOST_CLASSES = 10
_LINE = re.compile(r"^(?P<label>\S[^\n]*?)\s{2,}(?P<count>\d[\d,]*(?:\.\d+)?(?:e-\d+)?)\s*$", re.MULTILINE)
_COUNTS = re.compile(r"value_counts|Counter\(|bincount|\.groupby\(")
_PAIRS = re.compile(r"(?:\b|['\"])(?P<label>[\w.-]+)['\"]?\)?: (?P<count>\d+)")
_ARRAY = re.compile(r"array\(\[\s*(?P<counts>\d+(?:,\s*\d+)+)\]")
_SAID = re.compile(r"\b(?:im|un)balanced?\b|\b(?:rare|minority|skewed)\s+(?:class|event|case|target|label)(?:e?s)?\b", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\d.])(?P<share>\d{1,2}(?:\.\d+)?)\s?(?:%|percent|per cent)", re.IGNORECASE)
_OF_CLASS = re.compile(
    r"\b(?:positives?|fraud\w*|churn\w*|default\w*|minority|defect\w*|class|cases|sick|ill|events?|spam|failures?)\b", re.IGNORECASE
)
_NOT_CLASS = re.compile(r"accura|score|test|split|train|missing|recall|precision|confiden|quantile|hold|valid|better|improv", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no longer|isn't|nor)\b", re.IGNORECASE)
_CLASSIFIERS = frozenset(
    "LogisticRegression LogisticRegressionCV SVC NuSVC LinearSVC GaussianNB MultinomialNB BernoulliNB ComplementNB Perceptron "
    "LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis CalibratedClassifierCV LogisticRegressionCV NearestCentroid".split()
)


@dataclass(frozen=True, slots=True)
class Imbalance:
    """That a class is rare: where that is shown, and in what words."""

    place: Place
    words: str


def imbalance(reading: Reading, target: str | None) -> Imbalance | None:
    """What shows that a class of the target is rare; None where nothing does. `target` is the column's name, where known."""
    return reading.remember(("imbalance", target), lambda: next(_shown(reading, target), None) or next(_said(reading), None))


def is_classifier(estimator: Estimator) -> bool:
    """Whether an estimator, or the model inside it, predicts classes."""
    if estimator.short.endswith(("Classifier", "ClassifierCV")) or estimator.short in _CLASSIFIERS:
        return True
    return any(is_classifier(part) for part in estimator.parts)


def _shown(reading: Reading, target: str | None) -> Iterator[Imbalance]:
    for cell in reading.cells:
        source = cell.code.source
        for call in cell.calls if "make_classification" in source else ():
            if call.method == "make_classification" and (share := _smallest_weight(call.keyword("weights"))) is not None and share < RARE:
                yield Imbalance(cell.place(call.node), f"the data are made with {share:.0%} of one class")
        if len(cell.cell.saved) > 2 and (target is None or target in source or target in cell.names.used or re.search(r"\by\w*\b", source)):
            share = _share_counted(cell) if _COUNTS.search(source) else _share_as_mean(cell, target)
            if share is not None and 0 < share < RARE:
                yield Imbalance(cell.place(cell.code.line_span(1)), f"{_percent(share)} of the rows are of one class")


def _percent(share: float) -> str:
    return f"{share:.1%}" if share < 0.1 else f"{share:.0%}"


def _smallest_weight(node: ast.expr | None) -> float | None:
    if not isinstance(node, ast.List | ast.Tuple) or not node.elts:
        return None
    weights = [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, int | float)]
    if len(weights) != len(node.elts):
        return None
    return float(min(weights if len(weights) > 1 else (weights[0], 1 - weights[0])))


def _share_counted(cell: CellReading) -> float | None:
    """The smallest share among the counts that a cell's output shows."""
    text = "".join(output.text for output in read_outputs(cell.cell.saved))
    body = re.sub(r"^(?:Name|Length|dtype):.*$", "", text, flags=re.MULTILINE)
    counts = [float(match["count"].replace(",", "")) for match in _LINE.finditer(body)]
    counts = counts or [float(match["count"]) for match in _PAIRS.finditer(body)]
    if not counts and (array := _ARRAY.search(body)):
        counts = [float(count) for count in array["counts"].split(",")]
    return min(counts) / sum(counts) if 2 <= len(counts) <= _MOST_CLASSES and sum(counts) > 0 else None


def _share_as_mean(cell: CellReading, target: str | None) -> float | None:
    """The share of ones, where the last expression is the target's mean."""
    last = cell.code.tree.body[-1] if cell.code.tree.body else None
    match last:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="mean", value=source), args=[])):
            text = ast.unparse(source)
            if target is None or not re.search(rf"(?:\b|['\"]){re.escape(target)}(?:\b|['\"])|^y\w*$", text):
                return None
            for output in read_outputs(cell.cell.saved):
                if match := re.search(r"0\.\d+", output.text):
                    return float(match.group())
    return None


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
