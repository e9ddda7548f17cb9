"""What the methods of estimators do: learn, transform, predict, score."""

import ast
from collections.abc import Hashable

from jupyter_quality.reading.provenance.context import Arguments, Context, first_data
from jupyter_quality.reading.provenance.joining import data_in, estimators_in, merged, text_of
from jupyter_quality.reading.provenance.library import Role
from jupyter_quality.reading.provenance.marks import Mark, MarkKind, Marks
from jupyter_quality.reading.provenance.rows import NO_ROWS, PACK
from jupyter_quality.reading.provenance.trail import Choice, Score
from jupyter_quality.reading.provenance.values import UNKNOWN, Constant, Container, Data, Estimator, Fit, Form, Splitter, Value

_FITS = frozenset(
    {"fit", "fit_regularized", "partial_fit", "fit_on_texts", "adapt", "train", "learn", "fit_generator", "train_on_batch", "update"}
)
_PREDICTS = frozenset(
    """
    predict predict_proba predict_log_proba decision_function staged_predict staged_predict_proba predict_classes
    forecast get_prediction predict_on_batch predict_generator
    """.split()
)
_TRANSFORMS = frozenset("transform texts_to_sequences texts_to_matrix sequences_to_matrix".split())
_CURVES = frozenset({"roc_curve", "precision_recall_curve", "det_curve"})
_SCORES = frozenset({"score", "evaluate", "evaluate_generator", "test_on_batch"})
_SEARCH_ATTRIBUTES = frozenset({"best_estimator_", "estimator", "base_estimator", "model", "bestModel", "named_steps", "steps", "stages"})
_EARLY = ("early_stopping_rounds", "early_stopping", "od_wait", "od_type", "use_best_model")


def call_method(context: Context, estimator: Estimator, name: str, arguments: Arguments) -> Value:
    """What a method of an estimator gives."""
    data = arguments.data(0, "X", "x", "data", "raw_documents", "dataset", "X_test", "exog", "texts", "y", "df", "features")
    if name in _FITS:
        return _fit(context, estimator, data, arguments, is_partial=name in {"partial_fit", "train_on_batch"})
    if name in {"fit_transform", "fit_predict"}:
        _fit(context, estimator, data, arguments)
        return transformed(estimator, data)
    if name in {"fit_resample", "fit_sample"}:
        return _resampled(context, estimator, arguments)
    if name in _TRANSFORMS:
        return predicted(estimator, data) if estimator.role in {Role.PREDICTS, Role.SEARCHES} else transformed(estimator, data)
    if name in _PREDICTS:
        return predicted(estimator, data, context, arguments.node)
    if name in _SCORES or (estimator.role is Role.SCORES):
        return score(context, estimator, data, arguments, name)
    if name == "set_params":
        estimator.settings.update(arguments.named)
        estimator.parts.extend(part for value in arguments.named.values() for part in estimators_in(value))
        return estimator
    if name in {"inverse_transform", "apply", "kneighbors", "score_samples", "get_booster"}:
        return Data() if data is None else data.derived(columns=None, column=None)
    if name in {"save", "save_model"} and (path := text_of(arguments.get(0, "filepath", "fname"))) is not None:
        context.saved[path] = estimator
    if name in {"get_params", "summary", "plot_importance", "save", "save_model", "get_feature_names_out", "get_feature_names"}:
        return Data(form=Form.NAMES)
    if name in {"get_support", "get_feature_importance", "feature_importances"}:
        return _learned(estimator, name)
    if name in {"compile", "add", "build", "load_weights", "eval", "zero_grad", "step", "parameters", "state_dict"}:
        estimator.settings.update(arguments.named)
        return UNKNOWN
    return estimator


def attribute(estimator: Estimator, name: str) -> Value:
    """What an attribute of an estimator is."""
    if name == "named_steps" or name in _SEARCH_ATTRIBUTES:
        return estimator
    if name == "history":
        return Data(marks=_validation_marks(estimator), form=Form.SCORE)
    if name in {"best_score_", "best_params_", "cv_results_", "classes_", "vocabulary_", "feature_names_in_", "best_iteration"}:
        return Data(form=Form.NAMES)
    if name in {"pvalues", "tvalues"} or (name.endswith("_") and not name.startswith("_")):
        return _learned(estimator, name)
    return estimator if name in {"transformer", "pipeline", "module"} else UNKNOWN


def _learned(estimator: Estimator, name: str) -> Data:
    """A statistic that an estimator holds."""
    kind = f"{estimator.short}.{name}"
    marks = frozenset(Mark(MarkKind.STATISTIC, fit.site, fit.rows, kind, fit.text) for fit in estimator.fits)
    return Data(marks=marks, form=Form.STATISTIC)


def _validation_marks(estimator: Estimator) -> Marks:
    return frozenset(Mark(MarkKind.SCORE, fit.site, data.rows, "history", fit.text) for fit in estimator.fits for data in fit.watched)


def _fit(context: Context, estimator: Estimator, data: Data | None, arguments: Arguments, *, is_partial: bool = False) -> Value:
    target = arguments.data(1, "y", "Y", "labels", "label")
    given = [one for one in map(first_data, estimator.given) if one is not None]
    if data is None and given:
        data, target = given[-1], given[0]
    if data is None:
        return estimator
    watched = _watched(arguments)
    features = _through_layers(estimator, data)
    fit = Fit(context.site(arguments.node), estimator, features, target and target.derived(), arguments.text(context), watched)
    _remember(estimator, fit, is_partial=is_partial)
    context.trail.add(fit)
    folding = estimator.settings.get("cv")
    if isinstance(folding, Splitter) and folding.short == "PredefinedSplit":
        context.trail.add(Choice(fit.site, fit.rows, "settings searched by the rows that PredefinedSplit names", fit.site))
    elif estimator.role is Role.SEARCHES:
        context.trail.add(Score(fit.site, "cross-validation", fit.features, (fit,), fit.rows, crossed=True, truth=fit.target))
    for callback in estimators_in(arguments.named.get("callbacks")):
        if (path := text_of(callback.settings.get("filepath"))) is not None:
            context.saved[path] = estimator
    if watched and stops_early(estimator, arguments):
        rows = NO_ROWS.union(*(one.rows for one in watched))
        if not rows <= fit.rows:
            context.trail.add(Choice(fit.site, rows - fit.rows, "early stopping", fit.site))
    return estimator


def _layers(estimator: Estimator) -> list[Estimator]:
    """The layers of a network that learned from data before the network does, and learn no more with it."""
    is_network = estimator.role is Role.PREDICTS and ".layers." not in estimator.name
    return [part for part in estimator.parts if is_network and ".layers." in part.name]


def _through_layers(estimator: Estimator, data: Data) -> Data:
    """What reaches a network's own weights: the data as its layers that learned before it hand them on."""
    return data.derived(marks=data.marks.union(*(marks_of(layer) for layer in _layers(estimator))))


def _watched(arguments: Arguments) -> tuple[Data, ...]:
    """The data that a training is watched on: validation and evaluation sets."""
    found = []
    for name in ("eval_set", "validation_data", "evals", "valid_sets", "eval_sets", "X_val", "testset"):
        data = first_data(_features_of(arguments.named.get(name)))
        if data is not None:
            found.append(data)
    return tuple(found)


def _features_of(value: Value | None) -> Value | None:
    """The features of `(X, y)` or `[(X, y), …]`."""
    if isinstance(value, Container) and value.items:
        inner = list(value.items.values())
        if all(isinstance(one, Container) for one in inner):
            return Container({number: _features_of(one) or one for number, one in enumerate(inner)})
        return inner[0] if len(inner) in {2, 3} and isinstance(inner[0], Data) and not _is_pack(inner[0]) else value
    return value


def _is_pack(data: Data) -> bool:
    return data.by == PACK


def stops_early(estimator: Estimator, arguments: Arguments) -> bool:
    """Whether a training ends, or its best state is picked, by the score on what it is watched on."""
    for settings in (estimator.settings, arguments.named):
        for name in _EARLY:
            value = settings.get(name)
            if value is not None and not (isinstance(value, Constant) and not value.value):
                return True
        if any(one.role is Role.STOPS_EARLY for one in estimators_in(settings.get("callbacks"))):
            return True
    return False


def _remember(estimator: Estimator, fit: Fit, *, is_partial: bool = False) -> None:
    if not is_partial:
        estimator.fits.clear()
    if fit not in estimator.fits:
        estimator.fits.append(fit)
    for part in [part for part in estimator.parts if part not in _layers(estimator)]:
        _remember(part, fit, is_partial=is_partial)


def transformed(estimator: Estimator, data: Data | None) -> Data:
    """Data that went through a transformer: what it learned has shaped them."""
    if data is None:
        return Data()
    return data.derived(marks=data.all_marks() | marks_of(estimator), form=Form.DATA)


def marks_of(estimator: Estimator) -> Marks:
    """What an estimator's transform leaves on data."""
    sure = estimator.learns
    if not sure:
        return frozenset()
    kind = MarkKind.TARGET if estimator.encodes_target else MarkKind.LEARNED
    fits = estimator.fits or [fit for part in estimator.parts for fit in part.fits]
    return frozenset(Mark(kind, fit.site, fit.rows, estimator.short, fit.text, sure=sure) for fit in fits)


def predicted(estimator: Estimator, data: Data | None, context: Context | None = None, node: ast.AST | None = None) -> Data:
    """An estimator's predictions for data."""
    if data is None:
        data = Data()
    if not estimator.predicts:
        return data.derived(marks=data.all_marks() | marks_of(estimator), columns=None, column=None)
    data = _through_layers(estimator, data)
    if context is not None and node is not None and estimator.fits:
        context.trail.add(Score(context.site(node), "predict", data.derived(), tuple(estimator.fits), data.rows))
    return Data(data.rows, data.all_marks(), Form.PREDICTION, data.made, models=tuple(estimator.fits), makers=(estimator,))


def score(context: Context, estimator: Estimator, data: Data | None, arguments: Arguments, name: str) -> Data:
    """A score of an estimator on data, or, of an evaluator, of predictions."""
    if data is None:
        return Data(form=Form.SCORE)
    fits = tuple(estimator.fits) or data.models
    site = context.site(arguments.node)
    context.trail.add(Score(site, name, _through_layers(estimator, data), fits, data.rows, truth=arguments.data(1, "y")))
    mark = Mark(MarkKind.SCORE, site, data.rows, name, arguments.text(context))
    return Data(marks=frozenset((mark,)), form=Form.SCORE, models=fits)


def metric(context: Context, name: str, arguments: Arguments) -> Value:
    """A metric of predictions, or of what predictions were made of."""
    predictions = [one for value in arguments.all() for one in data_in(value) if one.form is Form.PREDICTION and one.makers]
    if not predictions:
        return Data(form=Form.SCORE)
    truth = next((one for value in arguments.all() for one in data_in(value) if one.form is not Form.PREDICTION), None)
    return compared(context, name.rpartition(".")[2], arguments.node, predictions, truth)


def compared(context: Context, name: str, node: ast.AST, predictions: list[Data], truth: Data | None) -> Value:
    """A score of predictions, with the mark that it leaves on what is chosen by it."""
    site = context.site(node)
    marks = set[Mark]()
    for one in predictions:
        rows = one.rows or (truth.rows if truth is not None else NO_ROWS)
        context.trail.add(Score(site, name, one.derived(), one.models, rows, truth=truth))
        marks.add(Mark(MarkKind.SCORE, site, rows, name, context.text(node)))
    scored = merged(predictions)
    if name in _CURVES:
        points = Data(marks=frozenset(marks), form=Form.SCORE, models=scored.models, by=scored)
        return Container({0: points, 1: points, 2: Data(form=Form.NAMES)})
    return Data(marks=frozenset(marks), form=Form.SCORE, models=scored.models, by=scored)


def _resampled(context: Context, estimator: Estimator, arguments: Arguments) -> Value:
    """Rows that a sampler gives for rows: copies of them beside them, or fewer."""
    found: dict[Hashable, Value] = {}
    site = context.site(arguments.node)
    for position, names in enumerate((("X",), ("y",))):
        data = arguments.data(position, *names)
        if data is None:
            found[position] = UNKNOWN
            continue
        marks = data.marks
        if estimator.role is Role.COPIES:
            marks = marks | {Mark(MarkKind.COPIED, site, data.rows, estimator.short, arguments.text(context))}
        found[position] = data.derived(marks=marks)
    return Container(found)


def called(context: Context, estimator: Estimator, arguments: Arguments) -> Value:
    """What calling an estimator gives: predictions for data, itself for layers."""
    data = merged(arguments.all())
    if not data.rows:
        return estimator
    if estimator.role is Role.SCORES:
        return metric(context, estimator.name, arguments)
    return predicted(estimator, data, context, arguments.node) if estimator.predicts else transformed(estimator, data)
