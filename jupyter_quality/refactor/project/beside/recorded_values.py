"""Values as JSON: written so that they can be read again where that can be done, else described.

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
import os
import pathlib
import sys
import types

from recorded_code import written
from recorded_drawings import axes_of

DEEPEST = 4  # how far into an object of a library a description goes
DEEPEST_OWN = 12  # the same for containers and for objects of the project's own classes
HERE = "{here}"  # what stands for the working folder
PROJECT = str(pathlib.Path(__file__).resolve().parents[1])

ITERATORS = tuple(type(iter(value)) for value in ([], (), "", b"", range(0), {}, set()))
WRITTEN = (bytes, bytearray, range, slice, decimal.Decimal, fractions.Fraction, datetime.timedelta, types.SimpleNamespace)


def encode(value, most=None):
    """A value as JSON. Beyond `most` numbers only their sums are written; an object of a library is described, not kept."""
    try:
        return _encode(value, most, 0)
    except Exception:  # noqa: BLE001 - an object of the user's may raise anything when it is looked at
        return {"object": type(value).__qualname__}


def _encode(value, most, depth):
    kind = type(value)
    if value is None or kind in (bool, int):
        return value
    if kind is str:
        folder = os.getcwd()
        return {"here": value.replace(folder, HERE)} if folder in value else value
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
        return {"path": _encode(str(value), most, depth)}
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
        return kind.__module__ != "__main__" and to_name(_class_name(kind)) is kind
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
    if (found := written(value)) is not None:
        names = {name: _encode(item, most, depth + 1) for name, item in found[1].items()}
        if is_whole(names):
            return {"source": [found[0], value.__name__, names]}
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
    if most and value.size > most and value.dtype.kind in "biufc":
        flat = np.ascontiguousarray(value).ravel()
        flat = flat.view(flat.real.dtype) if value.dtype.kind == "c" else flat.astype(float)
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
        return {"object": name, "axes": axes_of(value, encode) if hasattr(value, "get_title") and hasattr(value, "lines") else None}
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


def to_name(held):
    """What a class or function is called, found again."""
    module, _, name = held.partition(":")
    return functools.reduce(getattr, name.split("."), importlib.import_module(module))


def is_whole(told):
    """Whether a value that was written can be read again."""
    if isinstance(told, list):
        return all(map(is_whole, told))
    if not isinstance(told, dict):
        return True
    return "object" not in told and "many" not in told and all(map(is_whole, told.values()))
