"""What a value is, as a fingerprint of its content, without a call into the user's code.

Attributes are read past the user's descriptors, containers through their built-in base classes, arrays through their buffers. What runs
out of time is LATE, which equals nothing. Nothing here needs more than the standard library.
"""

import types
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, islice
from time import thread_time
from types import MappingProxyType
from typing import Any

from jupyter_quality.runs.arrays import array_print, frame_parts, series_parts
from jupyter_quality.runs.database import glance, tables
from jupyter_quality.runs.functions import function_parts, held_by, is_of_python
from jupyter_quality.runs.inherited import KEPT_IN, inherited
from jupyter_quality.runs.objects import attributes_of, bases_of, identity, is_own, kind_of, members_of, module_of, name_of, plain_class
from jupyter_quality.runs.states import MAKERS, c_state
from jupyter_quality.runs.texts import SHORT, bytes_print, ends, items_print, number_text, text_print
from jupyter_quality.runs.touched import Touched
from jupyter_quality.runs.value import Value, digest, whole_of

DEADLINE = 0.05
"""Seconds of the thread's own time for all the values of one moment."""

_DEPTH = 12
_MOST = 512
"""So many items of a long container are looked at: its head, its tail and some between."""
_MOST_PARTS = 400
_MOST_WRITTEN = 20_000
"""So many numbers and texts of a list are taken whole."""
_BRIEFLY = 8
"""Of so many items, or a few more, a brief look is taken."""
_DEPTH_BRIEFLY = 4
_MOST_BRIEFLY = 2000
"""After so many steps of a brief look, what else there is in a value is known by its place alone."""
_STEPS = 16
"""So many steps are made between two looks at the clock."""
_DATABASE = 1000
"""A look at a database counts as so many steps."""
_BYTES = 4096
"""So many bytes of an array count as one step more."""
_PLAIN = frozenset({int, float, complex, bool, type(None), type(...), type(NotImplemented), range})
_SEQUENCES = (list, tuple, deque)
_SCALARS = (str, int, float, complex, bytes, bytearray)
_SHARED = frozenset({type, tuple, frozenset, types.FunctionType, types.BuiltinFunctionType, types.ModuleType, types.CodeType})
"""What many hold and none changes."""
_COUNTER = count()
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
    """Makes fingerprints until a moment of `thread_time`, and takes note of what it touches.

    Those of a `brief` look cost a few microseconds and say whether an object is the same one and likely holds the same; they are compared
    with those of an earlier brief look alone. To such a look, what was `touched` before is never the same.
    """

    def __init__(self, until: float, *, brief: bool = False, touched: Touched | None = None) -> None:
        self.brief = brief
        self.is_made = False
        """Whether what is looked at was made for this look, so that its place in memory says nothing."""
        self.touched = touched or Touched()
        self.steps = 0
        """How much was looked at, in objects."""
        self._next_check = 0
        self._enough = 0
        self.until = until
        self._depth = _DEPTH_BRIEFLY if brief else _DEPTH
        self._active: dict[int, int] = {}
        self._known: dict[int, str] = {}
        self._classes: dict[int, type] = {}

    def value(self, value: object, kept: Mapping[str, str] = MappingProxyType({})) -> Value:
        """A value with its parts, of which those of a frame that are `kept` are known. Raises LateError and Unreadable."""
        kind = kind_of(value)
        for known in (self._classes, self._active, self._known):
            known.clear()
        self.is_made = False
        self._check_now()
        self._enough = self.steps + _MOST_BRIEFLY
        if plain_class(value) not in _SHARED and self._is_touched(identity(value)):
            return Value(kind, self.unlike())
        parts = self._parts(value, kept)
        if parts is None:
            print_ = self.print(value)
            if not self._classes:
                return Value(kind, print_)
            parts = {"#data": print_}
        for made_of in list(self._classes.values()):
            parts |= {f"@{name_of(made_of)}.{member}": print_ for member, print_ in self._members(made_of)}
        return Value(kind, str(hash(tuple(parts.items()))) if self.brief else whole_of(kind, parts), parts)

    def _parts(self, value: object, kept: Mapping[str, str]) -> dict[str, str] | None:
        kind = type(value)
        if kind is dict:
            items = value
            if len(items) <= _MOST_PARTS and all(type(key) is str for key in items):  # type: ignore[arg-type,attr-defined]
                return {f"[{key!r}]": self.print(item) for key, item in items.items()}  # type: ignore[attr-defined]
            return None
        if _is_pandas(kind, "DataFrame"):
            return frame_parts(value, self, _MOST_PARTS, kept)
        if kind_of(value) == "sqlite3.Connection":
            self.steps += _DATABASE
            if self.brief:
                return {"": glance(value)}
            return {f"[{name!r}]": print_ for name, print_ in tables(value, self.check).items()}
        if _is_pandas(kind, "Series"):
            return series_parts(value, self)
        if issubclass(kind, type):
            return self._class_parts(value) if is_own(value) else None  # type: ignore[arg-type]
        if kind is types.FunctionType and not is_of_python(value):  # type: ignore[arg-type]
            if self.brief and value.__module__ != "__main__":
                return {"#code": str(identity(value.__code__))}  # type: ignore[attr-defined]
            return function_parts(value.__name__, value.__code__, value.__doc__, *self._many(held_by(value)))  # type: ignore[attr-defined,arg-type]
        if is_own(kind) and not issubclass(kind, (*_SEQUENCES, *_SCALARS, dict, set, frozenset, BaseException)):
            self._classes[identity(kind)] = kind
            return self._own_parts(value, kind)
        return None

    def _own_parts(self, value: object, kind: type) -> dict[str, str]:
        inner = inherited(value, kind)
        parts = {f".{name}": self.print(item) for name, item in attributes_of(value) if inner is None or name not in KEPT_IN}
        if inner is not None:
            parts["#data"] = array_print(inner, self) or self.unlike()
        return parts

    def _class_parts(self, value: type) -> dict[str, str]:
        return {f".{name}": print_ for name, print_ in self._members(value)}

    def _members(self, kind: type) -> Iterator[tuple[str, str]]:
        seen = set[str]()
        for base in bases_of(kind):
            if not is_own(base):
                if base is not object:
                    yield name_of(base), f"library:{module_of(base)}.{name_of(base)}"
                continue
            for name, member in members_of(base).items():
                if (
                    name not in seen
                    and name not in _NO_CONTENT
                    and plain_class(member) not in {types.MemberDescriptorType, types.GetSetDescriptorType}
                ):
                    seen.add(name)
                    yield name, self.print(member)

    def check(self, steps: int = 1) -> None:
        """Raises LateError when the time is over; the clock is looked at once in some steps."""
        self.steps += steps
        if self.steps >= self._next_check:
            self._check_now()

    def _check_now(self) -> None:
        self._next_check = self.steps + _STEPS
        if thread_time() > self.until:
            raise LateError

    def touches(self, start: int, end: int) -> bool:
        """Whether the cell could get at this memory, where a glance is taken; else the memory is taken note of."""
        if self.brief:
            return self.touched.has_memory(start, end)
        self.touched.add_memory(start, end)
        self.steps += (end - start) // _BYTES
        return False

    def _is_touched(self, at: int) -> bool:
        """The same of an object."""
        if self.brief:
            return at in self.touched.ids
        self.touched.ids.add(at)
        return False

    def unlike(self) -> str:
        """A fingerprint that equals no other."""
        return f"touched:{next(_COUNTER)}"

    def print(self, value: object) -> str:
        """The fingerprint of a value. Raises LateError and Unreadable."""
        self.check()
        kind, plain = type(value), plain_class(value)
        if plain in _PLAIN:
            said = number_text(value) if kind is int else repr(value)  # type: ignore[arg-type]
            return said if self.brief else f"{kind.__name__}:{digest(said)}"
        if kind is str or kind is bytes:
            return self._text(value, kind)  # type: ignore[arg-type]
        at = identity(value)
        if at in self._active:
            return f"cycle:{self._active[at]}"
        if at in self._known:
            return self._known[at]
        if len(self._active) > self._depth:
            return f"deep:{name_of(kind)}"
        if self.brief and self.steps > self._enough:
            return "" if self.is_made else str(at)
        if plain not in _SHARED and self._is_touched(at):
            return self.unlike()
        self._active[at] = len(self._active)
        try:
            print_ = self._composed(value, kind)
        finally:
            del self._active[at]
        if self.brief and not self.is_made:
            print_ = f"{at}:{print_}"
        if not self._active:
            self._known.clear()
        elif issubclass(kind, type | types.FunctionType):
            self._known[at] = print_
        return print_

    def _text(self, value: str | bytes | bytearray, base: type) -> str:
        length = base.__len__(value)  # type: ignore[attr-defined]
        self.steps += length // _BYTES
        if self.brief:
            return f"{length}:{ends(value, base)}:{identity(value) if length >= SHORT and not self.is_made else 0}"
        print_ = text_print(value) if base is str else bytes_print(value)  # type: ignore[arg-type]
        return f"{length}:{base.__name__}:{print_}"

    def _scalar(self, value: Any, kind: type) -> str:
        """What an object is as a text, a number or bytes; nothing where it is none."""
        base = next((base for base in _SCALARS if issubclass(kind, base)), None)
        if base is None:
            return ""
        if base in {str, bytes, bytearray}:
            return self._text(value, base)
        return number_text(value) if base is int else base.__repr__(value)

    def _composed(self, value: object, kind: type) -> str:
        made = MAKERS.get(plain_class(value))
        if made is not None:
            return f"{kind.__name__}:{self._made(made(value))}"
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
        array = array_print(value, self)
        return array if array is not None else self._object(value, kind)

    def _made(self, state: tuple[object, ...]) -> str:
        was_made, self.is_made = self.is_made, True
        try:
            return digest(*self._many(state))
        finally:
            self.is_made = was_made

    def _many(self, values: Iterable[object]) -> Iterator[str]:
        return map(self.print, values)

    def _class(self, value: type) -> str:
        if not is_own(value):
            return f"class:{module_of(value)}.{name_of(value)}"
        return f"class:{name_of(value)}:{digest(*(text for member in self._members(value) for text in member))}"

    def _function(self, value: types.FunctionType) -> str:
        if is_of_python(value):
            return f"function:{value.__module__}.{value.__qualname__}"
        return whole_of("function", function_parts(value.__name__, value.__code__, value.__doc__, *self._many(held_by(value))))

    def _mapping(self, value: dict[object, object], kind: type) -> str:
        length = dict.__len__(value)
        items = dict.items(value)
        most = _BRIEFLY if self.brief else _MOST
        chosen = items if length <= 2 * most else [*islice(items, most), *islice(reversed(items), most)]
        texts = [text for key, item in chosen for text in (self.print(key), self.print(item))]
        more = self._many([item for _, item in attributes_of(value)] if kind is not dict else ())
        return f"{length}:{name_of(kind)}:{digest(*texts, *more)}"

    def _set(self, value: Any, base: Any) -> str:
        if self.brief:
            return f"{base.__len__(value)}:{digest(*self._many(islice(base.__iter__(value), _BRIEFLY)))}"
        items = islice(base.__iter__(value), 20_000)
        return f"{base.__len__(value)}:{base.__name__}:{digest(*sorted(map(self.print, items)))}"

    def _sequence(self, value: Any, kind: type, base: Any) -> str:
        length = base.__len__(value)
        chosen: Iterable[object]
        if self.brief:
            chosen = (base.__getitem__(value, place) for place in range(0, length, max(1, length // _BRIEFLY)))
        elif length <= 2 * _MOST:
            chosen = base.__iter__(value)
        elif base is deque:
            chosen = (*islice(deque.__iter__(value), _MOST), *islice(deque.__reversed__(value), _MOST))
        elif length <= _MOST_WRITTEN and (text := items_print(base.__getitem__(value, slice(None)))) is not None:
            self.steps += length
            return f"{length}:{name_of(kind)}:{text}"
        else:
            step = max(1, length // 128)
            places = [*range(64), *range(64, length - 64, step), *range(length - 64, length)]
            chosen = (base.__getitem__(value, place) for place in places)
        more = self._many([item for _, item in attributes_of(value)] if kind not in _SEQUENCES else ())
        return f"{length}:{name_of(kind)}:{digest(*self._many(chosen), *more)}"

    def _object(self, value: object, kind: type) -> str:
        name = kind_of(value)
        own = self._scalar(value, kind)
        if is_own(kind):
            self._classes[identity(kind)] = kind
        elif name.startswith(_TOLD_BY_REPR):
            return f"{name}:{digest(repr(value))}"
        elif not own and (state := c_state(value, kind)) is not None:
            return f"{name}:{self._made(state)}"
        texts = [text for key, item in attributes_of(value) for text in (key, self.print(item))]
        if issubclass(kind, BaseException):
            texts.extend(self._many(BaseException.args.__get__(value)))  # type: ignore[attr-defined]
        return f"{name}:{digest(own, *texts)}"


def _is_pandas(kind: type, name: str) -> bool:
    return module_of(kind).startswith("pandas") and name_of(kind) == name
