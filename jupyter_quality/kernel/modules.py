"""Modules that cells use: a function that was put in another's place is another, and so is a file of the user's that was edited."""

import types
from collections.abc import Callable, Iterator, Mapping
from time import thread_time

from jupyter_quality.kernel.surroundings import is_users
from jupyter_quality.runs.access import Access
from jupyter_quality.runs.fingerprint import Fingerprints
from jupyter_quality.runs.objects import name_of
from jupyter_quality.runs.value import ABSENT


class Modules:
    """The fingerprints of the attributes that were used, as they were seen last, and of the files as they were loaded."""

    def __init__(self, names: Mapping[str, object], print_file: Callable[[str], str]) -> None:
        self._names = names
        self._print_file = print_file
        self.prints: dict[str, str] = {}

    def keys(self, access: Access) -> Iterator[str]:
        """What an access to a module reads: the module, its file where it is the user's, the attribute."""
        yield access.name
        module = self._names.get(access.name)
        file = vars(module).get("__file__") if type(module) is types.ModuleType else None
        if isinstance(file, str) and is_users(file):
            key = f"file:{file}"
            if key not in self.prints:
                self.prints[key] = self._print_file(file)
            yield key
        if access.attribute is not None:
            key = f"module:{access.name}.{access.attribute}"
            self.prints.setdefault(key, self._print(key))
            yield key

    def changed(self) -> dict[str, str]:
        """The attributes that are others than before, by key."""
        found = {key: self._print(key) for key in self.prints if not key.startswith("file:")}
        changed = {key: print_ for key, print_ in found.items() if print_ not in {self.prints[key], ABSENT}}
        self.prints.update(changed)
        return changed

    def note_loaded(self, read: Mapping[str, str]) -> None:
        """Take over the fingerprints of files that were read again, as a module's is when it is loaded again."""
        self.prints.update((key, print_) for key, print_ in read.items() if key in self.prints)

    def _print(self, key: str) -> str:
        name, _, attribute = key.partition(":")[2].partition(".")
        module = self._names.get(name)
        if type(module) is not types.ModuleType:
            return ABSENT
        value = vars(module).get(attribute)
        if type(value) is types.FunctionType and value.__module__ != "__main__":
            return f"function:{value.__module__}.{value.__qualname__}"
        if issubclass(type(value), types.FunctionType | types.BuiltinFunctionType | type | int | float | str):
            try:
                return Fingerprints(thread_time() + 0.01).print(value)
            except Exception as error:  # noqa: BLE001 (what cannot be looked at is unknown, whatever the reason)
                return f"unknown:{type(error).__name__}"
        return name_of(type(value))
