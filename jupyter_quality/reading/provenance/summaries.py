"""Statistics of rows, and what they carry of them."""

from jupyter_quality.reading.provenance.context import Arguments, Context
from jupyter_quality.reading.provenance.marks import Mark, MarkKind
from jupyter_quality.reading.provenance.rows import NO_ROWS, ONE_A_GROUP
from jupyter_quality.reading.provenance.values import UNKNOWN, Constant, Container, Data, Form, Value

_STATISTICS = frozenset(
    "mean median std var min max quantile percentile mode sem mad skew kurt describe corr cov corrwith average avg stddev sum agg "
    "aggregate ptp nanmean nanmedian nanstd nanvar nanpercentile nanquantile amax amin nanmax nanmin corrcoef".split()
)


def summary(context: Context, name: str, arguments: Arguments, data: Data | None, text: str) -> Value:
    """A statistic of data: it carries which rows it was taken of. A statistic of each row, or of one, is none."""
    if data is None:
        return UNKNOWN
    if _is_of_each_row(arguments) and data.form is not Form.COLUMN:
        return data.derived(columns=None)
    if data.form in {Form.SCORE, Form.NAMES, Form.INDEX, Form.STATISTIC, Form.MASK}:
        return Data(NO_ROWS, data.marks, data.form, models=data.models)
    if data.form is Form.PREDICTION:
        return Data(NO_ROWS, data.marks, Form.STATISTIC)
    over = frozenset((data.column,)) if data.column else frozenset[str]()
    if data.is_single:
        whole = frozenset(rows for one in data.rows for rows in (one.parents if one.index == ONE_A_GROUP else (one,)))
        mark = Mark(MarkKind.GROUP, context.site(arguments.node), whole, name, text, over)
        return data.derived(columns=None, column=None, marks=data.all_marks() | {mark}, sources=frozenset())
    mark = Mark(MarkKind.STATISTIC, context.site(arguments.node), data.rows, name, text, over)
    return Data(NO_ROWS, data.all_marks() | {mark}, Form.STATISTIC, context.site(arguments.node), base=data.base)


def _is_of_each_row(arguments: Arguments) -> bool:
    """Whether the axes that are summarised leave the rows apart: `axis=1`, `axis=(1, 2)`."""
    axis = arguments.get(None, "axis")
    if isinstance(axis, Container):
        return bool(axis.items) and all(isinstance(one, Constant) and one.value != 0 for one in axis.elements())
    return arguments.constant(None, "axis") in {1, "columns", "index=1", -1}


def is_statistic(name: str) -> bool:
    """Whether a method of a frame or array summarises its rows."""
    return name in _STATISTICS
