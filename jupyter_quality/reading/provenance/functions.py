"""What the functions and classes of libraries do with rows, by their roles in the table."""

import ast

from jupyter_quality.reading.provenance.context import Arguments, Context, cut_of, first_data, part
from jupyter_quality.reading.provenance.estimators import marks_of, metric, score, stops_early
from jupyter_quality.reading.provenance.joining import data_in, estimators_in, merged, text_of, texts_of
from jupyter_quality.reading.provenance.library import Role, is_known_package
from jupyter_quality.reading.provenance.marks import NO_MARKS, Mark, MarkKind
from jupyter_quality.reading.provenance.rows import DRAWN, NO_ROWS, PACK, UNSEEN, How, RowSet, Site, covers
from jupyter_quality.reading.provenance.splitting import cross_validated, resampled, shuffled, split, split_by_shares
from jupyter_quality.reading.provenance.summaries import summary
from jupyter_quality.reading.provenance.trail import Choice
from jupyter_quality.reading.provenance.values import UNKNOWN, Columns, Container, Data, Estimator, Fit, Form, Splitter, Value

_ESTIMATORS = frozenset(
    {
        Role.LEARNS, Role.COUNTS_WORDS, Role.NAMES_CATEGORIES, Role.ENCODES_TARGET, Role.STATELESS, Role.PREDICTS, Role.CLUSTERS,
        Role.SEARCHES, Role.COMPOSES, Role.COPIES, Role.REDUCES, Role.STOPS_EARLY,
    }
)  # fmt: skip
_SPLITTERS = frozenset({Role.FOLDS, Role.SHUFFLED_FOLDS, Role.GROUPED_FOLDS, Role.ORDERED_FOLDS})
_WITHOUT_DATA = frozenset("matplotlib plotly bokeh ipywidgets IPython os sys time math json re logging warnings pathlib".split())
_NO_ROWS = frozenset(
    """
    len range print isinstance type str repr id hash open input dir vars callable linspace arange logspace geomspace eye seed set_option
    """.split()
)


def call_library(context: Context, name: str, role: Role | None, arguments: Arguments) -> Value:
    """What a call of a library's function or class gives."""
    if role in _ESTIMATORS and role is not None:
        return _estimator(context, name, role, arguments)
    if role in _SPLITTERS and role is not None:
        return Splitter(name, role, context.site(arguments.node), dict(arguments.named))
    match role:
        case Role.SPLITS:
            return split(context, name, arguments)
        case Role.SPLITS_FRAME:
            return split_by_shares(context, name, arguments, arguments.data(0), arguments.get(1))
        case Role.CROSS_VALIDATES:
            return cross_validated(context, name, arguments)
        case Role.SCORES if not _is_evaluator(name):
            return metric(context, name, arguments)
        case Role.SCORES:
            return _estimator(context, name, Role.SCORES, arguments)
        case Role.SCORES_ITSELF:
            estimator = next(estimators_in(arguments.get(0, "estimator")), None)
            return score(context, estimator, arguments.data(1, "X"), arguments, name) if estimator else UNKNOWN
        case Role.RESAMPLES:
            return resampled(context, arguments)
        case Role.SHUFFLES:
            return shuffled(context, arguments)
        case Role.SCALES:
            data = arguments.data(0, "X")
            if data is None or arguments.constant(None, "axis") == 1:
                return data or UNKNOWN
            mark = Mark(MarkKind.STATISTIC, context.site(arguments.node), data.rows, name.rpartition(".")[2], arguments.text(context))
            return data.derived(marks=data.all_marks() | {mark})
        case Role.READS:
            return _read(context, name, arguments)
        case Role.TRAINS:
            return _trained(context, name, arguments)
        case Role.PACKS:
            data = arguments.data(0, "data", "X")
            return UNKNOWN if data is None else data.derived(by=PACK)
        case Role.CONCATENATES:
            return _concatenated(context, arguments)
        case Role.SUMMARISES:
            return summary(context, name.rpartition(".")[2], arguments, arguments.data(0, "a", "X"), arguments.text(context))
    return _unknown(context, name, arguments)


def _is_evaluator(name: str) -> bool:
    return name.rpartition(".")[2][:1].isupper()


def _unknown(context: Context, name: str, arguments: Arguments) -> Value:
    """What a function gives that nothing is known of: its arguments' rows."""
    short = name.rpartition(".")[2]
    if short in _NO_ROWS:
        return UNKNOWN
    if (stored := _stored(context, short, arguments)) is not None:
        return stored
    if short == "DataFrame" and isinstance(table := arguments.get(0, "data"), Container) and table.is_dict and table.rest is None:
        return _table(context, table, arguments)
    if short == "get_dummies" and (data := arguments.data(0, "data")) is not None:
        gone = texts_of(arguments.get(None, "columns")) or []
        return data.derived(columns=None if data.columns is None else data.columns.without(gone), made=data.made)
    if short.startswith("merge") and name.startswith("pandas") and (left := arguments.data(0, "left")) is not None:
        right = arguments.data(1, "right")
        return left.derived(marks=left.marks | (right.all_marks() if right is not None else NO_MARKS))
    found = [data for value in arguments.all() for data in data_in(value)]
    if not found:
        first = arguments.positional[0] if arguments.positional else None
        if isinstance(first, Estimator | Container) and short in {"clone", "deepcopy", "copy"}:
            return first
        if name.partition(".")[0] in _WITHOUT_DATA or (short[:1].isupper() and not is_known_package(name)):
            return UNKNOWN
        is_random = ".random." in name or short in {"ones", "zeros", "full"}
        return Data(context.origin(arguments.node), form=Form.RANDOM if is_random else Form.DATA, by=drawn(short, arguments))
    if len(found) == 1 and short in {
        "asarray",
        "array",
        "Series",
        "tensor",
        "from_numpy",
        "csr_matrix",
        "deepcopy",
        "copy",
        "add_constant",
    }:
        return found[0].derived()
    data = merged(found)
    if short in {"repeat", "tile"} and name.startswith("numpy"):
        return data.derived(marks=data.marks | {Mark(MarkKind.COPIED, context.site(arguments.node), data.rows, short, "")})
    if short == "DataFrame":
        return _framed(context, data, arguments)
    if short in {"argmax", "argmin", "amax", "amin"}:
        return data
    kept = data.form if data.form in {Form.PREDICTION, Form.SCORE, Form.STATISTIC, Form.INDEX} else Form.DATA
    if kept is Form.DATA and {one.form for one in found} == {Form.STATISTIC, Form.NAMES}:
        kept = Form.STATISTIC
    marks = data.all_marks().union(*(marks_of(one) for value in arguments.all() for one in estimators_in(value)))
    sources, column = data.sources, data.column if short in {"log", "log1p", "sqrt", "exp", "expm1", "array", "ravel"} else None
    return Data(
        data.rows,
        marks,
        kept,
        context.site(arguments.node),
        base=data.base,
        sources=sources,
        column=column,
        models=data.models,
        makers=data.makers,
        by=None if is_known_package(name) else UNSEEN,
        is_single=all(one.is_single for one in found),
    )


def _stored(context: Context, name: str, arguments: Arguments) -> Value | None:
    """What `load` reads that was written to that path before; `dump` notes what it writes."""
    if name == "dump" and arguments.positional and (path := text_of(arguments.get(1, "filename"))) is not None:
        context.saved[path] = arguments.positional[0]
    return context.saved.get(text_of(arguments.get(0)) or "") if name in {"load", "load_model"} else None


def drawn(method: str, arguments: Arguments) -> str | None:
    """What numbers go by that are drawn as positions, each of them again and again."""
    is_again = method in {"integers", "randint"} or (method == "choice" and arguments.constant(2, "replace") is not False)
    return DRAWN if is_again else None


def _framed(context: Context, data: Data, arguments: Arguments) -> Data:
    """A frame of what data hold: of the same columns where they are known, else of columns nobody has seen yet."""
    if data.columns is not None:
        return data.derived(form=Form.FRAME)
    base = object()
    return data.derived(form=Form.FRAME, made=context.site(arguments.node), columns=Columns(base), base=base, column=None)


def _table(context: Context, table: Container, arguments: Arguments) -> Data:
    """A frame that is made of a dict of its columns."""
    data = merged(table.elements())
    known = {str(key): first_data(value) for key, value in table.items.items()}
    base = object()
    columns = Columns(base, {key: value and value.derived(columns=None) for key, value in known.items()}, only=True)
    return Data(data.rows, form=Form.FRAME, made=context.site(arguments.node), columns=columns, base=base, models=data.models)


def _estimator(context: Context, name: str, role: Role, arguments: Arguments) -> Estimator:
    parts = [part for value in arguments.all() for part in estimators_in(value)]
    if role is Role.STOPS_EARLY and arguments.positional:
        arguments.named.setdefault("filepath", arguments.positional[0])
    given = tuple(arguments.positional) if role is Role.PREDICTS and name.startswith("statsmodels") else ()
    if given and "data" in arguments.named:
        given = (arguments.named["data"],)
    return Estimator(name, role, context.site(arguments.node), dict(arguments.named), parts, given)


def _read(context: Context, name: str, arguments: Arguments) -> Value:
    site = context.site(arguments.node)
    rows = context.origin(arguments.node)
    if arguments.constant(None, "return_X_y") is True:
        base = object()
        features = Data(rows, form=Form.FRAME, made=site, columns=Columns(base), base=base)
        return Container({0: features, 1: Data(rows, form=Form.COLUMN, made=site, base=object(), column="target")})
    if name.rpartition(".")[2].startswith("make_"):
        return Container({0: Data(rows, made=site), 1: Data(rows, made=site)})
    if name.rpartition(".")[2] == "load_data":
        cut = cut_of(How.UNPACKED, site, site)
        parts = [part(rows, cut, index) for index in ("train", "test")]
        return Container({n: Container({0: Data(one, made=site), 1: Data(one, made=site)}) for n, one in enumerate(parts)})
    if name.rpartition(".")[2].startswith(("load_", "fetch_")) and not name.startswith("seaborn"):
        return _bunch(rows, site)
    data = new_frame(rows, site)
    columns = texts_of(arguments.get(None, "usecols"))
    if columns and data.columns is not None:
        data.columns = data.columns.just(columns)
    index, dates = arguments.get(None, "index_col"), arguments.get(None, "parse_dates")
    if name.startswith(("pandas", "polars")) and index and dates:
        context.sign(arguments.node, "time", rows, text_of(index) or next(iter(texts_of(dates) or ()), "date"), 0.6)
    return data


def _bunch(rows: RowSet, site: Site) -> Data:
    """scikit-learn's data sets: `.data` and `.target`, or `["data"]` and `["target"]`."""
    known: dict[str, Data | None] = {"data": Data(rows, made=site), "target": Data(rows, made=site)}
    known |= {name: Data(form=Form.NAMES) for name in ("feature_names", "target_names", "DESCR")}
    known["frame"] = new_frame(rows, site)
    return Data(rows, form=Form.FRAME, made=site, columns=Columns(object(), known, only=True))


def new_frame(rows: RowSet, site: Site) -> Data:
    """A frame whose columns nobody has seen yet."""
    base = object()
    return Data(rows, form=Form.FRAME, made=site, columns=Columns(base), base=base)


def _trained(context: Context, name: str, arguments: Arguments) -> Value:
    """`train(settings, data, …)` of xgboost and lightgbm."""
    estimator = Estimator(name, Role.PREDICTS, context.site(arguments.node), dict(arguments.named))
    data = arguments.data(1, "dtrain", "train_set", "dtrain")
    if data is None:
        return estimator
    watched = [one for key in ("evals", "valid_sets") for one in data_in(arguments.get(None, key))]
    watched = [one for one in watched if one.rows != data.rows]
    fit = Fit(context.site(arguments.node), estimator, data.derived(), None, arguments.text(context, 1), tuple(watched))
    estimator.fits.append(fit)
    context.trail.add(fit)
    rows = NO_ROWS.union(*(one.rows for one in watched))
    if rows and stops_early(estimator, arguments):
        context.trail.add(Choice(fit.site, rows, "early stopping", fit.site))
    return estimator


def _rows_twice(context: Context, listed: ast.expr | None, parts: list[Data]) -> RowSet | None:
    """The rows that stand twice in a list of data: named twice, changed by arithmetic, or a part beside its whole."""
    texts = [context.text(part) for part in listed.elts] if isinstance(listed, ast.List | ast.Tuple) else []
    is_told = len(set(texts)) < len(texts) or isinstance(listed, ast.BinOp)
    is_told = is_told or any(part.made is not None and isinstance(part.made.node, ast.BinOp) for part in parts)
    rows = [part.rows for part in parts]
    if is_told and (twice := next((one for one in rows if rows.count(one) > 1), None)) is not None:
        return twice
    return next((one for one in rows for other in rows if one != other and all(covers(other, part) for part in one)), None)


def _concatenated(context: Context, arguments: Arguments) -> Value:
    """Rows below one another; beside one another where `axis` is 1. Rows below themselves are copies."""
    data = merged(arguments.positional)
    node = arguments.node
    listed = node.args[0] if isinstance(node, ast.Call) and node.args else None
    first = arguments.positional[0] if arguments.positional else None
    parts = [first_data(part) for part in first.elements()] if isinstance(first, Container) and not first.is_grown else []
    twice = _rows_twice(context, listed, [part for part in parts if part is not None and part.rows and part.form is not Form.RANDOM])
    if twice is not None and arguments.constant(None, "axis") not in {1, -1, "columns"}:
        mark = Mark(MarkKind.COPIED, context.site(node), twice, context.text(node.func) if isinstance(node, ast.Call) else "concat", "")
        data.marks = data.marks | {mark}
    return data
