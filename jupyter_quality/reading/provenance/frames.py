"""What the methods and attributes of frames, columns and arrays do with rows and columns."""

import ast
import re
from collections.abc import Iterable
from functools import lru_cache

from jupyter_quality.reading.provenance.columns import call_names, column, names_of, set_column
from jupyter_quality.reading.provenance.context import Arguments, Context, cut_of, first_data, part
from jupyter_quality.reading.provenance.functions import drawn
from jupyter_quality.reading.provenance.joining import data_in, join, merged, text_of, texts_of
from jupyter_quality.reading.provenance.marks import Mark, MarkKind, Marks
from jupyter_quality.reading.provenance.positions import Count
from jupyter_quality.reading.provenance.rows import NO_ROWS, ONE_A_GROUP, OTHER_ROWS, REVERSED, RUNNING, SORTED, How, RowSet, in_order
from jupyter_quality.reading.provenance.splitting import random_cut, split_by_shares
from jupyter_quality.reading.provenance.summaries import is_statistic, summary
from jupyter_quality.reading.provenance.values import UNKNOWN, Class, Constant, Container, Data, Estimator, Form, Function, Module, Value

_KEEP = frozenset(
    "copy dropna reset_index astype infer_objects convert_dtypes sort_index round to_frame cache persist to_numpy compute collect".split()
)
_COLUMN_KEEP = frozenset("ravel flatten reshape squeeze to_list tolist numpy detach cpu to cuda float long view unsqueeze".split())
_MAPS = frozenset("map replace apply applymap isin between cut str lower upper strip clip where mask cat codes eq ne gt lt ge le".split())
_FUTURE_FILLS = frozenset({"bfill", "backfill"})
_NUMBERS = frozenset({"number", "float", "float64", "floating"})
_TIME_METHODS = frozenset({"shift", "diff", "pct_change", "rolling", "ewm", "resample", "asfreq", "expanding"})
_ATTRIBUTES = frozenset("values T str dt cat loc iloc at iat sparse array data real".split())
TIME_NAME = re.compile(r"(^|_|\b)(date|datetime|day|time|timestamp|stamp|ts|ds|month|week|year|hour)s?(_|\b|$)|(Date|Time)", re.IGNORECASE)
_DATE_NAME = re.compile(r"(^|_)(date|datetime|timestamp)(_|$)|Date|dteday", re.IGNORECASE)
GROUP_NAME = re.compile(
    r"(?i)(^|[_ ])(id|uid|uuid|patient|user|customer|client|subject|person|player|driver|household|session|device|machine|speaker|author"
    r"|participant|student|account|member|employee|animal|engine|sensor|vehicle|store|shop|group|visitor|owner|family|pupil"
    r"|rider|donor|mouse|rat|cow|turbine|battery|vessel|truck)s?"
    r"([_ ]?(id|no|nr|nbr|num|number|code|key|name))?$"
    r"|(^|[_ ])(actor|child|plant|plot|tree|worker)s?[_ ]?(id|no|nr|nbr|num|number|code)$|(?i:[a-z]id$)"
)
_DIMENSION = re.compile(
    r"(?i)countr|categ|type|class|status|region|state|city|genre|brand|depart|channel|site|market|lang|currency|zone|color"
)
_LABEL_NAMES = frozenset(
    {"valid", "grid", "paid", "bid", "covid", "rapid", "solid", "acid", "said", "mid", "void", "hybrid", "android", "liquid", "family"}
)
_VALIDATION_NAME = re.compile(r"(^|[^a-z])([xyd]_?)?(val|valid|validate|validation|dev)([^a-z]|$)", re.IGNORECASE)
_TEST_NAME = re.compile(r"(^|[^a-z])([xyd]_?)?(test|holdout|te)([^a-z]|$)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_group_name(name: str) -> bool:
    """Whether a column's name says that it tells entities apart."""
    return bool(GROUP_NAME.search(name)) and name.lower() not in _LABEL_NAMES and not _DIMENSION.search(name)


@lru_cache(maxsize=4096)
def parts_named(name: str) -> tuple[str, ...]:
    """The parts of the rows that a name says it holds: "validation", "test"."""
    return tuple(kind for kind, called in (("validation", _VALIDATION_NAME), ("test", _TEST_NAME)) if called.search(name))


def call_method(context: Context, data: Data, name: str, arguments: Arguments) -> Value:
    """What a method of data gives. One that changes them in place does so."""
    result = _method(context, data, name, arguments)
    if arguments.constant(None, "inplace") is True and isinstance(result, Data):
        data.rows, data.marks, data.columns, data.sources = result.rows, result.marks, result.columns, result.sources
        return Constant(None)
    return result


def _method(context: Context, data: Data, name: str, arguments: Arguments) -> Value:
    if data.form is Form.GROUPS:
        return _grouped(context, data, name, arguments)
    if data.form is Form.WINDOW:
        return data.derived(form=Form.COLUMN if data.column else Form.DATA)
    if data.form is Form.RANDOM and name not in {"permutation", "shuffle"}:
        return data.derived(by=drawn(name, arguments))
    if data.form is Form.NAMES:
        return call_names(data, name, arguments)
    if data.form is Form.INDEX and name == "difference" and (other := arguments.data(0)) is not None:
        return left_over(context, data, other, arguments.node)
    if data.form in {Form.SCORE, Form.STATISTIC} and name != "append":
        others = [one for one in map(first_data, arguments.all()) if one is not None]
        return data.derived(marks=data.marks.union(*(one.all_marks() for one in others)))
    if name in {"to_numpy", "copy"} and data.columns is not None and (data.columns.known or not data.columns.only):
        return data.derived(made=context.site(arguments.node))
    if name in _KEEP:
        return data.derived()
    if name in _COLUMN_KEEP:
        return data.derived()
    if _is_end(name) and data.column is not None and _DATE_NAME.search(data.column):
        return Data(form=Form.STATISTIC, base=data.base)
    if is_statistic(name):
        text = (
            context.text(arguments.node.func.value)
            if isinstance(arguments.node, ast.Call) and isinstance(arguments.node.func, ast.Attribute)
            else ""
        )
        return summary(context, name, Arguments(arguments.node, [], arguments.named), data, text)
    if name in _TIME_METHODS:
        return _moved(context, data, name, arguments)
    if name in {"fillna", "interpolate", "ffill", "bfill", "backfill", "pad"}:
        return _filled(context, data, name, arguments)
    if method := _METHODS.get(name):
        return method(context, data, arguments)
    if name in _MAPS:
        return _mapped(context, data, arguments)
    return _other(context, data, arguments)


def _other(context: Context, data: Data, arguments: Arguments) -> Value:
    """A method that nothing is known of: what it is given comes in."""
    result = with_others(data, arguments.all(), context, arguments.node)
    return result.derived(marks=result.all_marks(), columns=None)


def with_others(data: Data, values: Iterable[Value], context: Context, node: ast.AST, *, is_each: bool = False) -> Data:
    """Data with what has shaped some further values. Where `is_each`, a function among them is called with one row or item at a time."""
    marks: Marks = data.marks
    sources = data.sources
    models = data.models
    for value in values:
        is_called = isinstance(value, Function | Module)
        called = context.call(value, Arguments(node, [data.derived(is_single=is_each)])) if is_called else value
        other = first_data(called)
        if other is not None:
            marks |= other.all_marks()
            models = models or other.models
            if other.form is Form.COLUMN and other.base is data.base:
                sources |= other.sources
    return data.derived(marks=marks, sources=sources, models=models)


def _mapped(context: Context, data: Data, arguments: Arguments) -> Value:
    is_each = data.form is not Form.FRAME or arguments.constant(1, "axis") in {1, "columns"}
    result = with_others(data, arguments.all(), context, arguments.node, is_each=is_each)
    estimator = next((value for value in arguments.all() if isinstance(value, Estimator)), None)
    return result if estimator is None else result.derived()


def _filled(context: Context, data: Data, name: str, arguments: Arguments) -> Value:
    result = with_others(data, arguments.all(), context, arguments.node)
    result.marks = result.marks | {_learned_by(mark) for mark in result.marks - data.marks if mark.kind is MarkKind.GROUP}
    how = name if name in _FUTURE_FILLS else arguments.constant(1, "method")
    if how in _FUTURE_FILLS and not data.is_single:
        mark = Mark(MarkKind.FUTURE, context.site(arguments.node), data.rows, str(how), "", frozenset(filter(None, [data.column])))
        result.marks = result.marks | {mark}
    result.columns = None if data.columns is None else data.columns.copy()
    return result


def _learned_by(mark: Mark) -> Mark:
    """What a statistic of each group leaves where it fills gaps: what is filled in was learned from the rows, as with one of all."""
    return Mark(MarkKind.STATISTIC, mark.site, mark.rows, mark.what, mark.data, mark.over, mark.sure)


def _moved(context: Context, data: Data, name: str, arguments: Arguments) -> Value:
    """A value of another row: earlier, later, or a window of them."""
    if not data.is_single:
        context.sign(arguments.node, "time", data.rows, data.column)
    steps = arguments.constant(0, "periods", "n")
    is_future = (name in {"shift", "diff", "pct_change"} and isinstance(steps, int) and steps < 0) or (
        name == "rolling" and (arguments.constant(None, "center") is True or data.by == REVERSED)
    )
    marks = data.marks
    if is_future:
        window = "rolling from below" if data.by == REVERSED else "rolling(center=True)"
        what = f"{name}({steps})" if name != "rolling" else window
        marks = marks | {Mark(MarkKind.FUTURE, context.site(arguments.node), data.rows, what, "", frozenset(filter(None, [data.column])))}
    form = Form.WINDOW if name in {"rolling", "ewm", "expanding", "resample"} else data.form
    rows = data.rows
    return data.derived(rows=rows, marks=marks, form=form, sources=OTHER_ROWS, column=None, columns=None)


def _grouped(context: Context, data: Data, name: str, arguments: Arguments) -> Value:
    """A method of `frame.groupby(…)` or of one of its columns."""
    column = data.by[0] if isinstance(data.by, tuple) and data.by else None
    if isinstance(column, str) and is_group_name(column) and name not in {"first", "last", "head", "ngroup", "groups", "get_group", "nth"}:
        context.sign(arguments.node, "group", data.rows, column, 1.0 if isinstance(data.by, tuple) and len(data.by) == 1 else 0.4)
    if name in _TIME_METHODS or name in {"cumcount", "cumsum", "cummax", "cummin", "rank", "ffill", "bfill", "ngroup", "head", "tail"}:
        moved = _moved(context, data, name, arguments) if name in _TIME_METHODS else _running(data, name)
        if isinstance(moved, Data):
            moved.form = Form.COLUMN if name not in {"rolling", "ewm", "expanding", "resample"} else Form.WINDOW
            moved.sources, moved.column, moved.columns = frozenset(), None, None
        return moved
    if name in {"size", "count", "nunique", "cumcount", "ngroups"}:
        return Data(data.rows, data.marks, Form.STATISTIC, base=data.base)
    if name == "filter":
        return data.derived(form=Form.FRAME)
    function = arguments.get(0, "func")
    if name == "transform" and isinstance(function, Function) and data.column is not None:
        return _of_each_group(context, data, function, arguments)
    over = frozenset((data.column,)) if data.column else frozenset(_aggregated(arguments))
    mark = Mark(
        MarkKind.GROUP, context.site(arguments.node), data.rows, _statistic_of(name, arguments), _receiver(context, arguments), over
    )
    if name in {"transform", "apply"}:
        return data.derived(marks=data.marks | {mark}, form=Form.COLUMN, sources=frozenset(), column=None, columns=None, by=None)
    cut = cut_of(How.INDEX, context.site(arguments.node), ("groups", data.by))
    rows = part(data.rows, cut, ONE_A_GROUP)
    return Data(rows, data.marks | {mark}, Form.STATISTIC, context.site(arguments.node), base=data.base)


def _running(data: Data, name: str) -> Data:
    """Values that go on from row to row: a sum holds the row's own value until that is taken off."""
    return data.derived(by=(RUNNING, data.column) if name == "cumsum" else None)


def _of_each_group(context: Context, data: Data, function: Function, arguments: Arguments) -> Value:
    """`groups["a"].transform(lambda a: …)`: what the function makes of one group."""
    one = data.derived(form=Form.COLUMN, by=None, is_single=True)
    result = first_data(context.call(function, Arguments(function.node, [one], arguments.named)))
    marks = data.marks if result is None else data.marks | result.all_marks()
    return data.derived(marks=marks, form=Form.COLUMN, sources=frozenset(), column=None, columns=None, by=None)


def _receiver(context: Context, arguments: Arguments) -> str:
    node = arguments.node
    return context.text(node.func.value) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""


def _aggregated(arguments: Arguments) -> list[str]:
    """The columns that `agg` names: `agg({"price": "mean"})`, `agg(m=("price", "mean"))`."""
    found: list[str] = []
    for value in arguments.all():
        if isinstance(value, Container) and value.is_dict:
            found += [key for key in value.items if isinstance(key, str)]
        elif isinstance(value, Container) and value.items:
            first = text_of(value.items.get(0))
            found += [first] if first else []
    return found


def _statistic_of(name: str, arguments: Arguments) -> str:
    return text_of(arguments.get(0, "func")) or name if name in {"transform", "agg", "aggregate", "apply"} else name


def _drop(context: Context, data: Data, arguments: Arguments) -> Value:
    """`drop`: columns, or rows by their index."""
    first = arguments.get(0, "labels")
    index = arguments.get(None, "index") or first
    if isinstance(index, Data) and index.form is Form.INDEX and index.rows != data.rows:
        return data.derived(rows=complement(context, data, index, arguments.node))
    names = arguments.get(None, "columns")
    if names is None and (arguments.constant(1, "axis") in {1, "columns"}):
        names = first
    if names is None:
        names = first if data.columns is not None and isinstance(first, Constant) and len(arguments.positional) > 1 else None
    if names is None:
        return data.derived(columns=None) if data.columns is not None and "columns" in arguments.named else data.derived()
    texts = texts_of(names)
    if texts is None and isinstance(names, Container):
        texts = [text for value in names.elements() if (text := text_of(value)) is not None]
        columns = None
    else:
        columns = data.columns.without(texts) if data.columns is not None and texts is not None else None
    return data.derived(columns=columns, made=context.site(arguments.node))


def complement(context: Context, data: Data, index: Data, node: ast.AST) -> "frozenset":  # type: ignore[type-arg]
    """The rows of data that are not among those of an index."""
    for rows in in_order(index.rows):
        if rows.cut is not None and rows.parents == data.rows:
            other = {"train": "test", "test": "train"}.get(str(rows.index), ("not", rows.index))
            return part(data.rows, rows.cut, other)
    cut = cut_of(How.INDEX, context.site(node), ("without", index.rows))
    return part(data.rows, cut, "without")


def left_over(context: Context, index: Data, other: Data, node: ast.AST) -> Data:
    """The positions of an index that are not in another one."""
    return index.derived(rows=complement(context, index, other, node))


def _sample(context: Context, data: Data, arguments: Arguments) -> Value:
    if arguments.constant(None, "frac") == 1 and arguments.constant(None, "replace") is not True:
        site = context.site(arguments.node)
        return data.derived(rows=part(data.rows, cut_of(How.SHUFFLE, site, site, is_random=True), "all"))
    if arguments.constant(None, "replace") is True:
        mark = Mark(MarkKind.COPIED, context.site(arguments.node), data.rows, "sample(replace=True)", "")
        return data.derived(marks=data.marks | {mark})
    return data.derived(rows=part(data.rows, random_cut(context, arguments.node), "sample"))


def _head(context: Context, data: Data, arguments: Arguments) -> Value:
    text = arguments.text(context) or "5"
    return data.derived(rows=part(data.rows, cut_of(How.SLICE, context.site(arguments.node), "slice"), ("", text)))


def _tail(context: Context, data: Data, arguments: Arguments) -> Value:
    text = arguments.text(context) or "5"
    return data.derived(rows=part(data.rows, cut_of(How.SLICE, context.site(arguments.node), "slice"), (f"-{text}", "")))


def _sorted(context: Context, data: Data, arguments: Arguments) -> Value:
    names = texts_of(arguments.get(0, "by")) or []
    if names and TIME_NAME.search(names[-1]):
        context.sign(arguments.node, "time", data.rows, names[-1], 0.7)
    return data.derived()


def _set_index(context: Context, data: Data, arguments: Arguments) -> Value:
    names = texts_of(arguments.get(0, "keys")) or []
    if names and TIME_NAME.search(names[-1]):
        context.sign(arguments.node, "time", data.rows, names[-1], 0.7)
    return data.derived(columns=None if data.columns is None else data.columns.without(names))


def _pop(context: Context, data: Data, arguments: Arguments) -> Value:
    name = text_of(arguments.get(0))
    if name is None:
        return UNKNOWN
    found = column(context, data, name, arguments.node)
    if data.columns is not None:
        data.columns = data.columns.without([name])
    return found


def _groupby(_context: Context, data: Data, arguments: Arguments) -> Value:
    names = texts_of(arguments.get(0, "by"))
    return data.derived(form=Form.GROUPS, by=tuple(names) if names else None)


def _merge(_context: Context, data: Data, arguments: Arguments) -> Value:
    other = arguments.data(0, "right", "other")
    if other is None:
        return data.derived()
    return data.derived(marks=data.marks | other.all_marks())


def _assign(context: Context, data: Data, arguments: Arguments) -> Value:
    result = data.derived()
    for value in arguments.positional:
        for one in data_in(value):
            if one.column is not None:
                set_column(result, one.column, one)
            else:
                result.marks = result.marks | one.all_marks()
    for name, value in arguments.named.items():
        set_column(result, name, context.call(value, Arguments(value.node, [result])) if isinstance(value, Function) else value)
    return result


def _renamed(_context: Context, data: Data, arguments: Arguments) -> Value:
    """`expression.alias("name")` of polars and Spark."""
    return data.derived(column=text_of(arguments.get(0)))


def _select_dtypes(context: Context, data: Data, arguments: Arguments) -> Value:
    """`select_dtypes("number")`, `select_dtypes(exclude="object")`: the columns of numbers."""
    kept, left = texts_of(arguments.get(0, "include")) or [], texts_of(arguments.get(1, "exclude")) or []
    result = data.derived(made=context.site(arguments.node))
    if result.columns is None or not (any(name in _NUMBERS for name in kept) or "object" in left):
        return data.derived(columns=None)
    result.columns.are_numbers = True
    return result


def _append(_context: Context, data: Data, arguments: Arguments) -> Value:
    return join(data, first_data(arguments.get(0)) or data)


def _pipe(context: Context, data: Data, arguments: Arguments) -> Value:
    function = arguments.get(0, "func")
    if isinstance(function, Function | Class):
        return context.call(function, Arguments(arguments.node, [data, *arguments.positional[1:]], arguments.named))
    return _other(context, data, arguments)


def _random_split(context: Context, data: Data, arguments: Arguments) -> Value:
    return split_by_shares(context, "randomSplit", arguments, data, arguments.get(0, "weights"))


def _with_column(_context: Context, data: Data, arguments: Arguments) -> Value:
    """`frame.withColumn("name", expression)` of Spark."""
    result, name = data.derived(), text_of(arguments.get(0))
    if name is not None:
        set_column(result, name, arguments.get(1) or UNKNOWN)
    return result


def _select(_context: Context, data: Data, arguments: Arguments) -> Value:
    given = [one for value in arguments.positional for one in data_in(value)]
    if given and all(one.form is Form.STATISTIC for one in given):
        return merged(given)
    names = [text for value in arguments.positional for text in (texts_of(value) or [])]
    return data.derived(columns=None if data.columns is None or not names else data.columns.just(names))


def _marked_duplicates(context: Context, data: Data, arguments: Arguments) -> Value:
    names = texts_of(arguments.get(0, "subset")) or []
    context.sign(arguments.node, "duplicates", data.rows, names[0] if names else None)
    if names and is_group_name(names[0]):
        context.sign(arguments.node, "group", data.rows, names[0], 0.4)
    return Data(data.rows, form=Form.MASK, by=("duplicated", tuple(names)))


def _counted(context: Context, data: Data, arguments: Arguments) -> Value:
    if data.column and is_group_name(data.column):
        is_bare = data.column.lower() in {"id", "uid", "uuid"}
        context.sign(arguments.node, "group", data.rows, data.column, 0.4 if is_bare else 0.6)
    return Data(NO_ROWS, data.marks, Form.STATISTIC)


def _deduplicated(context: Context, data: Data, arguments: Arguments) -> Value:
    names = tuple(texts_of(arguments.get(0, "subset")) or ())
    return data.derived(rows=without_copies(context, data, names, arguments.node))


def without_copies(context: Context, data: Data, names: tuple[str, ...], node: ast.AST) -> RowSet:
    """The rows of data that are left where one stands for all that are equal, in columns of some names or in all."""
    cut = cut_of(How.INDEX, context.site(node), ("unique", names))
    return part(data.rows, cut, ONE_A_GROUP if names else "no row twice")


def _isin(context: Context, data: Data, arguments: Arguments) -> Value:
    other = arguments.data(0)
    text = arguments.text(context)
    index = ("isin", other.rows if other is not None and other.rows else text)
    if data.form is Form.INDEX and other is not None and other.form is Form.INDEX:
        return Data(data.rows, form=Form.MASK, by=("among", other.rows))
    key = data.column or _receiver(context, arguments)
    return Data(data.rows, form=Form.MASK, by=(key, index), base=data.base, sources=data.sources)


def _missing(context: Context, data: Data, arguments: Arguments) -> Value:
    is_missing = context.text(arguments.node).endswith(("isna()", "isnull()"))
    index = "missing" if is_missing else ("not", "missing")
    return Data(data.rows, form=Form.MASK, by=(data.column or _receiver(context, arguments), index), base=data.base, sources=data.sources)


def _dropped_rename(_context: Context, data: Data, arguments: Arguments) -> Value:
    names = arguments.get(None, "columns")
    if data.columns is None or not isinstance(names, Container):
        return data.derived()
    renamed = {old: text_of(new) for old, new in names.items.items() if isinstance(old, str)}
    columns = data.columns.copy()
    for old, new in renamed.items():
        if new is not None:
            plain = Data(data.rows, form=Form.COLUMN, base=data.base, sources=frozenset((old,))) if columns.holds(old) else None
            columns.known[new] = columns.known.pop(old, None) or plain
            columns.dropped.add(old)
    return data.derived(columns=columns)


def _pivoted(context: Context, data: Data, arguments: Arguments) -> Value:
    over = frozenset(texts_of(arguments.get(0, "values")) or ())
    mark = Mark(MarkKind.GROUP, context.site(arguments.node), data.rows, "mean", _receiver(context, arguments), over)
    return Data(NO_ROWS, data.marks | {mark}, Form.STATISTIC, context.site(arguments.node), base=data.base)


def _repeated(context: Context, data: Data, arguments: Arguments) -> Value:
    mark = Mark(MarkKind.COPIED, context.site(arguments.node), data.rows, "repeat", "")
    return data.derived(marks=data.marks | {mark})


def _nothing(_context: Context, _data: Data, _arguments: Arguments) -> Value:
    return Data(NO_ROWS, form=Form.NAMES)


_METHODS = {
    "drop": _drop, "sample": _sample, "head": _head, "take": _head, "limit": _head, "tail": _tail, "skip": _tail, "sort_values": _sorted,
    "set_index": _set_index, "pop": _pop, "groupby": _groupby, "groupBy": _groupby, "merge": _merge, "join": _merge, "assign": _assign,
    "with_columns": _assign, "withColumn": _with_column, "alias": _renamed, "select_dtypes": _select_dtypes,
    "append": _append, "pipe": _pipe, "randomSplit": _random_split, "select": _select, "value_counts": _counted, "nunique": _counted,
    "duplicated": _marked_duplicates, "drop_duplicates": _deduplicated, "isin": _isin, "rename": _dropped_rename,
    "pivot_table": _pivoted, "repeat": _repeated, "info": _nothing, "plot": _nothing,
    "hist": _nothing, "isna": _missing, "isnull": _missing, "notna": _missing, "notnull": _missing, "memory_usage": _nothing,
    "to_csv": _nothing, "items": _nothing,
}  # fmt: skip


def attribute(context: Context, data: Data, name: str, node: ast.AST) -> Value:
    """An attribute of data: a column where it is none of their own."""
    if data.form is Form.STATISTIC:
        return data
    if name == "shape":
        return Container({0: Count(data.rows), 1: Data(NO_ROWS, form=Form.NAMES)})
    if name in {"size", "ndim", "dtypes", "dtype", "empty", "is_unique", "plot"}:
        return Data(NO_ROWS, form=Form.NAMES)
    if name == "columns":
        return names_of(data)
    if name == "index":
        return data.derived(columns=None) if data.by in SORTED else Data(data.rows, form=Form.INDEX)
    if name == "values" and data.columns is not None:
        return data.derived(made=context.site(node))
    if name == "T" and data.columns is not None:
        return data.derived(marks=data.all_marks(), columns=None)
    if name == "dt":
        return data.derived(marks=frozenset(mark for mark in data.marks if not (_is_end(mark.what) and mark.kind is MarkKind.STATISTIC)))
    if name in _ATTRIBUTES or data.columns is None:
        return data
    return column(context, data, name, node)


def _is_end(statistic: str) -> bool:
    """Whether a statistic is the first or last of its values: of dates it is only the origin that others are counted from."""
    return statistic in {"min", "max"}
