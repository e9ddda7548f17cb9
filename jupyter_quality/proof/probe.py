"""What is asked of the kernel of a clean run. It is sent there as text, so it needs the standard library and nothing else of ours.

It keeps the user's files as they are, tells what is imported, and sums up the variables so that two runs can be compared.
No method of the user's own classes is called.
"""

import hashlib
import json
import os
import sys
import time
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any  # the values of any library

DEEPEST = 6
"""How far into containers and instances a summary goes."""

LONGEST = 2**23
"""Values of an array that are looked at; of a longer one, so many that lie evenly in it."""

MOST_OBJECTS = 20_000
"""The same for an array of objects, such as texts."""

MOST = 1000
"""Items of a container that are summed up one by one; a longer one is digested."""

_CODE = (type, FunctionType, BuiltinFunctionType, MethodType, ModuleType)
_DRAWING = frozenset({"matplotlib", "IPython", "ipywidgets", "bokeh", "threading"})
"""Libraries whose instances hold what the next run has not again: ids, locks, caches. What they draw is compared as it is shown."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = frozenset({"os.remove", "os.rename", "os.rmdir", "os.truncate", "os.chmod", "os.chown", "os.link", "shutil.rmtree"})

modules_before = frozenset(sys.modules)


def keep(folder: str) -> None:
    """From now on refuse to change what is in a folder: links in the scratch copy lead there."""
    kept = os.path.realpath(folder) + os.sep

    def refuse(path: object) -> None:
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if isinstance(path, str) and os.path.realpath(path).startswith(kept):
            raise PermissionError(f"A clean run leaves your files as they are, and this would change {path}")

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            flags = args[2]
            if isinstance(flags, int) and flags & _WRITES:
                refuse(args[0])
        elif event in _CHANGES:
            for path in args[: 2 if event == "os.rename" else 1]:
                refuse(path)

    sys.addaudithook(hook)


def environment(file: str, namespace: dict[str, object]) -> None:
    """Write the versions of Python and of the distributions that were imported since the start, or that a name stands for."""
    from importlib.metadata import packages_distributions, version

    named = {value.__name__ for value in namespace.values() if type(value) is ModuleType}
    roots = {name.partition(".")[0] for name in {*sys.modules} - modules_before} | {name.partition(".")[0] for name in named}
    distributions = packages_distributions()
    packages = {name: version(name) for root in roots for name in distributions.get(root, ())}
    _write(file, {"python": ".".join(map(str, sys.version_info[:3])), "packages": packages})


def variables(file: str, namespace: dict[str, object], hidden: object, seconds: float) -> None:
    """Write a summary of each of the user's variables; those that do not fit into the time are null."""
    left_out = hidden if isinstance(hidden, dict) else {}
    reader = _Reader(time.monotonic() + seconds)
    found: dict[str, object] = {}
    for name, value in list(namespace.items()):
        if not name.startswith("_") and name not in left_out and not issubclass(type(value), _CODE):
            found[name] = reader.of(name, value)
    _write(file, found)


def _write(file: str, value: object) -> None:
    with open(file, "w", encoding="ascii") as opened:  # noqa: PTH123 - nothing more is imported into the user's kernel than is needed
        json.dump(value, opened)


class _LateError(Exception):
    """The time is over."""


class _Reader:
    """Sums values up until a deadline. A summary is a list: what it is, then what tells it apart."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._within: list[int] = []

    def of(self, name: str, value: object) -> list[object] | None:
        """The summary of a variable; None where it could not be made, which is never taken for a difference."""
        try:
            return self._sum(value, 0)
        except Exception:  # noqa: BLE001 - some value of some library cannot be read; it must not end the user's run
            return None

    def _sum(self, value: Any, depth: int) -> list[object]:
        if time.monotonic() > self._deadline:
            raise _LateError
        kind = type(value)
        if value is None or kind is bool:
            return ["is", value]
        if kind is int:
            return ["is", str(value)]
        if kind is float:
            return ["number", repr(value)]
        if kind is complex:
            return ["numbers", "complex", [], repr(value), [value.real, value.imag]]
        if kind is str:
            return ["text", value if len(value) < 200 else _digest(value.encode("utf-8", "surrogatepass"))]
        if kind is bytes or kind is bytearray:
            return ["bytes", _digest(value)]
        if issubclass(kind, _CODE):
            return ["code"]
        if depth > DEEPEST or id(value) in self._within:
            return ["deep", kind.__name__]
        self._within.append(id(value))
        try:
            return self._whole(value, kind, depth + 1)
        finally:
            self._within.pop()

    def _whole(self, value: Any, kind: type, depth: int) -> list[object]:
        if kind is list or kind is tuple:
            return self._items(kind.__name__, value, depth)
        if kind is set or kind is frozenset:
            return ["set", sorted(json.dumps(self._sum(item, depth)) for item in value)]
        if issubclass(kind, dict):
            keys, values = list(dict.keys(value)), list(dict.values(value))
            return ["dict", self._items("keys", keys, depth), self._items("values", values, depth)]
        return self._of_library(value, kind, depth) or self._instance(value, kind, depth)

    def _items(self, kind: str, items: Any, depth: int) -> list[object]:
        found = [self._sum(item, depth) for item in items]
        if len(found) <= MOST:
            return [kind, len(found), found]
        if all(one[0] == "number" for one in found):
            return ["numbers", kind, [len(found)], _digest(json.dumps(found).encode()), _moments([float(str(one[1])) for one in found])]
        return [kind, len(found), _digest(json.dumps(found).encode())]

    def _of_library(self, value: Any, kind: type, depth: int) -> list[object] | None:
        """An array, column, index, frame or tensor; None for anything else."""
        libraries: Any = sys.modules
        numpy, pandas, torch = map(libraries.get, ("numpy", "pandas", "torch"))
        if numpy is not None and issubclass(kind, (numpy.ndarray, numpy.generic)):
            return self._array(numpy.asarray(value), depth)
        if pandas is not None and issubclass(kind, pandas.DataFrame):
            columns = [self._array(numpy.asarray(value.iloc[:, i]), depth) for i in range(value.shape[1])]
            return ["frame", [str(kind) for kind in value.dtypes], self._sum(value.columns, depth), self._sum(value.index, depth), columns]
        if pandas is not None and issubclass(kind, (pandas.Series, pandas.Index)):
            index = self._sum(value.index, depth) if issubclass(kind, pandas.Series) else []
            return ["column", str(value.dtype), self._sum(value.name, depth), index, self._array(numpy.asarray(value), depth)]
        if torch is not None and issubclass(kind, torch.Tensor):
            return self._array(value.detach().cpu().numpy(), depth)
        return None

    def _array(self, array: Any, depth: int) -> list[object]:
        numpy = sys.modules["numpy"]
        kind, shape = str(array.dtype), list(array.shape)
        if array.dtype.hasobject:
            return ["objects", shape, self._items("items", array.reshape(-1)[:: 1 + array.size // MOST_OBJECTS].tolist(), depth)]
        flat = array.reshape(-1)[:: 1 + array.size // LONGEST]
        digest = _digest(flat.tobytes())
        if flat.dtype.kind not in "fc":
            return ["exact", kind, shape, digest]
        flat = (numpy.ascontiguousarray(flat).view(flat.real.dtype) if flat.dtype.kind == "c" else flat).astype(float)
        finite = flat[numpy.isfinite(flat)]
        weights = numpy.arange(1, finite.size + 1) / max(1, finite.size)
        ends = [float(finite.min()), float(finite.max())] if finite.size else []
        sums = [float(finite.sum()), float(abs(finite).sum()), float((finite * weights).sum())]
        return ["numbers", kind, [*shape, int(finite.size)], digest, [*sums, *ends]]

    def _instance(self, value: Any, kind: type, depth: int) -> list[object]:
        try:
            held = object.__getattribute__(value, "__dict__")
        except AttributeError:
            held = None
        if type(held) is not dict or kind.__module__.partition(".")[0] in _DRAWING:
            return ["opaque", kind.__name__]
        return ["instance", kind.__name__, {str(name): self._sum(one, depth) for name, one in _telling(kind, held).items()}]


def _telling(kind: type, held: dict[str, object]) -> dict[str, object]:
    """What tells an instance from others: of an installed library's class what is public, for the rest may be memory never written to."""
    public = {name: value for name, value in held.items() if not str(name).startswith("_")}
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    return public if public and isinstance(file, str) and "site-packages" in file else held


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _moments(numbers: list[float]) -> list[float]:
    finite = [n for n in numbers if n - n == 0]
    return [sum(finite), sum(map(abs, finite)), sum(n * i for i, n in enumerate(finite, 1)) / max(1, len(finite))]
