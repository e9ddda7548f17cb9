"""What the kernel's names hold, as fingerprints that are kept up to date with as little looking as will do.

What a run could change is looked at whole. Of the rest a brief look is compared with the one before: the same object that likely holds
the same keeps its fingerprint. Fingerprints are kept, objects never.
"""

import types
import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from time import thread_time
from types import MappingProxyType
from typing import NamedTuple

from jupyter_quality.kernel.near import Near
from jupyter_quality.runs.fingerprint import Fingerprints, LateError
from jupyter_quality.runs.objects import identity, kind_of, plain_class
from jupyter_quality.runs.touched import Touched
from jupyter_quality.runs.value import Value

_UNCHANGING = frozenset({int, float, complex, bool, str, bytes, type(None), types.ModuleType, types.BuiltinFunctionType})
_FEW = 24
"""What takes so many steps is looked at whole in no more time than briefly."""
_NOTHING: frozenset[str] = frozenset()


def unknown(kind: str, why: str) -> Value:
    """A value of which nothing is known, and which equals no other."""
    return Value(kind, f"unknown:{uuid.uuid4().hex[:12]}:{why}")


class Moment(NamedTuple):
    """What the names held at one moment, and where."""

    values: Mapping[str, Value]
    ids: Mapping[str, int]


class Held:
    """The values of the names at the moment of the latest look, and the places of the objects then."""

    def __init__(self) -> None:
        self._brief: dict[str, Value] = {}
        self._changing = set[str]()
        """The names of objects that can be changed where they are."""
        self._touched = Touched()
        self._late = set[str]()
        """The names of what took too long after the latest run."""
        self.unseen: dict[str, None] = {}
        """The names that there was no time to look at since the latest run."""
        self.values: dict[str, Value] = {}
        self.ids: dict[str, int] = {}

    def moment(self) -> Moment:
        """What is known now, to be compared with later."""
        return Moment(dict(self.values), dict(self.ids))

    def look_for_moved(self, names: Mapping[str, object], until: float) -> None:
        """Look at the names that hold another object than before."""
        whole = Fingerprints(until)
        for name in self._moved(names):
            self._look_whole(name, names[name], whole)

    def look(self, names: Mapping[str, object], near: Near | None, until: float, rest_until: float, read: Collection[str] = ()) -> None:
        """Look at all names after a run: until a moment at what was near to it and what it read, then at the rest while there is time."""
        whole = Fingerprints(until)
        brief = Fingerprints(until, brief=True, touched=whole.touched)
        self._late.clear()
        moved = self._moved(names)
        same = self._changing.difference(moved)
        at_whole = same if near is None else {name for name in same if near.get(name, _NOTHING) is None}
        for name in (*moved, *at_whole):
            self._look_whole(name, names[name], whole)
        partly = (
            {name: parts for name in same - at_whole if (parts := near.get(name, _NOTHING)) or name in read} if near is not None else {}
        )
        for name, parts in partly.items():
            self._look_again(name, names[name], whole, brief, parts or _NOTHING)
        rest = same - at_whole - partly.keys()
        self.unseen = dict.fromkeys([name for name in self.unseen if name in rest] + list(rest - self.unseen.keys()))
        self._touched = whole.touched
        self.look_on(names, until, rest_until)
        self.unseen.update(dict.fromkeys(self._late))

    def doubt(self) -> None:
        """Something beside the runs may have changed any of it."""
        self.unseen = dict.fromkeys([*self.unseen, *(self._changing - self.unseen.keys())])

    def look_on(self, names: Mapping[str, object], until: float, rest_until: float) -> None:
        """Go on with the rest while there is time. What is unknown stays so, but for what took too long."""
        whole, brief = Fingerprints(until), Fingerprints(until, brief=True, touched=self._touched)
        for name in list(self.unseen):
            if thread_time() > rest_until:
                return
            del self.unseen[name]
            is_open = self.values[name].whole.startswith("unknown") and name not in self._late
            if not is_open and name in names and self.ids.get(name) == identity(names[name]):
                self._look_again(name, names[name], whole, brief)

    def _look_again(self, name: str, value: object, whole: Fingerprints, brief: Fingerprints, near: frozenset[str] = _NOTHING) -> None:
        """Look at the same object again: only at those of its parts that are near or that a brief look finds changed."""
        before = self._brief.get(name)
        if before is None:
            self._look_whole(name, value, whole, keeps=not near)
            return
        with suppress(Exception):  # what cannot be looked at briefly is looked at whole
            self._brief[name] = now = brief.value(value)
            if near or now.whole != before.whole:
                same = {part for part, print_ in now.parts.items() if before.parts.get(part) == print_} - near
                self._look_whole(name, value, whole, {part: known for part, known in self.values[name].parts.items() if part in same})
            return
        self._look_whole(name, value, whole)

    def _look_whole(
        self, name: str, value: object, prints: Fingerprints, kept: Mapping[str, str] = MappingProxyType({}), *, keeps: bool = False
    ) -> None:
        """Look at all of an object but the parts that are known. Where it `keeps`, what cannot be looked at stays what it was."""
        steps = prints.steps
        try:
            self.values[name] = prints.value(value, kept)
        except Exception as error:  # noqa: BLE001 (what cannot be looked at is unknown, whatever the reason)
            if not keeps:
                self.values[name] = unknown(kind_of(value), type(error).__name__)
                self._late |= {name} if isinstance(error, LateError) else set()
            self._brief.pop(name, None)
        else:
            if not kept and prints.steps - steps > _FEW:
                self._look_briefly(name, value, prints.until)
        self.ids[name] = identity(value)
        (self._changing.discard if plain_class(value) in _UNCHANGING else self._changing.add)(name)

    def _look_briefly(self, name: str, value: object, until: float) -> None:
        self._brief.pop(name, None)
        with suppress(Exception):  # what cannot be looked at briefly is looked at whole the next time
            self._brief[name] = Fingerprints(until, brief=True).value(value)

    def _moved(self, names: Mapping[str, object]) -> list[str]:
        """The names that hold another object than before; what is no name any more is forgotten."""
        ids = dict(zip(names, map(identity, names.values()), strict=True))
        if ids == self.ids:
            return []
        for name in self.ids.keys() - ids.keys():
            self._changing.discard(name)
            for known in (self.values, self.ids, self._brief):
                known.pop(name, None)
        return [name for name, at in ids.items() if self.ids.get(name) != at]
