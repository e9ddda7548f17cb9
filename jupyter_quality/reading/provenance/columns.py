"""The columns of frames, and their names."""

import ast

from jupyter_quality.reading.provenance.context import Arguments, Context, first_data
from jupyter_quality.reading.provenance.joining import texts_of
from jupyter_quality.reading.provenance.rows import NO_ROWS, OTHER_ROWS
from jupyter_quality.reading.provenance.values import Columns, Constant, Data, Form, Value


def names_of(data: Data) -> Data:
    """The names of a frame's columns: which they are is known as far as it is of the frame."""
    columns = data.columns.copy() if data.columns is not None else None
    return Data(NO_ROWS, form=Form.NAMES, base=data.base, columns=columns, by=("of", data.all_marks()))


def call_names(names: Data, name: str, arguments: Arguments) -> Value:
    """What a method of column names gives: `columns.drop("y")`, `names.remove("y")`."""
    left_out = texts_of(arguments.get(0)) if arguments.positional else None
    if names.columns is None or name in {"tolist", "to_list", "copy", "astype", "sort"}:
        return names.derived()
    if name in {"drop", "difference"} and left_out is not None:
        return names.derived(columns=names.columns.without(left_out))
    if name == "remove" and left_out is not None:
        names.columns = names.columns.without(left_out)
        return Constant(None)
    return names.derived(columns=None)


def column(context: Context, data: Data, name: str, node: ast.AST) -> Data:
    """A column of a frame."""
    columns = data.columns
    known = columns.known.get(name) if columns is not None else None
    made = context.site(node)
    if known is not None:
        return known.derived(
            rows=data.rows,
            marks=known.marks | data.marks,
            column=name,
            base=data.base,
            sources=known.sources | {name},
            made=made,
            is_single=data.is_single,
        )
    form = Form.COLUMN if data.form in {Form.FRAME, Form.COLUMN} else data.form
    is_moved = data.sources >= OTHER_ROWS
    own = None if is_moved else name
    sources = data.sources if is_moved else frozenset((name,))
    return Data(data.rows, data.marks, form, made, None, own, data.base, sources, data.models, is_single=data.is_single)


def set_column(frame: Data, name: str, value: Value) -> None:
    """Put a column into a frame."""
    data = first_data(value) or Data()
    if frame.columns is None:
        frame.columns = Columns(object())
        frame.base = frame.columns.base
    data = data.derived(columns=None)
    if frame.columns.base is not data.base and data.base is not None:
        data.sources = frozenset()
    frame.columns.known[name] = data
    frame.columns.dropped.discard(name)
