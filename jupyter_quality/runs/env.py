"""What a clean run would hold at one point, as far as recorded runs tell."""

from collections.abc import Iterable, Mapping, Sequence

from jupyter_quality.runs.record import End, Run
from jupyter_quality.runs.value import ABSENT, Value, is_known, split_key

_AROUND = ("@", "file:", "dir:", "module:")
_GENERATORS = ("@random", "@numpy_random", "@torch_random")


def is_name(key: str) -> bool:
    """Whether a key is a name of the notebook, and no thing around the kernel."""
    return not key.startswith(_AROUND)


class Env:
    """The values by name, and those of the things around before any cell has run."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.values: dict[str, Value] = {}
        self._initial = _initial(runs)

    def value(self, name: str) -> Value | None:
        """What a name holds; None where it is not defined."""
        return self.values.get(name) or self._initial.get(name)

    def print(self, key: str) -> str:
        """The fingerprint that a key has now."""
        name, part = split_key(key)
        value = self.value(name)
        if value is None:
            return ABSENT
        return value.part(part) if part else value.whole

    def matches(self, run: Run) -> bool:
        """Whether a run read nothing but what stands here, so that it would go just so again."""
        return all(is_known(print_) and self.print(key) == print_ for key, print_ in run.read.items())

    def different(self, run: Run) -> dict[str, str]:
        """The keys that a run read as something else than stands here, with what stands here."""
        return {key: stands for key, print_ in run.read.items() if (stands := self.print(key)) != print_ or not is_known(print_)}

    def apply(self, run: Run, names: Iterable[str] | None = None) -> None:
        """Take over what a run wrote, all of it or some names."""
        for name in run.wrote if names is None else names:
            value = run.wrote[name]
            parts = run.changed.get(name)
            stood = self.value(name)
            if value is None:
                self.values.pop(name, None)
            elif parts and stood is not None and (stood.is_divided or not is_known(stood.whole)):
                self.values[name] = stood.with_parts(parts) if stood.is_divided else stood
            else:
                self.values[name] = value
        self._follow_classes()

    def _follow_classes(self) -> None:
        """An instance's methods are those of its class as that stands in a clean run."""
        for name, value in self.values.items():
            classes = {part[1:].partition(".")[0] for part in value.parts if part[0] == "@"}
            for made_of in classes:
                stands = self.values.get(made_of)
                if stands is None or not stands.parts:
                    continue
                mine = {part: print_ for part, print_ in value.parts.items() if part.startswith(f"@{made_of}.")}
                now = {f"@{made_of}{part}": print_ for part, print_ in stands.parts.items() if part[0] == "."}
                if mine != now:
                    self.values[name] = self.values[name].with_parts(dict.fromkeys(mine, ABSENT)).with_parts(now)


def _initial(runs: Sequence[Run]) -> dict[str, Value]:
    """What stands around a kernel at its start. Settings are as they were seen first, as are the files
    that some run has written; other files are as they were seen last."""
    written = {key for run in runs if run.end is not End.STARTED for key in run.wrote if not is_name(key)}
    found: dict[str, Value] = {}
    for run in runs:
        for key, print_ in run.read.items():
            if key.startswith(("file:", "module:")) and (key not in found or key not in written):
                found[key] = Value("", print_)
        for key, value in run.wrote.items():
            if key.startswith("@") and value is not None:
                found.setdefault(key, value)
        for key, value in run.folders.items():
            if key not in found or key not in written:
                found[key] = value
    for key in _GENERATORS:
        found[key] = Value("", "nondeterministic:start")
    return found


def live(runs: Sequence[Run], kernel: str) -> Mapping[str, Value]:
    """What a kernel holds: all that its runs wrote, in their order."""
    held: dict[str, Value] = {}
    for run in runs:
        if run.kernel == kernel:
            for name, value in run.wrote.items():
                if value is None:
                    held.pop(name, None)
                else:
                    held[name] = value
    return held
