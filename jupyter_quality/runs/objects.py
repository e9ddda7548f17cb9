"""What objects and classes hold, past every hook of the user: no descriptor or metaclass is asked."""

import types
from collections.abc import Callable, Iterator, Mapping

_HEAP_TYPE = 1 << 9

identity: Callable[[object], int] = object.__hash__
"""A number for an object that no other has while it lives, as `id` gives it. A call of `id` is an audit event, which the recorder hears."""


def module_of(kind: type) -> str:
    """The module that a class says it is from."""
    found = type.__getattribute__(kind, "__module__")
    return found if isinstance(found, str) else ""


def name_of(kind: type) -> str:
    """The name of a class in its module."""
    found: str = type.__getattribute__(kind, "__qualname__")
    return found


def kind_of(value: object) -> str:
    """The full name of an object's class."""
    kind = type(value)
    return f"{module_of(kind)}.{name_of(kind)}"


def plain_class(value: object) -> type:
    """An object's class, to be looked up in a set or dict; `object` for one of a metaclass, which may hash as the user likes."""
    kind = type(value)
    return kind if type(kind) is type else object


def is_own(kind: type) -> bool:
    """Whether a class was made in the notebook."""
    return bool(type.__getattribute__(kind, "__flags__") & _HEAP_TYPE) and module_of(kind) == "__main__"


def bases_of(kind: type) -> tuple[type, ...]:
    """A class and all that it inherits from, in order."""
    found: tuple[type, ...] = type.__getattribute__(kind, "__mro__")
    return found


def members_of(kind: type) -> Mapping[str, object]:
    """What a class itself defines."""
    found: Mapping[str, object] = type.__getattribute__(kind, "__dict__")
    return found


def attributes_of(value: object) -> Iterator[tuple[str, object]]:
    """What an object holds in its `__dict__` and slots, in the names' order."""
    held = _dict_of(value)
    found: dict[object, object] = dict(held) if type(held) is dict else {}
    for base in bases_of(type(value)):
        if module_of(base) == "builtins":
            continue
        for name, member in members_of(base).items():
            if type(member) is types.MemberDescriptorType:
                try:
                    found[name] = types.MemberDescriptorType.__get__(member, value)
                except AttributeError:
                    continue
    yield from sorted(((name, item) for name, item in found.items() if type(name) is str), key=lambda item: item[0])


def _dict_of(value: object) -> object:
    """Python's own `__dict__` of an object, whatever a class puts in its place."""
    for base in bases_of(type(value)):
        member = members_of(base).get("__dict__")
        if type(member) is types.GetSetDescriptorType or type(member) is types.MemberDescriptorType:
            return member.__get__(value)
        if member is not None:
            return {}
    return {}
