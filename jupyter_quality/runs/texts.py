"""Fingerprints of texts, bytes and whole numbers, past what a subclass of theirs defines; of long ones a spread of blocks is taken."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from jupyter_quality.runs.objects import plain_class
from jupyter_quality.runs.value import digest

_WHOLE = 1 << 20
"""Up to so many characters or bytes are taken whole."""
_BLOCK = 4096
_BLOCKS = 64
SHORT = 1 << 14
"""Of so many characters or bytes a glance takes the ends alone."""
_END = 512
_LONG_NUMBER = 10_000
"""Python writes whole numbers of more bits as decimals only when asked to."""
_LOWEST = (1 << 64) - 1


def text_print(value: str) -> str:
    """The fingerprint of a text."""
    return _print(str.encode(part, "utf-8", "surrogatepass") for part in _parts(value, str))


def bytes_print(value: bytes | bytearray | memoryview) -> str:
    """The fingerprint of bytes."""
    return _print(_parts(value, next(base for base in (bytes, bytearray, memoryview) if issubclass(type(value), base))))


def ends(value: str | bytes | bytearray | memoryview, base: Any) -> int:
    """A hash of something short, of something long that of its ends."""
    length = base.__len__(value)
    if length < SHORT:
        return hash(_part(value, base, 0, length))
    return hash((_part(value, base, 0, _END), _part(value, base, length - _END, length)))


def number_text(value: int) -> str:
    """A whole number as text; of a long one its length, its lowest digits and its remainder by a prime, as Python's hash gives it."""
    length = int.bit_length(value)
    return int.__repr__(value) if length <= _LONG_NUMBER else f"{length} {int.__and__(value, _LOWEST)} {int.__hash__(value)}"


def items_print(items: list[object]) -> str | None:
    """The fingerprint of numbers and texts, of all of them at once; None where others are among them, or where they are long."""
    if not set(map(plain_class, items)) <= _WRITTEN:
        return None
    bits = [int.bit_length(item) for item in items if type(item) is int]
    if sum(bits) > _MOST or max(bits, default=0) > _LONG_NUMBER or sum(len(item) for item in items if type(item) is str) > _MOST:
        return None
    return digest(repr(items))


_WRITTEN = frozenset({int, float, str, bool, type(None)})
_MOST = 1 << 21
"""So many characters, or bits of numbers, are written at once."""


def _print(parts: Iterable[Any]) -> str:
    state = blake2b(digest_size=9)
    for part in parts:
        state.update(part)
    return state.hexdigest()


def _parts(value: Any, base: Any) -> Iterable[Any]:
    length = base.__len__(value)
    if length <= _WHOLE:
        return (_part(value, base, 0, length),)
    return (_part(value, base, start, start + _BLOCK) for start in (*range(0, length, length // _BLOCKS), length - _BLOCK))


def _part(value: Any, base: Any, start: int, end: int) -> Any:
    part = base.__getitem__(value, slice(start, end))
    return part if base in {str, bytes} else bytes(part)
