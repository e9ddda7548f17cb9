"""What objects hold that have no attributes to be seen: of a generator its place, of a method its object, of C's classes their state."""

import gc
import types
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any

from jupyter_quality.runs.functions import code_print
from jupyter_quality.runs.objects import plain_class

_PLAIN = frozenset({int, float, complex, bool, str, type(None), range})


def c_state(value: object, kind: type) -> tuple[object, ...] | None:
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


def _generator(value: Any) -> tuple[object, ...]:
    frame = value.gi_frame
    if frame is None:
        return (value.__qualname__, None)
    held = {name: item for name, item in frame.f_locals.items() if plain_class(item) in _PLAIN or name == ".0"}
    return (value.__qualname__, frame.f_lasti, held)


def _method(value: types.MethodType) -> tuple[object, ...]:
    return (value.__func__, value.__self__)


MAKERS: dict[type, Callable[[Any], tuple[object, ...]]] = {
    types.GeneratorType: _generator,
    types.MethodType: _method,
    types.BuiltinFunctionType: lambda value: (value.__qualname__, _module_of(value.__self__)),
    **dict.fromkeys(
        (types.MappingProxyType, type({}.keys()), type({}.values()), type({}.items())), lambda value: tuple(gc.get_referents(value))
    ),
    types.CodeType: lambda value: (code_print(value),),
    slice: lambda value: (value.start, value.stop, value.step),
    partial: lambda value: (value.func, value.args, dict(value.keywords)),
    property: lambda value: (value.fget, value.fset, value.fdel),
    staticmethod: lambda value: (value.__func__,),
    classmethod: lambda value: (value.__func__,),
    weakref.ref: lambda _: (),
}
"""By class, what tells an object from others of its class."""


def _module_of(owner: object) -> object:
    return owner.__name__ if type(owner) is types.ModuleType else owner
