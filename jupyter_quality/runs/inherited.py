"""What an object of a notebook's class holds because of the library's class that it inherits from."""

import sys
from typing import Any

from jupyter_quality.runs.objects import bases_of, is_own, module_of

_UNSEEN = frozenset({"array", "_random", "datetime", "decimal", "_io", "sqlite3", "itertools", "mmap"})
"""Modules with classes written in C that keep their content where a subclass does not show it."""
KEPT_IN = frozenset({"_mgr", "_item_cache", "_cacher"})
"""The attributes in which pandas keeps the content itself, and what it made of that."""


class Unreadable(Exception):  # noqa: N818 (it says what is so, as StopIteration does)
    """A value whose content cannot be seen."""


def inherited(value: Any, kind: type) -> object:
    """The array, frame or series that an object is, without a copy; None where it inherits nothing that its attributes do not show.

    Raises Unreadable.
    """
    bases = [base for base in bases_of(kind) if not is_own(base)]
    library = module_of(bases[0]).partition(".")[0]
    if library == "numpy" and issubclass(kind, sys.modules["numpy"].ndarray):
        return sys.modules["numpy"].ndarray.view(value, sys.modules["numpy"].ndarray)
    if library == "pandas":
        return _plain_of_pandas(value, kind, sys.modules["pandas"])
    if any(module_of(base) in _UNSEEN for base in bases):
        raise Unreadable("a class of C's with hooks of the notebook's")
    return None


def _plain_of_pandas(value: object, kind: type, pandas: Any) -> object:
    """A frame or series over the same memory, made past the class's own constructor."""
    plain = next((plain for plain in (pandas.DataFrame, pandas.Series) if issubclass(kind, plain)), None)
    if plain is None:
        return None
    held = object.__getattribute__(value, "_mgr")
    made = plain._from_mgr(held, held.axes)  # noqa: SLF001 (the public way copies, and calls the user's class)
    if plain is pandas.Series:
        object.__setattr__(made, "_name", object.__getattribute__(value, "_name"))
    return made
