"""Values read again from the JSON that they were written as.

This file stands beside the tests of a project as it is, so it needs nothing but the standard library; numpy, pandas and matplotlib
are used where the project has loaded them.
"""

import base64
import collections
import datetime
import decimal
import fractions
import importlib
import os
import pathlib
import types

from recorded_code import made_of
from recorded_values import HERE, to_name


class UnknownValueError(Exception):
    """A value that only its own code can make."""


def decode(told):
    """The value that was written."""
    if isinstance(told, list):
        return [decode(item) for item in told]
    if not isinstance(told, dict):
        return told
    kind, held = next(iter(told.items()))
    if kind in DECODERS:
        return DECODERS[kind](held)
    raise UnknownValueError(told.get("object", kind))


def _to_pairs(held):
    return {decode(key): decode(value) for key, value in held}


def _to_own(held):
    kind = to_name(held[0])
    made = object.__new__(kind)
    for name, value in held[1].items():
        object.__setattr__(made, name, decode(value))
    return made


def _to_kind_of(held):
    kind, plain = to_name(held[0]), decode(held[1])
    made = kind.__new__(kind) if isinstance(plain, (dict, list, set)) else type(plain).__new__(kind, plain)
    if isinstance(plain, (dict, set)):
        made.update(plain)
    elif isinstance(plain, list):
        made.extend(plain)
    for name, value in held[2].items():
        object.__setattr__(made, name, decode(value))
    return made


def _to_array(held):
    np = importlib.import_module("numpy")
    dtype, shape, values = held
    if isinstance(values, dict):
        raise UnknownValueError("a large array")
    kind = np.dtype(dtype)
    plain = [decode(value) for value in values]
    if kind.kind in "mM":
        return np.array(plain, dtype="i8").view(kind).reshape(shape)
    made = np.empty(len(plain), dtype=kind)
    made[:] = plain
    return made.reshape(shape)


def _to_records(held):
    np = importlib.import_module("numpy")
    made = np.empty(held[1], dtype=[tuple(field) for field in decode(held[0])])
    for name, values in held[2]:
        made[name] = _to_array(values)
    return made


def _to_column(held):
    pd = importlib.import_module("pandas")
    if "category" in held:
        return pd.Categorical.from_codes(_to_array(held["codes"]), _to_column(held["category"]), ordered=held["ordered"])
    if "array" in held:
        return _to_array(held["array"])
    return pd.array([decode(value) for value in held["values"]], dtype=held["dtype"])


def _to_index(held):
    pd = importlib.import_module("pandas")
    names = [decode(name) for name in held["names"]]
    if "range" in held:
        return pd.RangeIndex(*held["range"], name=names[0])
    if "levels" in held:
        return pd.MultiIndex.from_arrays([_to_column(level) for level in held["levels"]], names=names)
    index = pd.Index(_to_column(held["values"]), name=names[0])
    if held["freq"] and not isinstance(index, pd.PeriodIndex):
        index.freq = held["freq"]
    return index


def _to_frame(held):
    pd = importlib.import_module("pandas")
    columns, index = _to_index(held[0]), _to_index(held[1])
    series = {number: pd.Series(_to_column(column), index=index) for number, column in enumerate(held[2])}
    if len(series) > 100:
        made = pd.DataFrame(series, index=index)
    else:  # each column on its own, so that `values` may be written to as in a frame that was put together
        made = pd.DataFrame(index=index)
        for number, column in series.items():
            made[number] = column
    made.columns = columns
    return made


def _to_series(held):
    return importlib.import_module("pandas").Series(_to_column(held[1]), index=_to_index(held[0]), name=decode(held[2]))


def _to_function(held):
    return made_of(held[0], held[1], {name: decode(value) for name, value in held[2].items()})


def _to_generator(held):
    made = importlib.import_module("numpy").random
    bits = getattr(made, held[0])()
    bits.state = held[1]
    return made.Generator(bits)


def _to_random_state(held):
    np = importlib.import_module("numpy")
    made = np.random.RandomState()
    made.set_state(to_state(held))
    return made


def to_state(held):
    """The state of numpy's random numbers that was written."""
    np = importlib.import_module("numpy")
    return (held[0], np.frombuffer(base64.b64decode(held[1]), dtype="u4"), *held[2:])


def _to_offset(held):
    return importlib.import_module("pandas").tseries.frequencies.to_offset(held)


def _of_pandas_named(name):
    return lambda held: getattr(importlib.import_module("pandas"), name)(*(held if isinstance(held, list) else [held]))


DECODERS = {
    "float": float,
    "complex": lambda held: complex(*held),
    "tuple": lambda held: tuple(decode(item) for item in held),
    "set": lambda held: {decode(item) for item in held},
    "frozenset": lambda held: frozenset(decode(item) for item in held),
    "dict": _to_pairs,
    "defaultdict": lambda held: collections.defaultdict(decode(held[0]), _to_pairs(held[1])),
    "deque": lambda held: collections.deque(decode(held[0]), held[1]),
    "kind of": _to_kind_of,
    "own": _to_own,
    "iterator": lambda held: iter([decode(item) for item in held]),
    "bytes": base64.b64decode,
    "bytearray": lambda held: bytearray(base64.b64decode(held)),
    "range": lambda held: range(*held),
    "slice": lambda held: slice(*map(decode, held)),
    "Decimal": decimal.Decimal,
    "Fraction": fractions.Fraction,
    "timedelta": lambda held: datetime.timedelta(*held),
    "namespace": lambda held: types.SimpleNamespace(**_to_pairs(held)),
    "path": lambda held: pathlib.Path(decode(held)),
    "here": lambda held: held.replace(HERE, os.getcwd()),
    "member": lambda held: to_name(held[0])[held[1]],
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "name": to_name,
    "source": _to_function,
    "module": importlib.import_module,
    "generator": _to_generator,
    "random state": _to_random_state,
    "numpy dtype": lambda held: importlib.import_module("numpy").dtype(held),
    "scalar": lambda held: _to_array(held)[()],
    "array": _to_array,
    "records": _to_records,
    "missing": lambda held: getattr(importlib.import_module("pandas"), held),
    "Timestamp": _of_pandas_named("Timestamp"),
    "Timedelta": _of_pandas_named("Timedelta"),
    "Period": _of_pandas_named("Period"),
    "Interval": lambda held: importlib.import_module("pandas").Interval(decode(held[0]), decode(held[1]), held[2]),
    "offset": _to_offset,
    "frame": _to_frame,
    "series": _to_series,
    "index": _to_index,
}
