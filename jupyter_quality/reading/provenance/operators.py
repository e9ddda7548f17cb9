"""What comparisons, arithmetic and logic make of data."""

import ast

from jupyter_quality.reading.provenance.context import Context
from jupyter_quality.reading.provenance.estimators import compared
from jupyter_quality.reading.provenance.joining import data_in, merged
from jupyter_quality.reading.provenance.positions import Position
from jupyter_quality.reading.provenance.values import UNKNOWN, Constant, Data, Form, Value

_PAIRS = {ast.Lt: ">=", ast.GtE: ">=", ast.Gt: "<=", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "=="}
_NEGATIVE = (ast.Lt, ast.Gt, ast.NotEq, ast.NotIn)


def combined(context: Context, values: list[Value], node: ast.AST) -> Value:
    """What an operator gives that takes its operands row by row: their rows, and all that shaped them."""
    data = [one for value in values for one in data_in(value)]
    if not data:
        return UNKNOWN
    forms = {one.form for one in data}
    if forms == {Form.MASK}:
        key = " & ".join(sorted({str(one.by[0]) for one in data if isinstance(one.by, tuple)}))
        return Data(merged(data).rows, form=Form.MASK, by=(key, context.text(node)))
    if Form.SCORE in forms:
        scores = [one for one in data if one.form is Form.SCORE]
        return Data(marks=frozenset().union(*(one.marks for one in data)), form=Form.SCORE, models=scores[0].models, by=scores[0].by)
    if forms <= {Form.STATISTIC, Form.NAMES}:
        return merged(data).derived(form=Form.STATISTIC if Form.STATISTIC in forms else Form.NAMES)
    rows = [one for one in data if one.form not in {Form.STATISTIC, Form.MASK, Form.NAMES, Form.RANDOM}]
    first = merged(rows or data)
    marks = first.all_marks().union(*(one.all_marks() for one in data if one.form is not Form.MASK))
    columns = first.columns.copy() if first.columns is not None and len(rows) == 1 else None
    form = first.form if first.form is not Form.FRAME or columns is not None else Form.DATA
    sources = first.sources | frozenset().union(*(one.sources for one in data if one.form is Form.MASK and one.base is first.base))
    column = first.column if len(rows) == 1 and len(values) == 1 else None
    made, models, makers = context.site(node), first.models, first.makers
    is_single = all(one.is_single for one in rows or data)
    return Data(first.rows, marks, form, made, columns, column, first.base, sources, models, makers=makers, is_single=is_single)


def compare(context: Context, node: ast.Compare, values: list[Value]) -> Value:
    """A comparison: a score where predictions meet the truth, a mask where a column meets a bound."""
    data = [one for value in values for one in data_in(value)]
    if not data:
        if all(isinstance(value, Position) for value in values) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            return Constant((values[0] == values[-1]) is isinstance(node.ops[0], ast.Eq))
        known = [value.value for value in values if isinstance(value, Constant)]
        if len(known) == 2 == len(values) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            return Constant((known[0] == known[1]) is isinstance(node.ops[0], ast.Eq))
        return UNKNOWN
    predictions = [one for one in data if one.form is Form.PREDICTION and one.makers]
    others = [one for one in data if one.form is not Form.PREDICTION and one.rows]
    if predictions and others and isinstance(node.ops[0], ast.Eq | ast.NotEq):
        return compared(context, "comparison", node, predictions, others[0])
    if predictions:
        return predictions[0].derived()
    if any(one.form is Form.SCORE for one in data):
        return Data(marks=frozenset().union(*(one.marks for one in data)), form=Form.SCORE)
    rows = [one for one in data if one.rows]
    if not rows:
        return Data(marks=frozenset().union(*(one.marks for one in data)), form=Form.STATISTIC)
    first = rows[0]
    op, left, right = node.ops[0], context.text(node.left), context.text(node.comparators[-1])
    if len(node.ops) > 1:
        left, right = context.text(node.comparators[0]), context.text(node)
    key = first.column or left
    index: object = (_PAIRS.get(type(op), type(op).__name__), right)
    if isinstance(op, _NEGATIVE):
        index = ("not", index)
    marks = frozenset().union(*(one.all_marks() for one in data))
    sources = frozenset[str]().union(*(one.sources for one in rows))
    return Data(first.rows, marks, Form.MASK, context.site(node), base=first.base, sources=sources, by=(key, index))


def inverted(value: Value) -> Value:
    """The opposite of a mask."""
    if isinstance(value, Data) and value.form is Form.MASK and isinstance(value.by, tuple):
        key, index = value.by
        if key == "among":
            return value.derived(by=("not among", ("not", index)))
        opposite = index[1] if isinstance(index, tuple) and index[:1] == ("not",) else ("not", index)
        return value.derived(by=(key, opposite))
    if isinstance(value, Data) and value.form is Form.RANDOM:
        return Data(value.rows, form=Form.MASK, by=("not picked", value.rows))
    return value
