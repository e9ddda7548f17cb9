"""What `data[…]` gives, and what `data[…] = value` does: columns, slices of rows, masks, positions."""

import ast
from collections.abc import Hashable
from typing import TypeGuard

from jupyter_quality.reading.provenance.columns import column, set_column
from jupyter_quality.reading.provenance.context import Context, cut_of, first_data, part
from jupyter_quality.reading.provenance.frames import complement, is_group_name, without_copies
from jupyter_quality.reading.provenance.joining import join, texts_of
from jupyter_quality.reading.provenance.marks import NO_MARKS, Mark, MarkKind, Marks
from jupyter_quality.reading.provenance.positions import Bounds, Position
from jupyter_quality.reading.provenance.rows import (
    DRAWN,
    EACH_GROUP,
    ONE_A_GROUP,
    REVERSED,
    STRETCH,
    WINDOW,
    Cut,
    How,
    Rows,
    RowSet,
    in_order,
)
from jupyter_quality.reading.provenance.values import UNKNOWN, Alternatives, Constant, Container, Data, Form, Value


def subscript(context: Context, value: Value, key: Value, node: ast.Subscript) -> Value:
    """What an item or part of a value is."""
    if isinstance(value, Container):
        return _item(value, key)
    if isinstance(value, Alternatives):
        result: Value = UNKNOWN
        for one in value.values:
            result = join(result, subscript(context, one, key, node))
        return result
    if isinstance(value, Data):
        return _of_data(context, value, key, node)
    return value


def _item(container: Container, key: Value) -> Value:
    if isinstance(key, Constant):
        found = container.items.get(key.value)
        if found is None and isinstance(key.value, int) and key.value < 0 and container.items:
            found = list(container.items.values())[key.value] if -key.value <= len(container.items) else None
        if found is not None:
            return found
        if container.is_dict and isinstance(container.rest, Data):
            return _group(container.rest, key.value)
    if isinstance(key, Position) and key.number in container.items and not container.is_dict:
        return container.items[key.number]
    if isinstance(key, Bounds):
        return _stretch(container, key)
    result: Value = UNKNOWN
    for one in container.elements():
        result = join(result, one)
    return result


def _stretch(container: Container, bounds: Bounds) -> Container:
    """The items between two positions, all where these are not known."""
    ends = [_number(end) for end in (bounds.lower, bounds.upper) if end is not None]
    if container.is_dict or container.is_grown or None in ends:
        return container
    lower, upper = _number(bounds.lower), _number(bounds.upper)
    items = list(container.items.values())[lower:upper]
    return Container(dict(enumerate(items)), container.rest, is_sorted=container.is_sorted)


def _number(end: Value | None) -> int | None:
    match end:
        case Position(number=number) | Constant(value=int(number)):
            return number
    return None


def _group(one: Data, name: Hashable) -> Data:
    """The group of a name, among those that a dict holds: another part of the rows than the group of another name."""
    whole = frozenset(rows for group in one.rows for rows in (group.parents if group.index == ONE_A_GROUP else ()))
    cut = next((group.cut for group in one.rows if group.cut is not None and group.index == ONE_A_GROUP), None)
    if cut is None:
        return one
    return one.derived(rows=part(whole, cut_of(How.MASK, cut.site, cut.key), name), is_single=False)


def _is_positional(node: ast.Subscript) -> bool:
    return isinstance(node.value, ast.Attribute) and node.value.attr in {"loc", "iloc", "at", "iat"}


def _of_data(context: Context, data: Data, key: Value, node: ast.Subscript) -> Value:
    if data.form is Form.GROUPS:
        names = texts_of(key)
        return data.derived(column=names[0] if names and len(names) == 1 else None)
    if data.form in {Form.SCORE, Form.STATISTIC, Form.NAMES}:
        chosen = first_data(key)
        marks = data.marks | (chosen.all_marks() if chosen is not None else NO_MARKS)
        return data.derived(columns=None, marks=marks) if data.form is Form.NAMES else data.derived()
    index = node.slice
    if isinstance(index, ast.Tuple) and isinstance(key, Container) and index.elts:
        rows = _row_part(context, data, index.elts[0], key.items.get(0, UNKNOWN), node)
        if _moves(first := key.items.get(0)):
            return _window(context, data.derived(columns=None), rows, first, node)
        if isinstance(key.items.get(0), Position):
            return data.derived(rows=rows, columns=None, is_single=True)
        if len(index.elts) < 2:
            return data.derived(rows=rows)
        return _columns(context, data.derived(rows=rows), key.items.get(1, UNKNOWN), index.elts[1], node)
    if isinstance(key, Position) and (_is_positional(node) or data.form is not Form.FRAME):
        return data.derived(columns=None, is_single=True)
    if not _is_positional(node) and not isinstance(index, ast.Slice):
        if texts_of(key) is not None:
            return _columns(context, data, key, index, node)
        inner = first_data(key)
        if isinstance(key, Constant) and data.form is not Form.FRAME:
            return data.derived(columns=None)
        if inner is None or inner.form in {Form.NAMES, Form.STATISTIC}:
            return _columns(context, data, key, index, node)
    if _moves(key):
        return _window(context, data, _row_part(context, data, index, key, node), key, node)
    by = first_data(key)
    copies = frozenset(mark for mark in by.marks if mark.kind is MarkKind.COPIED) if by is not None else frozenset()
    if isinstance(index, ast.Slice) and index.step is not None and context.text(index.step) == "-1":
        return data.derived(by=None if data.by == REVERSED else REVERSED)
    rows = _row_part(context, data, index, key, node)
    if by is not None and by.by == DRAWN and rows != data.rows:
        copies |= {Mark(MarkKind.COPIED, context.site(node), rows, "drawing with replacement", "")}
    return data.derived(rows=rows, marks=data.marks | copies)


def _moves(key: Value | None) -> TypeGuard[Bounds]:
    """Whether a slice is bounded on both sides, and moves on in each turn of a loop."""
    if not isinstance(key, Bounds) or key.lower is None or key.upper is None:
        return False
    return isinstance(key.lower, Position) or isinstance(key.upper, Position)


def _group_of(rows: Rows) -> str | None:
    """The column by whose value rows are one group, told by a loop over groups or by a condition."""
    match rows.cut:
        case Cut(key=(_, (by, (str(name),)))) if by == EACH_GROUP and is_group_name(name):
            return name
        case Cut(how=How.MASK, key=(_, str(name))) if is_group_name(name):
            return name
    return None


def _window(context: Context, data: Data, rows: RowSet, key: Bounds, node: ast.Subscript) -> Data:
    """A stretch of data that moves on in each turn; where its turns take all rows, it stands for all. Not so within one row."""
    if (name := next(filter(None, map(_group_of, data.rows)), None)) is not None:
        context.sign(node, "group", data.rows, name, 0.6)
    if data.is_single:
        return data.derived(rows=rows)
    in_steps = any(isinstance(end, Position) and end.in_steps for end in (key.lower, key.upper))
    return data.derived(rows=rows, by=None if rows == data.rows else STRETCH if in_steps else WINDOW)


def _columns(context: Context, data: Data, key: Value, index: ast.expr, node: ast.Subscript) -> Value:
    if isinstance(key, Constant) and isinstance(key.value, str):
        return column(context, data, key.value, node)
    names = texts_of(key)
    if isinstance(index, ast.Slice) and index.lower is None and index.upper is None:
        return data.derived()
    numbered = _numbered(context, data, key, index, node)
    if numbered is not None:
        return numbered
    chosen = first_data(key)
    marks = data.marks
    if chosen is not None and chosen.form is not Form.MASK:
        marks = marks | chosen.all_marks()
    own = data.columns
    picked = chosen.columns if chosen is not None and chosen.form is Form.NAMES else None
    if names is None and picked is not None and own is not None and picked.base is own.base:
        gone = [name for name in own.known if not picked.holds(name)]
        left = own.without({*gone, *picked.dropped})
        left = left.just(picked.known) if picked.only else left
        return data.derived(marks=marks, columns=left, made=context.site(node))
    if names is None:
        return data.derived(marks=_of_columns(data.all_marks() | marks, chosen), columns=None, made=context.site(node))
    columns = data.columns.just(names) if data.columns is not None else None
    return data.derived(marks=marks, columns=columns, made=context.site(node))


def _of_columns(marks: Marks, chosen: Data | None) -> Marks:
    """The marks of the columns that another frame has: what comes from later rows is theirs only where it was that frame's."""
    match chosen:
        case Data(form=Form.NAMES, by=("of", frozenset() as theirs)):
            return frozenset(mark for mark in marks if mark.kind is not MarkKind.FUTURE or mark in theirs)
    return marks


def _numbered(context: Context, data: Data, key: Value, index: ast.expr, node: ast.Subscript) -> Data | None:
    """A column, or columns one beside the other, by number: named "#3" here; None where the numbers are not known."""
    if data.columns is None:
        return None
    if isinstance(key, Constant) and isinstance(key.value, int):
        name = f"#{key.value}"
        return Data(data.rows, data.marks, Form.COLUMN, context.site(node), None, name, data.base, frozenset((name,)))
    match index:
        case ast.Slice(lower=None | ast.Constant(value=int()) as lower, upper=ast.Constant(value=int(upper)), step=None) if 0 < upper < 200:
            first = lower.value if lower is not None else 0
            names = [f"#{number}" for number in range(first if isinstance(first, int) else 0, upper)]
            return data.derived(columns=data.columns.just(names), made=context.site(node))
    return None


def _row_part(context: Context, data: Data, index: ast.expr, key: Value, node: ast.AST) -> RowSet:
    """The rows that an index picks."""
    site = context.site(node)
    if isinstance(key, Bounds) and isinstance(key.lower, Position) and key.upper is not None and data.rows <= key.lower.rows:
        return data.rows
    if isinstance(index, ast.Slice):
        if index.lower is None and index.upper is None:
            if isinstance(index.step, ast.UnaryOp) or index.step is None:
                return data.rows
            return part(data.rows, cut_of(How.SLICE, site, "step"), context.text(index.step))
        lower = context.text(index.lower) if index.lower is not None else ""
        upper = context.text(index.upper) if index.upper is not None else ""
        is_random = data.form is Form.RANDOM or any(rows.cut is not None and rows.cut.how is How.SHUFFLE for rows in data.rows)
        return part(data.rows, cut_of(How.SLICE, site, "slice", is_random=is_random), ("" if lower == "0" else lower, upper))
    by = first_data(key)
    if by is None or by.form in {Form.STATISTIC, Form.SCORE}:
        return data.rows
    if by.form is Form.MASK and isinstance(by.by, tuple):
        return _masked(context, data, by.by, node)
    for rows in in_order(by.rows):
        if rows.parents == data.rows or (rows.parents and rows.parents <= data.rows):
            return frozenset((rows,))
        if rows.cut is not None:
            return part(data.rows, rows.cut, rows.index)
    if by.rows == data.rows or not by.rows:
        return data.rows
    return part(data.rows, cut_of(How.INDEX, site, by.rows, is_random=by.form is Form.RANDOM), "picked")


def _masked(context: Context, data: Data, by: tuple[object, ...], node: ast.AST) -> RowSet:
    what, index = by
    if what == "not picked":
        return part(data.rows, cut_of(How.INDEX, context.site(node), index, is_random=True), "others")
    if what == "duplicated" and isinstance(index, tuple) and index[:1] == ("not",):
        return without_copies(context, data, index[1], node)
    if what == "among":
        return index if isinstance(index, frozenset) else data.rows
    if isinstance(index, tuple) and index[:1] == ("not",) and what == "not among" and isinstance(index[1], frozenset):
        return complement(context, data, Data(index[1], form=Form.INDEX), node)
    return part(data.rows, cut_of(How.MASK, context.site(node), what), index)


def set_item(value: Value, key: Value, node: ast.Subscript, new: Value) -> None:
    """`value[key] = new`."""
    for one in value.values if isinstance(value, Alternatives) else (value,):
        if isinstance(one, Container):
            if isinstance(key, Constant):
                one.items[key.value] = new
            else:
                one.rest = new if one.rest is None else join(one.rest, new)
        elif isinstance(one, Data):
            _set_in(one, key, node, new)


def _set_in(data: Data, key: Value, node: ast.Subscript, new: Value) -> None:
    index = node.slice
    is_part = False
    if isinstance(index, ast.Tuple) and isinstance(key, Container) and len(index.elts) == 2:
        is_part = not (isinstance(index.elts[0], ast.Slice) and index.elts[0].lower is None and index.elts[0].upper is None)
        if isinstance(new, Data) and new.form is Form.SCORE:
            data.marks = data.marks | new.marks
            return
        if isinstance(key.items.get(0), Constant) and not isinstance(index.elts[0], ast.Slice):
            return
        key = key.items.get(1, UNKNOWN)
    names = texts_of(key)
    fresh = first_data(new)
    if fresh is not None and not fresh.all_marks() and not fresh.sources and is_part:
        return
    if names is None or (data.columns is None and len(names) > 1):
        data.marks = data.marks | (fresh.all_marks() if fresh is not None else frozenset())
        return
    for name in names:
        before = data.columns.known.get(name) if data.columns is not None else None
        if len(names) > 1 and fresh is not None:
            one = fresh.derived(columns=None)
            if fresh.columns is not None and (inner := fresh.columns.known.get(name)) is not None:
                one.marks = fresh.marks | inner.marks
            one.sources = frozenset()
            set_column(data, name, one)
        else:
            set_column(data, name, new)
        after = data.columns.known.get(name) if data.columns is not None else None
        if is_part and before is not None and after is not None:
            after.marks = after.marks | before.marks
