"""Recorded tests: what functions were given and gave back, as JSON, and whether they give it again.

This file stands beside the tests of a project as it is, so it needs nothing but the standard library; numpy, pandas and matplotlib
are used where the project has loaded them.
"""

import base64
import contextlib
import copy
import datetime
import functools
import importlib
import io
import json
import math
import random
import sys
from pathlib import Path

RECORDED = Path(__file__).with_name("recorded")
FAR = 1e-7  # how far apart numbers may be, as a share of the larger one
MOST = 4000  # numbers of one value that are written one by one; of more, their sums
CALLS = 3  # calls of one function that are recorded
LARGEST = 1_000_000  # characters of a recording
DEEPEST = 4  # how far into an object of a library a description goes


def check(function):
    """Call a function as it was called when the project was made; fail where it does not give the same."""
    for call in recorded(function.__module__, function.__name__):
        outcome = replay(function, call)
        for part in ("result", "after", "printed", "figures"):
            path = difference(outcome[part], call[part], part)
            assert path is None, f"{function.__name__}: {path}"


def recorded(module, name):
    """The recorded calls of a function."""
    file = RECORDED / f"{module.rpartition('.')[2]}.{name}.json"
    return json.loads(file.read_text(encoding="utf-8"))


def replay(function, call):
    """Call a function as recorded: its result, its arguments afterwards, what it printed and drew, all encoded."""
    arguments = [decode(value) for value in call["arguments"]]
    keywords = {name: decode(value) for name, value in call["keywords"].items()}
    return observe(function, arguments, keywords, call["random"])[1]


def observe(function, arguments, keywords, state):
    """Call a function with the random numbers set, and tell what came of it."""
    set_random(state)
    printed = io.StringIO()
    with drawing() as figures, contextlib.redirect_stdout(printed):
        result = function(*arguments, **keywords)
        drawn = figures()
    after = [encode(value, MOST) for value in (*arguments, *keywords.values())]
    return result, {"result": encode(result, MOST), "after": after, "printed": printed.getvalue(), "figures": drawn}


@contextlib.contextmanager
def drawing():
    """Nothing is shown and no figure is open before; gives a function that describes the open figures."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        yield lambda: described(sys.modules.get("matplotlib.pyplot"))
        return
    show, plt.show = plt.show, lambda *_, **__: None
    plt.close("all")
    try:
        yield lambda: described(plt)
    finally:
        plt.show = show


def described(plt):
    """The open figures, each as its axes."""
    if plt is None:
        return []
    return [[axes_of(axes) for axes in plt.figure(number).axes] for number in plt.get_fignums()]


def axes_of(axes):
    """What axes show: labels, and the data of lines, bars, points and pictures."""
    told = {"title": axes.get_title(), "x": axes.get_xlabel(), "y": axes.get_ylabel()}
    told["lines"] = [encode(line.get_xydata(), 100) for line in getattr(axes, "lines", [])]
    told["patches"] = [encode(patch.get_path().vertices * 1.0, 100) for patch in list(axes.patches)[:50]]
    told["sizes"] = [
        [float(patch.get_width()), float(patch.get_height())] for patch in list(axes.patches)[:50] if hasattr(patch, "get_width")
    ]
    told["points"] = [encode(c.get_offsets().data, 100) for c in axes.collections if hasattr(c.get_offsets(), "data")]
    told["pictures"] = [encode(image.get_array().data, 100) for image in axes.images]
    return told


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
    if kind is complex:
        return {"complex": [value.real, value.imag]}
    if kind in (list, tuple, set, frozenset):
        return _items(value, kind, most, depth)
    if kind is dict:
        return {"dict": [[_encode(k, most, depth + 1), _encode(v, most, depth + 1)] for k, v in value.items()]}
    if kind in (datetime.datetime, datetime.date, datetime.time):
        return {kind.__name__: value.isoformat()}
    return _of_library(value, most, depth)


def _items(value, kind, most, depth):
    if most and len(value) > most and kind is not set and all(type(item) in (int, float) for item in value):
        return {"many": [kind.__name__, len(value), math.fsum(value), math.fsum(n * i for i, n in enumerate(value)) / len(value)]}
    found = [_encode(item, most, depth + 1) for item in value]
    if kind is list:
        return found
    return {kind.__name__: sorted(found, key=repr) if kind in (set, frozenset) else found}


def _of_library(value, most, depth):
    np, pd = sys.modules.get("numpy"), sys.modules.get("pandas")
    if isinstance(value, (type, type(encode), type(len))):
        return {"name": f"{value.__module__}:{value.__qualname__}"}
    if isinstance(value, type(sys)):
        return {"module": value.__name__}
    if pd is not None and (told := _of_pandas(pd, value, most, depth)) is not None:
        return told
    if np is not None and (told := _of_numpy(np, value, most, depth)) is not None:
        return told
    return _object(value, most, depth)


def _of_numpy(np, value, most, depth):
    if isinstance(value, np.random.Generator):
        return {"generator": [type(value.bit_generator).__name__, _plain(value.bit_generator.state)]}
    if isinstance(value, np.random.RandomState):
        return {"random state": _state(value.get_state())}
    if isinstance(value, np.generic) and value.dtype.kind in "biufcSUmM":
        return {"scalar": _array(np, np.asarray(value), None, depth)}
    if type(value) is np.ndarray:
        return {"array": _array(np, value, most, depth)}
    return None


def _array(np, value, most, depth):
    head = [value.dtype.str, list(value.shape)]
    if value.dtype.kind in "mM":
        value = value.view("i8")
    if value.dtype.hasobject or value.dtype.kind not in "biufcSUmM":
        return [*head, [_encode(item, most, depth + 1) for item in value.ravel().tolist()]]
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
    if isinstance(value, pd.DataFrame) and type(value) is pd.DataFrame:
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
    values = array.astype(object)
    return {"dtype": str(dtype), "values": [None if value is pd.NA else _encode(value, most, depth + 1) for value in values]}


def _object(value, most, depth):
    """An object that only its own code can make: its class and what it holds, for a comparison."""
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}"
    root = kind.__module__.partition(".")[0]
    if root == "matplotlib":
        return {"object": name, "axes": axes_of(value) if hasattr(value, "get_title") and hasattr(value, "lines") else None}
    if root in ("IPython", "sqlite3", "_io", "threading") or depth >= DEEPEST or not hasattr(value, "__dict__"):
        return {"object": name}
    held = {str(k): v for k, v in vars(value).items() if not callable(v) and "cache" not in str(k).lower()}
    return {"object": name, "state": {k: _encode(v, most and 200, depth + 1) for k, v in list(held.items())[:60]}}


def _plain(value):
    np = sys.modules["numpy"]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def _state(state):
    return [state[0], base64.b64encode(state[1].tobytes()).decode(), *state[2:]]


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
    if kind in _DECODERS:
        return _DECODERS[kind](held)
    raise UnknownValueError(told.get("object", kind))


def _from(held):
    """What an earlier function gave, made anew."""
    module, name, number, position = held
    function = getattr(importlib.import_module(module), name)
    call = recorded(module, name)[number]
    arguments = [decode(value) for value in call["arguments"]]
    result = observe(function, arguments, {n: decode(v) for n, v in call["keywords"].items()}, call["random"])[0]
    return result if position is None else result[position]


def _to_name(held):
    module, _, name = held.partition(":")
    return functools.reduce(getattr, name.split("."), importlib.import_module(module))


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
    if held["freq"]:
        index.freq = held["freq"]
    return index


def _to_frame(held):
    pd = importlib.import_module("pandas")
    columns, index = _to_index(held[0]), _to_index(held[1])
    made = pd.DataFrame({number: pd.Series(_to_column(column), index=index) for number, column in enumerate(held[2])}, index=index)
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
    made.set_state(_to_state(held))
    return made


def _to_state(held):
    np = importlib.import_module("numpy")
    return (held[0], np.frombuffer(base64.b64decode(held[1]), dtype="u4"), *held[2:])


_DECODERS = {
    "float": float,
    "complex": lambda held: complex(*held),
    "tuple": lambda held: tuple(decode(item) for item in held),
    "set": lambda held: {decode(item) for item in held},
    "frozenset": lambda held: frozenset(decode(item) for item in held),
    "dict": lambda held: {decode(key): decode(value) for key, value in held},
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "name": _to_name,
    "module": importlib.import_module,
    "generator": _to_generator,
    "random state": _to_random_state,
    "scalar": lambda held: _to_array(held)[()],
    "array": _to_array,
    "missing": lambda held: getattr(importlib.import_module("pandas"), held),
    "Timestamp": lambda held: importlib.import_module("pandas").Timestamp(held),
    "Timedelta": lambda held: importlib.import_module("pandas").Timedelta(held),
    "frame": _to_frame,
    "series": _to_series,
    "index": _to_index,
    "from": _from,
}


# Whether two are the same


def difference(one, other, path=""):
    """Where two encoded values differ, in words; None where they do not. Numbers may be FAR apart."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return f"{path} is {_short(one)}, was {_short(other)}"
        return next((found for key in one if (found := difference(one[key], other[key], f"{path}.{key}"))), None)
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{path} has {len(one)} items, had {len(other)}"
        return next((found for i, pair in enumerate(zip(one, other, strict=True)) if (found := difference(*pair, f"{path}[{i}]"))), None)
    numbers = type(one) in (int, float) and type(other) in (int, float)
    if numbers and float in (type(one), type(other)) and math.isclose(one, other, rel_tol=FAR, abs_tol=1e-12):
        return None
    return None if type(one) is type(other) and one == other else f"{path} is {_short(one)}, was {_short(other)}"


def _short(value):
    text = repr(value)
    return text if len(text) < 80 else text[:79] + "…"


# How random numbers are set


def get_random():
    """The state of the random numbers of the standard library and of numpy."""
    np = sys.modules.get("numpy")
    return {"random": [3, list(random.getstate()[1]), random.getstate()[2]], "numpy": _state(np.random.get_state()) if np else None}


def set_random(state):
    """Set the random numbers that were used; a fixed seed where none were."""
    if state is None:
        random.seed(0)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(0)
        return
    if state.get("random"):
        version, numbers, following = state["random"]
        random.setstate((version, tuple(numbers), following))
    if state.get("numpy"):
        importlib.import_module("numpy").random.set_state(_to_state(state["numpy"]))


# How calls are recorded


def record(functions, folder):
    """From now on record the first calls of functions: name → module. Each recording is written when it is made."""
    made = []
    for name, module in functions.items():
        function = getattr(importlib.import_module(module), name)
        if isinstance(function, type) or not callable(function):
            continue
        recorder = _Recorder(function, module, name, Path(folder), made)
        wrapper = functools.wraps(function)(lambda *a, _r=recorder, **k: _r.called(a, k))
        package = module.partition(".")[0]
        for other in [m for n, m in sys.modules.items() if n.partition(".")[0] == package]:
            for attribute, value in list(vars(other).items()):
                if value is function:
                    setattr(other, attribute, wrapper)


class _Recorder:
    def __init__(self, function, module, name, folder, made):
        self.function, self.module, self.name, self.folder, self.made = function, module, name, folder, made
        self.calls = []
        self.within = False

    def called(self, arguments, keywords):
        if len(self.calls) >= CALLS or self.within:
            return self.function(*arguments, **keywords)
        self.within = True
        try:
            return self.recorded(list(arguments), keywords)
        finally:
            self.within = False

    def recorded(self, arguments, keywords):
        given = [self.given(value) for value in arguments]
        named = {key: self.given(value) for key, value in keywords.items()}
        before = get_random()
        result, outcome = observe(self.function, arguments, keywords, before)
        sys.stdout.write(outcome["printed"])
        after = get_random()
        used = {kind: before[kind] for kind in before if before[kind] != after[kind]} or None
        parts = list(result) if isinstance(result, tuple) else [result]
        self.made += [
            (value, self.module, self.name, len(self.calls), i if isinstance(result, tuple) else None) for i, value in enumerate(parts)
        ]
        self.calls.append({"arguments": given, "keywords": named, "random": used, **outcome})
        self.write()
        return result

    def given(self, value):
        """A value as JSON that can be read again, or how it was made."""
        told = encode(value)
        if len(json.dumps(told)) < 50_000 and _is_whole(told):
            return copy.deepcopy(told)
        origin = next((entry for entry in reversed(self.made) if entry[0] is value), None)
        return {"from": list(origin[1:])} if origin else told

    def write(self):
        file = self.folder / f"{self.module.rpartition('.')[2]}.{self.name}.json"
        for number in range(len(self.calls), 0, -1):
            text = json.dumps(self.calls[:number], indent=None)
            if len(text) <= LARGEST:
                file.write_text(text + "\n", encoding="utf-8")
                return


def _is_whole(told):
    if isinstance(told, list):
        return all(map(_is_whole, told))
    if not isinstance(told, dict):
        return True
    return "object" not in told and "many" not in told and "large" not in told and all(map(_is_whole, told.values()))
