"""Values as JSON: written so that they can be read again where that can be done, else described; and compared.

This file stands beside the tests of a project as it is, so it needs nothing but the standard library; numpy, pandas and matplotlib
are used where the project has loaded them.
"""

import base64
import collections
import copy
import datetime
import decimal
import enum
import fractions
import functools
import hashlib
import importlib
import json
import math
import pathlib
import sys
import types

FAR = 1e-7  # how far apart numbers may be, as a share of the larger one
DEEPEST = 4  # how far into an object of a library a description goes
DEEPEST_OWN = 12  # the same for containers and for objects of the project's own classes
PROJECT = str(pathlib.Path(__file__).resolve().parents[1])

ITERATORS = tuple(type(iter(value)) for value in ([], (), "", b"", range(0), {}, set()))
WRITTEN = (bytes, bytearray, range, slice, decimal.Decimal, fractions.Fraction, datetime.timedelta, types.SimpleNamespace)


# How values are written


def encode(value, most=None):
    """A value as JSON. Beyond `most` numbers only their sums are written; an object of a library is described, not kept."""
    return _encode(value, most, 0)


def _encode(value, most, depth):
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if depth > DEEPEST_OWN:
        return {"object": kind.__qualname__}
    if kind in (list, tuple, set, frozenset):
        return _items(value, kind, most, depth)
    if kind is dict:
        return {"dict": _pairs(value, most, depth)}
    return _standard(value, kind, most, depth) or _of_library(value, most, depth)


def _pairs(value, most, depth):
    return [[_encode(key, most, depth + 1), _encode(item, most, depth + 1)] for key, item in dict.items(value)]


def _items(value, kind, most, depth):
    if most and len(value) > most and kind is not set and all(type(item) in (int, float) for item in value):
        return {"many": [kind.__name__, len(value), math.fsum(value), math.fsum(n * i for i, n in enumerate(value)) / len(value)]}
    found = _digested([_encode(item, most, depth + 1) for item in value], most)
    if kind is list or "many" in found:
        return found
    return {kind.__name__: sorted(found, key=repr) if kind in (set, frozenset) else found}


def _digested(found, most):
    """Encoded items, or of many their number and what tells them from others."""
    if not most or len(found) <= most:
        return found
    return {"many": [len(found), hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]]}


def _standard(value, kind, most, depth):
    """A value of the standard library; None for others."""
    if kind is complex:
        return {"complex": [value.real, value.imag]}
    if kind in (datetime.datetime, datetime.date, datetime.time):
        return {kind.__name__: value.isoformat()}
    if kind in WRITTEN:
        return _written(value, kind, most, depth)
    if kind in ITERATORS:
        return {"iterator": [_encode(item, most, depth + 1) for item in copy.copy(value)]}
    if isinstance(value, enum.Enum) and _is_found(kind):
        return {"member": [_class_name(kind), value.name]}
    if isinstance(value, pathlib.PurePath):
        return {"path": str(value)}
    if kind is collections.defaultdict:
        return {"defaultdict": [_encode(value.default_factory, most, depth + 1), _pairs(value, most, depth)]}
    if kind is collections.deque:
        return {"deque": [_encode(list(value), most, depth), value.maxlen]}
    for base in (dict, tuple, list, set, str, int, float):
        if isinstance(value, base) and kind.__module__.partition(".")[0] not in ("numpy", "pandas"):
            plain = {"dict": _pairs(value, most, depth)} if base is dict else _encode(base(value), most, depth)
            if not _is_found(kind):
                return {"object": kind.__qualname__, "held": plain}
            return {"kind of": [_class_name(kind), plain, _held(value, most, depth)]}
    return None


def _written(value, kind, most, depth):
    if kind in (bytes, bytearray):
        return {kind.__name__: base64.b64encode(bytes(value)).decode()}
    if kind in (range, slice):
        return {kind.__name__: [_encode(part, most, depth + 1) for part in (value.start, value.stop, value.step)]}
    if kind is datetime.timedelta:
        return {"timedelta": [value.days, value.seconds, value.microseconds]}
    if kind is types.SimpleNamespace:
        return {"namespace": _pairs(vars(value), most, depth)}
    return {kind.__name__: str(value)}


def _class_name(kind):
    return f"{kind.__module__}:{kind.__qualname__}"


def _is_found(kind):
    """Whether a class is found by its name, and not made anew by each call of a function."""
    try:
        return kind.__module__ != "__main__" and _to_name(_class_name(kind)) is kind
    except (AttributeError, ImportError):
        return False


def _held(value, most, depth):
    """What an object's attributes hold, its slots among them."""
    names = [name for kind in type(value).__mro__ for name in _slots(kind)]
    held = {name: getattr(value, name) for name in names if hasattr(value, name)} | dict(getattr(value, "__dict__", {}))
    return {str(name): _encode(item, most, depth + 1) for name, item in held.items()}


def _slots(kind):
    slots = kind.__dict__.get("__slots__", ())
    return [name for name in ((slots,) if isinstance(slots, str) else slots) if name not in ("__dict__", "__weakref__")]


def _of_library(value, most, depth):
    np, pd = sys.modules.get("numpy"), sys.modules.get("pandas")
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return _code(value, most, depth)
    if isinstance(value, types.ModuleType):
        return {"module": value.__name__}
    if pd is not None and (told := _of_pandas(pd, value, most, depth)) is not None:
        return told
    if np is not None and (told := _of_numpy(np, value, most, depth)) is not None:
        return told
    return _object(value, most, depth)


def _code(value, most, depth):
    """A function or class: by its name where that finds it again, else by what it does."""
    module = sys.modules.get(value.__module__ or "")
    if module is not None and value.__module__ != "__main__" and "<" not in value.__qualname__:
        return {"name": _class_name(value)} if value.__module__ else {"object": value.__qualname__}
    if not isinstance(value, types.FunctionType):
        return {"object": value.__qualname__}
    cells = [cell.cell_contents for cell in value.__closure__ or () if cell != types.CellType()]
    held = [_encode(item, most, depth + 1) for item in (*cells, *(value.__defaults__ or ()))]
    return {"object": value.__qualname__, "code": _digest(value.__code__), "held": held}


def _digest(code):
    """What code does, which another version of Python says otherwise."""
    consts = [_digest(const)[1] if isinstance(const, types.CodeType) else repr(const) for const in code.co_consts]
    told = repr((code.co_code, code.co_names, code.co_varnames, code.co_freevars, consts))
    return [f"{sys.version_info[0]}.{sys.version_info[1]}", hashlib.sha256(told.encode()).hexdigest()[:16]]


def _of_numpy(np, value, most, depth):
    if isinstance(value, np.random.Generator):
        return {"generator": [type(value.bit_generator).__name__, _plain(value.bit_generator.state)]}
    if isinstance(value, np.random.RandomState):
        return {"random state": state_of(value.get_state())}
    if isinstance(value, np.ufunc):
        return {"name": f"numpy:{value.__name__}"} if getattr(np, value.__name__, None) is value else {"object": value.__name__}
    if isinstance(value, np.dtype) and value.names is None:
        return {"numpy dtype": value.str}
    if isinstance(value, np.generic) and value.dtype.kind in "biufcSUmM":
        return {"scalar": _array(np, np.asarray(value), None, depth)}
    if type(value) is np.ndarray and value.dtype.names is None:
        return {"array": _array(np, value, most, depth)}
    if isinstance(value, np.ndarray) and type(value) is not np.ndarray:
        return {"object": type(value).__qualname__, "array": _array(np, np.asarray(value), most, depth)}
    if type(value) is np.ndarray:
        fields = [[name, _array(np, np.ascontiguousarray(value[name]), most, depth)] for name in value.dtype.names]
        return {"records": [_encode(value.dtype.descr, None, depth), list(value.shape), fields]}
    return None


def _array(np, value, most, depth):
    head = [value.dtype.str, list(value.shape)]
    if value.dtype.kind in "mM":
        value = value.view("i8")
    if value.dtype.hasobject or value.dtype.kind not in "biufcSUmM":
        return [*head, _digested([_encode(item, most, depth + 1) for item in value.ravel().tolist()], most)]
    if most and value.size > most and value.dtype.kind in "biuf":
        flat = value.ravel().astype(float)
        flat = flat[np.isfinite(flat)]
        weights = np.arange(flat.size) / max(1, flat.size)
        return [*head, {"many": [int(flat.size), float(flat.sum()), float(np.abs(flat).sum()), float((flat * weights).sum())]}]
    return [*head, [_encode(item, most, depth + 1) for item in value.ravel().tolist()]]


def _of_pandas(pd, value, most, depth):
    if value is pd.NaT or value is pd.NA:
        return {"missing": "NaT" if value is pd.NaT else "NA"}
    if isinstance(value, (pd.Timestamp, pd.Timedelta)):
        return {type(value).__name__: str(value)}
    if isinstance(value, pd.Period):
        return {"Period": [str(value), value.freqstr]}
    if isinstance(value, pd.Interval):
        return {"Interval": [_encode(value.left, most, depth + 1), _encode(value.right, most, depth + 1), value.closed]}
    if isinstance(value, pd.tseries.offsets.BaseOffset):
        return {"offset": value.freqstr}
    if type(value) is pd.DataFrame:
        columns = [_column(pd, value.iloc[:, i].array, most, depth) for i in range(value.shape[1])]
        return {"frame": [_index(pd, value.columns, None, depth), _index(pd, value.index, most, depth), columns]}
    if type(value) is pd.Series:
        name = _encode(value.name, most, depth)
        return {"series": [_index(pd, value.index, most, depth), _column(pd, value.array, most, depth), name]}
    return {"index": _index(pd, value, most, depth)} if isinstance(value, pd.Index) else None


def _index(pd, index, most, depth):
    names = [_encode(name, None, depth) for name in index.names]
    if isinstance(index, pd.RangeIndex):
        return {"range": [index.start, index.stop, index.step], "names": names}
    if isinstance(index, pd.MultiIndex):
        levels = [_column(pd, index.get_level_values(i).array, most, depth) for i in range(index.nlevels)]
        return {"levels": levels, "names": names}
    return {"values": _column(pd, index.array, most, depth), "names": names, "freq": getattr(index, "freqstr", None)}


def _column(pd, array, most, depth):
    np = sys.modules["numpy"]
    dtype = array.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        categories = _column(pd, dtype.categories.array, None, depth)
        return {"category": categories, "ordered": bool(dtype.ordered), "codes": _array(np, np.asarray(array.codes), most, depth)}
    if isinstance(dtype, np.dtype):
        return {"dtype": str(dtype), "array": _array(np, np.asarray(array), most, depth)}
    values = [None if value is pd.NA else _encode(value, most, depth + 1) for value in array.astype(object)]
    return {"dtype": str(dtype), "values": _digested(values, most)}


def _object(value, most, depth):
    """An object: of the project's own classes it can be made again, of another it is described by what it holds."""
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}"
    root = kind.__module__.partition(".")[0]
    if is_own(kind) and _is_found(kind):
        return {"own": [_class_name(kind), _held(value, most, depth)]}
    if isinstance(value, types.GeneratorType):
        frame = value.gi_frame
        held = _encode(dict(frame.f_locals), most, depth + 1) if frame is not None else None
        return {"object": value.__qualname__, "code": _digest(value.gi_code), "held": held}
    if isinstance(value, (types.MethodType, functools.partial)):
        parts = (value.__func__, value.__self__) if isinstance(value, types.MethodType) else (value.func, value.args, value.keywords)
        return {"object": name, "held": [_encode(part, most, depth + 1) for part in parts]}
    if root == "matplotlib":
        return {"object": name, "axes": axes_of(value) if hasattr(value, "get_title") and hasattr(value, "lines") else None}
    if root in ("IPython", "sqlite3", "_io", "threading") or depth >= DEEPEST or not hasattr(value, "__dict__"):
        return {"object": name}
    held = {str(k): v for k, v in vars(value).items() if not callable(v) and "cache" not in str(k).lower()}
    held = {k: v for k, v in held.items() if not k.startswith("_")} or held  # what is private may be memory that nothing was put into
    return {"object": name, "state": {k: _encode(v, most and 200, depth + 1) for k, v in list(held.items())[:60]}}


def is_own(kind):
    """Whether a class stands in the project."""
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    return file is not None and str(pathlib.Path(file).resolve()).startswith(PROJECT)


def _plain(value):
    np = sys.modules["numpy"]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def state_of(state):
    """The state of numpy's random numbers."""
    return [state[0], base64.b64encode(state[1].tobytes()).decode(), *state[2:]]


def axes_of(axes):
    """What axes show: texts, limits, and the data and looks of lines, bars, points and pictures."""
    legend = axes.get_legend()
    told = {"title": axes.get_title(), "x": axes.get_xlabel(), "y": axes.get_ylabel()}
    told["limits"] = [[float(end) for end in ends] for ends in (axes.get_xlim(), axes.get_ylim())]
    told["scales"] = [axes.get_xscale(), axes.get_yscale()]
    told["texts"] = [text.get_text() for text in (*axes.texts, *(legend.get_texts() if legend else ()))]
    told["lines"] = [
        [encode(line.get_xydata(), 100), str(line.get_color()), line.get_linestyle(), str(line.get_marker()), float(line.get_linewidth())]
        for line in axes.lines
    ]
    told["patches"] = [
        [encode(patch.get_path().vertices * 1.0, 100), encode(list(patch.get_facecolor()))] for patch in list(axes.patches)[:50]
    ]
    told["sizes"] = [
        [float(patch.get_width()), float(patch.get_height())] for patch in list(axes.patches)[:50] if hasattr(patch, "get_width")
    ]
    told["points"] = [
        [encode(c.get_offsets().data, 100), encode(c.get_sizes() if hasattr(c, "get_sizes") else None, 100), encode(c.get_facecolor(), 100)]
        for c in axes.collections
        if hasattr(c.get_offsets(), "data")
    ]
    told["pictures"] = [[encode(image.get_array().data, 100), image.get_cmap().name] for image in axes.images]
    return told


# How values are read


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


def is_whole(told):
    """Whether a value that was written can be read again."""
    if isinstance(told, list):
        return all(map(is_whole, told))
    if not isinstance(told, dict):
        return True
    return "object" not in told and "many" not in told and all(map(is_whole, told.values()))


def _to_name(held):
    module, _, name = held.partition(":")
    return functools.reduce(getattr, name.split("."), importlib.import_module(module))


def _to_pairs(held):
    return {decode(key): decode(value) for key, value in held}


def _to_own(held):
    kind = _to_name(held[0])
    made = object.__new__(kind)
    for name, value in held[1].items():
        object.__setattr__(made, name, decode(value))
    return made


def _to_kind_of(held):
    kind, plain = _to_name(held[0]), decode(held[1])
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
    "path": pathlib.Path,
    "member": lambda held: _to_name(held[0])[held[1]],
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "name": _to_name,
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


# Whether two are the same


def difference(one, other, path=""):
    """Where two encoded values differ, in words; None where they do not. Numbers may be FAR apart."""
    if isinstance(one, dict) and isinstance(other, dict):
        if not other.keys() <= one.keys() or (one.keys() != other.keys() and "object" not in other and not path.endswith(".state")):
            return f"{path} is {_short(one)}, was {_short(other)}"
        keys = [key for key in other if key != "code" or one[key][0] == other[key][0]]
        return next((found for key in keys if (found := difference(one[key], other[key], f"{path}.{key}"))), None)
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{path} has {len(one)} items, had {len(other)}"
        return next((found for i, pair in enumerate(zip(one, other, strict=True)) if (found := difference(*pair, f"{path}[{i}]"))), None)
    numbers = type(one) in (int, float) and type(other) in (int, float)
    if numbers and float in (type(one), type(other)) and math.isclose(one, other, rel_tol=FAR, abs_tol=1e-12):
        return None
    return None if type(one) is type(other) and one == other else f"{path} is {_short(one)}, was {_short(other)}"


def common(one, other):
    """What two descriptions have in common: the second, without what the objects of libraries in it do not hold alike."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        if "state" in one and isinstance(one["state"], dict):
            both = {key: common(one["state"][key], value) for key, value in other["state"].items() if key in one["state"]}
            return {**other, "state": {key: value for key, value in both.items() if difference(one["state"][key], value) is None}}
        return {key: common(one[key], value) for key, value in other.items()}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [common(*pair) for pair in zip(one, other, strict=True)]
    return other


def _short(value):
    text = repr(value)
    return text if len(text) < 80 else text[:79] + "…"
