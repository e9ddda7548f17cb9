"""Functions behind `lru_cache`: one that still gives what it gave when the things that it reads were others is another function then."""

import functools
import types
from collections.abc import Mapping
from dataclasses import replace

from jupyter_quality.kernel.reach import function_accesses
from jupyter_quality.runs.objects import identity
from jupyter_quality.runs.value import Value, digest


class Caches:
    """What the cached functions among the names have read, each time that they remembered an answer."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[set[str], int]] = {}
        self._ids: dict[str, int] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._read

    def mark(self, names: Mapping[str, object], values: dict[str, Value]) -> None:
        """Give another fingerprint to each function that remembers answers from other times."""
        for name, value in names.items():
            if type(value) is not functools._lru_cache_wrapper:  # noqa: SLF001 (the class has no public name)
                continue
            function = value.__wrapped__
            read = function_accesses(function) if type(function) is types.FunctionType else ()
            now = digest(*(values[access.name].whole for access in read if access.name in values))
            info = value.cache_info()
            known, misses = self._read.get(name, (set[str](), 0)) if self._ids.get(name) == identity(value) else (set[str](), 0)
            if info.currsize == 0:
                known = set()
            elif info.misses > misses:
                known = known | {now}
            self._read[name], self._ids[name] = (known, info.misses), identity(value)
            foreign = known - {now}
            if foreign and name in values:
                values[name] = replace(values[name], whole=digest(values[name].whole, *sorted(foreign)), parts={})
