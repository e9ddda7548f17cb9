"""What a value is, as a fingerprint of its content, without a call into the user's code.

Attributes are read past the user's descriptors, containers through their built-in base classes, arrays through their buffers. What runs
out of time is LATE, which equals nothing. Nothing here needs more than the standard library.
"""

import sys
import types
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from itertools import islice
from time import thread_time
from typing import Any

from jupyter_quality.runs.arrays import array_print, frame_parts, series_parts
from jupyter_quality.runs.database import tables
from jupyter_quality.runs.objects import attributes_of, bases_of, is_own, kind_of, members_of, module_of
from jupyter_quality.runs.value import Value, digest, whole_of

DEADLINE = 0.05
"""Seconds of the thread's own time for all the values of one moment."""

_DEPTH = 12
_MOST = 512
"""So many items of a long container are looked at: its head, its tail and some between."""
_MOST_PARTS = 400
_PLAIN = frozenset({int, float, complex, bool, type(None), type(...), type(NotImplemented), range})
_SEQUENCES = (list, tuple, deque)
_NO_CONTENT = frozenset(
    """
    __dict__ __weakref__ __doc__ __module__ __qualname__ __firstlineno__ __static_attributes__ __annotations__ __annotate_func__
    __annotations_cache__ __annotate__ __abstractmethods__ _abc_impl
    """.split()
)
"""What a class holds that says nothing about what it does."""
_TOLD_BY_REPR = (
    "matplotlib.",
    "datetime",
    "decimal",
    "fractions",
    "uuid",
    "zoneinfo",
    "pandas.",
    "numpy.",
    "ipaddress",
    "dateutil",
    "pytz",
)
"""Libraries whose small objects tell in their `repr` what they are."""


class LateError(Exception):
    """The time is over."""


class Fingerprints:
    """Makes fingerprints until a moment of `thread_time`; `names` are the user's, in which classes are looked up."""

    def __init__(self, names: Mapping[str, object], until: float) -> None:
        self._names = names
        self._until = until
        self._active: dict[int, int] = {}
        self._known: dict[int, str] = {}
        self._classes: dict[int, type] = {}

    def value(self, value: object) -> Value:
        """A value with its parts. Raises LateError and Unreadable."""
        kind = kind_of(value)
        self._classes.clear()
        parts = self._parts(value)
        if parts is None:
            print_ = self.print(value)
            if not self._classes:
                return Value(kind, print_)
            parts = {"#data": print_}
        for made_of in list(self._classes.values()):
            parts |= {f"@{made_of.__name__}.{member}": print_ for member, print_ in self._members(made_of)}
        return Value(kind, whole_of(kind, parts), parts)

    def _parts(self, value: object) -> dict[str, str] | None:
        kind = type(value)
        if kind is dict:
            items = value
            if len(items) <= _MOST_PARTS and all(type(key) is str for key in items):  # type: ignore[arg-type,attr-defined]
                return {f"[{key!r}]": self.print(item) for key, item in items.items()}  # type: ignore[attr-defined]
            return None
        if _is_pandas(kind, "DataFrame"):
            return frame_parts(value, self.print, self._check, _MOST_PARTS)
        if kind.__module__ == "sqlite3" and kind.__name__ == "Connection":
            return {f"[{name!r}]": print_ for name, print_ in tables(value).items()}
        if _is_pandas(kind, "Series"):
            return series_parts(value, self.print, self._check)
        if issubclass(kind, type):
            return self._class_parts(value) if is_own(value) else None  # type: ignore[arg-type]
        if kind is types.FunctionType and not _is_of_python(value):  # type: ignore[arg-type]
            return function_parts(value.__name__, value.__code__, value.__doc__, *self._many(_held(value)))  # type: ignore[attr-defined,arg-type]
        if is_own(kind) and not issubclass(kind, (*_SEQUENCES, dict, str, int, float, set, frozenset, BaseException)):
            self._classes[id(kind)] = kind
            return {f".{name}": self.print(item) for name, item in attributes_of(value)}
        return None

    def _class_parts(self, value: type) -> dict[str, str]:
        return {f".{name}": print_ for name, print_ in self._members(value)}

    def _members(self, kind: type) -> Iterator[tuple[str, str]]:
        seen = set[str]()
        for base in bases_of(kind):
            if not is_own(base):
                if base is not object:
                    yield base.__qualname__, f"library:{base.__module__}.{base.__qualname__}"
                continue
            for name, member in members_of(base).items():
                if (
                    name not in seen
                    and name not in _NO_CONTENT
                    and type(member) not in {types.MemberDescriptorType, types.GetSetDescriptorType}
                ):
                    seen.add(name)
                    yield name, self.print(member)

    def _check(self) -> None:
        if thread_time() > self._until:
            raise LateError

    def print(self, value: object) -> str:
        """The fingerprint of a value. Raises LateError and Unreadable."""
        kind = type(value)
        if kind in _PLAIN:
            return f"{kind.__name__}:{digest(repr(value))}"
        if kind is str:
            return f"{len(value)}:str:{_text(value)}"  # type: ignore[arg-type]
        if kind is bytes:
            return f"{len(value)}:bytes:{_bytes(value)}"  # type: ignore[arg-type]
        at = id(value)
        if at in self._active:
            return f"cycle:{self._active[at]}"
        if at in self._known:
            return self._known[at]
        if len(self._active) > _DEPTH:
            return f"deep:{kind.__qualname__}"
        self._check()
        self._active[at] = len(self._active)
        try:
            print_ = self._composed(value, kind)
        finally:
            del self._active[at]
        if not self._active:
            self._known.clear()
        elif issubclass(kind, type | types.FunctionType):
            self._known[at] = print_
        return print_

    def _composed(self, value: object, kind: type) -> str:
        made = _MAKERS.get(kind)
        if made is not None:
            return f"{kind.__name__}:{digest(*self._many(made(value)))}"
        if issubclass(kind, types.ModuleType):
            return f"module:{object.__getattribute__(value, '__dict__').get('__name__')}"
        if issubclass(kind, type):
            return self._class(value)  # type: ignore[arg-type]
        if kind is types.FunctionType:
            return self._function(value)  # type: ignore[arg-type]
        if issubclass(kind, dict):
            return self._mapping(value, kind)  # type: ignore[arg-type]
        if issubclass(kind, _SEQUENCES):
            base = next(base for base in _SEQUENCES if issubclass(kind, base))
            return self._sequence(value, kind, base)
        if issubclass(kind, set | frozenset):
            return self._set(value, set if issubclass(kind, set) else frozenset)
        array = array_print(value, self.print, self._check)
        return array if array is not None else self._object(value, kind)

    def _many(self, values: Iterable[object]) -> Iterator[str]:
        return map(self.print, values)

    def _class(self, value: type) -> str:
        if not is_own(value):
            return f"class:{value.__module__}.{value.__qualname__}"
        return f"class:{value.__qualname__}:{digest(*(text for member in self._members(value) for text in member))}"

    def _function(self, value: types.FunctionType) -> str:
        if _is_of_python(value):
            return f"function:{value.__module__}.{value.__qualname__}"
        return whole_of("function", function_parts(value.__name__, value.__code__, value.__doc__, *self._many(_held(value))))

    def _mapping(self, value: dict[object, object], kind: type) -> str:
        length = dict.__len__(value)
        items = dict.items(value)
        chosen = items if length <= 2 * _MOST else [*islice(items, _MOST), *islice(reversed(items), _MOST)]
        texts = [text for key, item in chosen for text in (self.print(key), self.print(item))]
        more = self._many([item for _, item in attributes_of(value)] if kind is not dict else ())
        return f"{length}:{kind.__qualname__}:{digest(*texts, *more)}"

    def _set(self, value: Any, base: Any) -> str:
        items = islice(base.__iter__(value), 20_000)
        return f"{base.__len__(value)}:{base.__name__}:{digest(*sorted(map(self.print, items)))}"

    def _sequence(self, value: Any, kind: type, base: Any) -> str:
        length = base.__len__(value)
        if length <= 2 * _MOST or base is deque:
            chosen: Iterable[object] = islice(base.__iter__(value), 2 * _MOST)
        elif (text := _plain_items(value)) is not None:
            return f"{length}:{kind.__qualname__}:{text}"
        else:
            step = max(1, length // 128)
            places = [*range(64), *range(64, length - 64, step), *range(length - 64, length)]
            chosen = (base.__getitem__(value, place) for place in places)
        more = self._many([item for _, item in attributes_of(value)] if kind not in _SEQUENCES else ())
        return f"{length}:{kind.__qualname__}:{digest(*self._many(chosen), *more)}"

    def _object(self, value: object, kind: type) -> str:
        name = kind_of(value)
        if not is_own(kind):
            if name.startswith(_TOLD_BY_REPR):
                return f"{name}:{digest(repr(value))}"
            state = _c_state(value, kind)
            if state is not None:
                return f"{name}:{digest(*self._many(state))}"
        if is_own(kind):
            self._classes[id(kind)] = kind
        texts = [text for key, item in attributes_of(value) for text in (key, self.print(item))]
        base = next((base for base in (str, int, float, bytes) if issubclass(kind, base)), None)
        own = base.__repr__(value) if base else ""
        if issubclass(kind, BaseException):
            texts.extend(self._many(BaseException.args.__get__(value)))  # type: ignore[attr-defined]
        return f"{name}:{digest(own, *texts)}"


def _is_pandas(kind: type, name: str) -> bool:
    return module_of(kind).startswith("pandas") and kind.__name__ == name


def _c_state(value: object, kind: type) -> tuple[object, ...] | None:
    """What an object of a class written in C says of its state to `copy`: of an iterator its position, of a tree its nodes."""
    try:
        held = object.__getattribute__(value, "__dict__")
    except AttributeError:
        held = None
    if held:
        return None
    for base in kind.__mro__[:-1]:
        for name in ("__getstate__", "__reduce__"):
            method = base.__dict__.get(name)
            if method is not None:
                if isinstance(method, types.FunctionType):
                    return None
                try:
                    state = method(value)
                except Exception:  # noqa: BLE001 (what cannot be copied has no state that we could see)
                    return None
                return state if isinstance(state, tuple) else (state,)
    return None


def _is_of_python(function: types.FunctionType) -> bool:
    return (function.__module__ or "").partition(".")[0] in sys.stdlib_module_names


def _held(function: types.FunctionType) -> list[object]:
    """What a function holds besides its code: its defaults, and what it closes over."""
    return [function.__defaults__, function.__kwdefaults__, *(_content(cell) for cell in function.__closure__ or ())]


def _content(cell: object) -> object:
    try:
        return cell.cell_contents  # type: ignore[attr-defined]
    except ValueError:
        return None


def function_parts(name: str, code: types.CodeType, doc: str | None, *held: str) -> dict[str, str]:
    """The parts of a function: what it does with what it is given by place, and what its parameters are called."""
    count = code.co_argcount + code.co_kwonlyargcount
    return {"#code": digest(name, code_print(code, doc), *held), "#parameters": digest(*code.co_varnames[:count])}


def code_print(code: types.CodeType, doc: str | None = None) -> str:
    """The fingerprint of code: what it does, not where it stands, how it is documented or what its own names are."""
    own = code.co_varnames if not _SEES_OWN_NAMES.isdisjoint(code.co_names) else (str(code.co_nlocals),)
    texts = [code.co_name, code.co_code.hex(), *code.co_names, "/", *own, "/", *code.co_freevars, *code.co_cellvars]
    for place, constant in enumerate(code.co_consts):
        if isinstance(constant, types.CodeType):
            texts.append(code_print(constant, _docstring(constant)))
            texts.extend(
                constant.co_varnames[: constant.co_argcount + constant.co_kwonlyargcount] if constant.co_name != "<lambda>" else ()
            )
        elif not (place == 0 and isinstance(constant, str) and constant == doc):
            texts.append(f"{type(constant).__name__} {_constant(constant)}")
            if isinstance(constant, str) and "@" in constant:
                texts.extend(code.co_varnames)
        else:
            texts.append("NoneType None")
    return digest(*texts)


_SEES_OWN_NAMES = frozenset("locals vars dir eval exec globals inspect _getframe currentframe query".split())
"""What can tell a function how its own names are called."""


def _docstring(code: types.CodeType) -> str | None:
    first = code.co_consts[0] if code.co_consts else None
    says_so = sys.version_info < (3, 14) or bool(code.co_flags & _HAS_DOCSTRING)  # before, a function without one had None there
    return first if isinstance(first, str) and says_so else None


_HAS_DOCSTRING = 0x4000000


def _constant(constant: object) -> str:
    return repr(sorted(map(repr, constant))) if isinstance(constant, frozenset) else repr(constant)


def _text(value: str) -> str:
    if len(value) > 1 << 20:
        step = len(value) // 64
        value = "".join(value[place : place + 4096] for place in range(0, len(value), step)) + value[-4096:]
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


def _bytes(value: bytes) -> str:
    if len(value) > 1 << 20:
        step = len(value) // 64
        value = b"".join(value[place : place + 4096] for place in range(0, len(value), step)) + value[-4096:]
    return blake2b(value, digest_size=9).hexdigest()


def _plain_items(value: list[object]) -> str | None:
    """The fingerprint of a long list of numbers or texts, whole; None for others."""
    if len(value) > 20_000 or not {type(item) for item in value} <= {int, float, str, bool, type(None)}:
        return None
    return digest(repr(value))


def _generator(value: Any) -> tuple[object, ...]:
    frame = value.gi_frame
    if frame is None:
        return (value.__qualname__, None)
    held = {name: item for name, item in frame.f_locals.items() if type(item) in _PLAIN or type(item) is str or name == ".0"}
    return (value.__qualname__, frame.f_lasti, held)


def _method(value: types.MethodType) -> tuple[object, ...]:
    return (value.__func__, value.__self__)


_MAKERS: dict[type, Callable[[Any], tuple[object, ...]]] = {
    types.GeneratorType: _generator,
    types.MethodType: _method,
    types.BuiltinFunctionType: lambda value: (value.__qualname__, _module_of(value.__self__)),
    types.MappingProxyType: lambda value: (dict(value),),
    types.CodeType: lambda value: (code_print(value),),
    slice: lambda value: (value.start, value.stop, value.step),
    bytearray: lambda value: (bytes(value),),
    partial: lambda value: (value.func, value.args, dict(value.keywords)),
    property: lambda value: (value.fget, value.fset, value.fdel),
    staticmethod: lambda value: (value.__func__,),
    classmethod: lambda value: (value.__func__,),
    weakref.ref: lambda _: (),
}


def _module_of(owner: object) -> object:
    return owner.__name__ if isinstance(owner, types.ModuleType) else owner
